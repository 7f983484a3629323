"""单据: every posted document of stock, and the drafts that wait to be posted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.kinds import KINDS, is_numbered, parse_number
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LotId, SkuId
from showroom.domain.permission import Permission
from showroom.domain.print_job import printer_of
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.changes import Changes
from showroom.services.stock.document_slip import BROUGHT_IN
from showroom.services.stock.documents import MAX_LISTED, DocumentDetail, DocumentsWanted
from showroom.services.stock.drafts import DraftsNamed
from showroom.ui.browse.asked import Found, Wanted
from showroom.ui.browse.day_range import bounds
from showroom.ui.browse.leaving import LEAVING, export
from showroom.ui.browse.page import SEARCH, BrowsePage
from showroom.ui.browse.record_rows import RecordRows
from showroom.ui.documents.detail import DocumentCard, goes_text, stays_text
from showroom.ui.documents.reverse_panel import ReversePanel
from showroom.ui.documents.rows import (
    ALL,
    LISTING,
    TOO_MANY_GOODS,
    Entry,
    drafts_of,
    kind_chips,
    listed,
    torn_words,
)
from showroom.ui.engine.actions import ActionSpec, button_for, glyph_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.widgets.attachments import AttachmentStrip
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.pdf_overlay import open_pages
from showroom.ui.widgets.reprint import reprint

if TYPE_CHECKING:
    from showroom.domain.document import StockSlip
    from showroom.domain.documents.attachment import Attachment
    from showroom.domain.documents.draft import DocumentDraft
    from showroom.domain.stock import Source
    from showroom.services.books.actor import Actor
    from showroom.services.shop.settings import ShopSettings
    from showroom.services.stock.document_posting import DocumentPosted
    from showroom.services.suite import Suite

MANY_GOODS = 1_000
"""Products of one search that documents are looked through for; more is no search."""
OF_DOCUMENTS, OF_DRAFTS = ("print", "pdf", "workbook", "reverse"), ("go_on", "discard")
AGAIN, FIRST = "重打", "打印"
GLYPHS = frozenset({"pdf", "workbook"})
"""Four words with their keys have no room beside each other at 1024."""
DISCARD_WIDTH, FILES_WIDTH = 460, 560
CANNOT = "reverse_refused"
LESS = "，补录时要少录这些"
"""Who types the whole delivery note again would have it twice in the books."""
DISCARDED = "草稿已作废"
POSTED_SAYS = "这张已过账，明细在右边：F9 打印，F10 看 PDF"
DISCARD_MEANS = "里面的明细就没有了；日志里留着它的内容。"


class DocumentsScreen(BrowsePage[Entry]):
    """The chosen document stands beside the list with what can be done with it."""

    name = "documents"
    specs: ClassVar[Sequence[ActionSpec]] = (
        SEARCH,
        ActionSpec("all", "全部", ("F2",), handler="show_all"),
        ActionSpec("kind", "换种类", ("F6",), handler="next_state"),
        ActionSpec("days", "换日期", ("F7",), handler="next_days"),
        ActionSpec("pick", "选日期", ("F3",), "calendar", handler="pick_days"),
        ActionSpec("print", FIRST, ("F9", "Ctrl+P"), handler="print_slip", posts=True),
        ActionSpec("pdf", "PDF", ("F10",), "pdf", handler="show_pdf"),
        ActionSpec("workbook", "这张单据的 XLSX", ("F5",), "xlsx", handler="save_workbook"),
        ActionSpec("reverse", "冲红", ("F8",), handler="reverse"),
        ActionSpec("go_on", "接着做", ("F4",), "edit", handler="go_on"),
        ActionSpec("discard", "作废", ("Del",), "trash", handler="discard"),
        *LEAVING,
    )
    listing = LISTING
    states = kind_chips()
    hint = "单号、商品、批号、人"
    empty = ("document", "没有这样的单据", "换一个词或日期，或者按 F2 看全部")
    detail_widths = (440, 384)
    by_days = is_long = True

    def __init__(self, context: Context) -> None:
        self._of: tuple[str, SkuId] | None = None
        self._files = Owner(OwnerKind.DRAFT, "")
        self._typed = self._sought = ""
        self._seen: tuple[DocumentId, str] | None = None
        self._known: DocumentDetail | None = None
        super().__init__(context)
        acts, self._printed = self.action_set, DocumentId(0)
        buttons = [
            [
                glyph_for(acts, name) if name in GLYPHS else button_for(acts, name, size="touch")
                for name in names
            ]
            for names in (OF_DOCUMENTS, OF_DRAFTS)
        ]
        self.detail = DocumentCard(buttons, costs=context.may(Permission.VIEW_COST))
        self.detail.number_wanted.connect(self.open_part)
        self.detail.files_wanted.connect(self.show_files)
        self.put_detail(self.detail)
        self.table.row_activated.connect(lambda _key: self._activated())

    def open_part(self, part: str) -> None:
        """Somebody went to the document of a printed number, or to all of a product."""
        way, _, key = part.partition("/")
        of_goods = way == "goods" and key.isascii() and key.isdigit()
        goods = self.context.index.by_id.get(SkuId(int(key))) if of_goods else None
        self._of = None if goods is None else (goods.code, goods.sku_id)
        self._typed = ""
        self.bar.take(replace(self.bar.everything, text=goods.code if goods else part))

    def reading(self, wanted: Wanted) -> Callable[[], Found[Entry]]:
        """Documents narrowed by the books, drafts by what is known of them."""
        services, actor = self.context.services, self.context.actor
        kinds = wanted.state if isinstance(wanted.state, frozenset) else ALL
        since, until = bounds(wanted.days, services.reports.today())
        if wanted.text != self._typed:
            self._typed, self._sought = wanted.text, wanted.text
        text, skus, doubt = self._goods(wanted.text)
        asked = DocumentsWanted(kinds, since, until, text, MAX_LISTED, skus)

        def read() -> Found[Entry]:
            seeks = bool(text or skus)
            named = services.drafts.naming(actor, text, skus) if seeks else DraftsNamed()
            drafts = drafts_of(services.drafts.listed(actor), asked, named.found)
            told = "　".join(x for x in (doubt, torn_words(named.torn)) if x)
            return listed(services.documents.listed(actor, asked), drafts, kinds, told)

        return read

    def _goods(self, text: str) -> tuple[str, frozenset[SkuId], str]:
        """The text to look for, the products that it finds, and what is to be said of it.

        A product that somebody came from is looked for by itself: its code may be in other words.
        """
        if self._of is not None and self._of[0] == text:
            return "", frozenset({self._of[1]}), ""
        found = None if parse_number(text) else self.context.index.matching(text)
        if found and len(found) > MANY_GOODS:
            return text, frozenset(), TOO_MANY_GOODS
        return text, found or frozenset(), ""

    def _show(self, found: Found[Entry], listed: RecordRows[Entry]) -> None:
        """Whoever went to a number, or typed it, sees that document before those that name it."""
        super()._show(found, listed)
        sought = next((x for x in found.records if is_numbered(x.title, self._sought)), None)
        if sought is not None:
            self._sought = ""
            self.table.select_key(sought.document_id)

    def concerns(self, changes: Changes) -> bool:
        """A document was posted, or a draft of one moved."""
        return changes.documents

    def scanned(self, code: str) -> bool:
        """The number on a paper opens its document; any other code is looked up as goods."""
        if parse_number(code) is None:
            return super().scanned(code)
        self.open_part(code.strip().upper())
        return True

    def show_all(self) -> None:
        """Every document; a search is dropped."""
        self.bar.take(self.bar.everything)

    def next_days(self) -> None:
        """Range by range."""
        if self.bar.days is not None:
            self.bar.days.step_days()

    def pick_days(self) -> None:
        """From and to, by a calendar."""
        if self.bar.days is not None:
            self.bar.days.pick()

    # -- the chosen one -----------------------------------------------------------------------

    def look(self, record: Entry | None) -> None:
        """Its facts and lines, and what can be done with it.

        Why another could not be taken back is said of that one alone.
        """
        seen = None if record is None else (record.document_id, record.draft_id)
        if seen != self._seen:
            self._seen = seen
            self.context.operations.answered(CANNOT)
        self.detail.show_entry(record)
        self._offer(record)
        if record is None or record.document_id != self._printed:
            self.action_set["print"].setText(FIRST)
        if record is not None and record.draft_id:
            self._look_into(record)
        elif record is not None:
            self._look_up(record)

    def _look_into(self, record: Entry) -> None:
        def show(found: tuple[DocumentDraft, Mapping[LotId, Source]]) -> None:
            if self.table.chosen == record:
                draft, sources = found
                self.detail.show_draft(draft, self.context.index, sources)
                self._count_files(record, draft.draft_id)

        services, actor = self.context.services, self.context.actor
        self.context.operations.survey(
            _read_draft, services, actor, record.draft_id, owner=self, on_done=show
        )

    def _look_up(self, record: Entry) -> None:
        def show(found: tuple[DocumentDetail, bool]) -> None:
            if self.table.chosen == record:
                self._known = found[0]
                self.detail.show_detail(found[0])
                self._count_files(record, found[0].document.draft_id)
                self._printed = record.document_id
                self.action_set["print"].setText(AGAIN if found[1] else FIRST)

        services, actor = self.context.services, self.context.actor
        self.context.operations.survey(
            _read, services, actor, record.document_id, owner=self, on_done=show
        )

    def _count_files(self, record: Entry, draft_id: str) -> None:
        """Certificates and photographs hang on the draft that it was, posted or not."""
        self._files = Owner(OwnerKind.DRAFT, draft_id)
        if not draft_id or not self.context.may(Permission.VIEW_COST):
            return

        def show(files: tuple[Attachment, ...]) -> None:
            if self.table.chosen == record:
                self.detail.show_files(len(files))

        read, actor = self.context.services.attachments.listed, self.context.actor
        self.context.operations.survey(read, actor, self._files, owner=self, on_done=show)

    def show_files(self) -> None:
        """They are looked at here; where they are added is where the document is made."""
        title = f"{chosen.title} 的附件" if (chosen := self.table.chosen) else "附件"
        panel = Overlay(self, title, FILES_WIDTH, throwaway=True)
        strip = AttachmentStrip(self.context)
        panel.body.addWidget(strip)
        strip.show_owner(self._files, may_add=False)
        panel.open()

    def _offer(self, record: Entry | None) -> None:
        drafted = record is not None and bool(record.draft_id)
        for names, there in ((OF_DOCUMENTS, not drafted), (OF_DRAFTS, drafted)):
            for name in names:
                self.action_set[name].setVisible(there)
            self.action_set.enable(there, *names)
            self.action_set.lack(self.none_chosen if record is None else None, *names)
        if record is not None and not drafted:
            may = self.context.may(KINDS[record.kind].permission)
            self.action_set["reverse"].setVisible(may)
            self.action_set.enable(may, "reverse")

    @property
    def _document(self) -> Entry | None:
        chosen = self.table.chosen
        return chosen if chosen is not None and chosen.document_id else None

    def _activated(self) -> None:
        """Enter: on with a draft; what is posted is read beside the list."""
        if self._document is None:
            self.go_on()
        else:
            self.context.operations.note(POSTED_SAYS)

    def go_on(self) -> None:
        """Go on with a draft where it is made."""
        chosen = self.table.chosen
        if chosen is not None and chosen.draft_id:
            self.context.draft_wanted.emit(chosen.kind, chosen.draft_id)

    def discard(self) -> None:
        """Throw a draft away, once somebody says so."""
        chosen = self.table.chosen
        if chosen is None or not chosen.draft_id:
            return
        title = f"作废这张{chosen.kind.word}草稿？"
        panel = Overlay(self.window(), title, DISCARD_WIDTH, throwaway=True)
        whose = f"{chosen.title}，{chosen.lines} 行，{chosen.person}保存的。{DISCARD_MEANS}"
        panel.body.addWidget(label(whose, "muted", wrap=True))
        go = ask(panel, "作废", "留着", danger=True)
        go.clicked.connect(panel.close_panel)
        go.clicked.connect(lambda: self._discard(chosen))
        panel.open()

    def _discard(self, chosen: Entry) -> None:
        """As it stands in the list; one that is another by now is read again."""

        def moved(_refusal: Refusal) -> bool:
            self.read()
            return False

        verb = self.context.services.drafts.discard
        how = How("discard_draft", success=DISCARDED, refused=moved)
        wanted = (self.context.actor, chosen.draft_id, chosen.revision)
        self.context.operations.do(verb, *wanted, owner=self, how=how)

    def reverse(self) -> None:
        """Take a document back by another, for a reason, once somebody saw what goes.

        Why one cannot be is for the books to say; of what is taken back already nothing is asked.
        """
        chosen = self._document
        if chosen is None:
            return
        if chosen.is_settled:
            verb, actor = self.context.services.documents.would_reverse, self.context.actor
            how = How(about=CANNOT)
            self.context.operations.survey(verb, actor, chosen.document_id, owner=self, how=how)
            return

        # It opens before the books have answered: keys that follow at once are its own.
        known = self._known
        read_yet = known is not None and known.document.document_id == chosen.document_id
        found_at = known.found_at if known is not None and read_yet else ()
        panel = ReversePanel(self, chosen.kind, chosen.title, found_at)
        panel.chosen.connect(partial(self._reverse, chosen, panel))
        panel.placed.connect(partial(self._read_goes, chosen, panel))
        panel.open()
        if not read_yet:
            self._read_places(chosen, panel)
        self._read_goes(chosen, panel)

    def _read_places(self, chosen: Entry, panel: ReversePanel) -> None:
        read, actor = self.context.services.documents.detail, self.context.actor

        def offer(found: DocumentDetail) -> None:
            panel.offer(found.found_at)

        survey = self.context.operations.survey
        survey(read, actor, chosen.document_id, owner=panel, on_done=offer)

    def _read_goes(self, chosen: Entry, panel: ReversePanel) -> None:
        def cannot(_refusal: Refusal) -> bool:
            panel.close_panel()
            return False

        verb = self.context.services.documents.would_reverse
        read = partial(verb, at_source=panel.at_source)
        actor, found, how = (
            self.context.actor,
            chosen.document_id,
            How(refused=cannot, about=CANNOT),
        )
        self.context.operations.survey(
            read, actor, found, owner=panel, on_done=panel.show_goes, how=how
        )

    def _reverse(self, chosen: Entry, panel: ReversePanel, reason: str) -> None:
        def said(done: DocumentPosted) -> str:
            left = stays_text(done.stays)
            less = LESS if chosen.kind in BROUGHT_IN else ""
            told = f"；没有冲回 {left}{less}" if left else ""
            went = goes_text(done.moved)
            made = "、".join(x.number for x in (done.document, *done.brought))
            return f"{chosen.title} 已冲红：{made}，{went}{told}"

        verb, how = self.context.services.documents.reverse, How("reverse", success=said)
        content, at = (self.context.actor, chosen.document_id, reason), panel.at_source
        named = (("at_source", True),) if at else ()
        self.context.wishes.order(verb, *content, how=how, named=named)

    # -- paper --------------------------------------------------------------------------------

    def print_slip(self) -> None:
        """Its slip: the original once, then copies."""
        chosen = self._document
        if chosen is not None:
            self._print(SlipKind.STOCK_SLIP, chosen)

    def _print(self, kind: SlipKind, chosen: Entry) -> None:
        reprint(
            self.context,
            kind,
            chosen.document_id,
            number=chosen.title,
            owner=self,
            on_done=lambda _done: self.look(self.table.chosen),
        )

    def save_workbook(self) -> None:
        """Head and lines as a workbook among the exports: an order goes to its supplier so."""
        chosen = self._document
        if chosen is None:
            return
        table = self.context.paper.stock_table
        read, actor = self.context.services.documents.slip, self.context.actor

        def made(slip: StockSlip) -> None:
            export(self.context, self, partial(table, slip))

        how = How(exclusive="leave")
        self.context.operations.survey(
            read, actor, chosen.document_id, owner=self, on_done=made, how=how
        )

    def show_pdf(self) -> None:
        """The pages: looked at, saved, sent to the printer for reports."""
        chosen = self._document
        if chosen is None:
            return
        services, actor, paper = self.context.services, self.context.actor, self.context.paper

        def show(read: tuple[StockSlip, ShopSettings]) -> None:
            slip, settings = read
            printer = printer_of(SlipKind.STOCK_SHEET, "", settings.printers)
            make = partial(paper.stock_pdf, slip)
            send = partial(self._print, SlipKind.STOCK_SHEET, chosen)
            open_pages(self, self.context, slip.document.title, make, (printer, send))

        def read() -> tuple[StockSlip, ShopSettings]:
            return services.documents.slip(actor, chosen.document_id), services.settings.load()

        self.context.operations.survey(read, owner=self, on_done=show, how=How(exclusive="pdf"))


def _read_draft(
    services: Suite, actor: Actor, draft_id: str
) -> tuple[DocumentDraft, Mapping[LotId, Source]]:
    """The draft, and what tells its lots from their twins."""
    draft = services.drafts.open(actor, draft_id)
    lots = frozenset(kept.line.lot_id for kept in draft.lines if kept.line.lot_id)
    return draft, services.tracing.sources(actor, lots) if lots else {}


def _read(services: Suite, actor: Actor, document_id: DocumentId) -> tuple[DocumentDetail, bool]:
    """The document, and whether its next slip is a copy."""
    found = services.documents.detail(actor, document_id)
    return found, services.prints.comes_as_copy(SlipKind.STOCK_SLIP, document_id)
