"""收货: scan, digits, lot, date; the next scan goes on. Each line is in the books as it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DraftLine, DraftRow
from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, SupplierId
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.drafts import DraftKept
from showroom.services.stock.receiving import ReceivingChoices
from showroom.ui.counter.search_list import LIMIT
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.kept_scans import Until, Wait
from showroom.ui.engine.operation import How
from showroom.ui.engine.screen import Screen
from showroom.ui.engine.wishes import new_request
from showroom.ui.look.tokens import SPACE
from showroom.ui.receiving.choosing import ContractPanel, PlacePanel, SupplierPanel
from showroom.ui.receiving.head_card import HeadCard, papers_text
from showroom.ui.receiving.intake import Intake, loose
from showroom.ui.receiving.model import ReceivingModel
from showroom.ui.receiving.start_page import StartPage
from showroom.ui.receiving.work_page import WorkPage
from showroom.ui.widgets.approved_verb import do_approved
from showroom.ui.widgets.card import column, label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.pages import Pages

SEARCH_FROM = 2
WIDTH = 440
POST, OPEN = "receive", "receiving_draft"


class ReceivingScreen(Screen):
    """A start page with what waits, and the delivery that is being received."""

    name = "receiving"
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("supplier", "选供应商", ("F2",), "user", handler="choose_supplier"),
        ActionSpec("place", "库位", ("F3",), "zone", handler="choose_place"),
        ActionSpec("papers", "证件", ("F4",), "lot", handler="show_papers"),
        ActionSpec("make", "新建商品", ("F5",), "plus", handler="make_unknown"),
        ActionSpec("aside", "暂存", ("F6",), "hold", handler="put_aside"),
        ActionSpec("opening", "期初入库", ("F7",), "stock", handler="begin_opening"),
        ActionSpec("drop", "删除这一行", ("Del",), "trash", handler="drop_line"),
        ActionSpec("discard", "作废", ("F8",), "trash", handler="ask_discard"),
        ActionSpec("post", "过账", ("F12",), "check", handler="post"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = ReceivingModel()
        self.intake = Intake(context, self.model, self)
        self._request = new_request()
        buttons = {
            name: button_for(self.action_set, name)
            for name in ("supplier", "place", "papers", "aside", "discard", "opening")
        }
        post = button_for(self.action_set, "post", "primary")
        head = HeadCard(buttons["supplier"], buttons["place"], buttons["papers"])
        self.page = WorkPage(head, (buttons["aside"], buttons["discard"], post))
        begin = button_for(self.action_set, "supplier", "primary")
        self.start = StartPage(begin, buttons["opening"])
        self._pages = Pages()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self.page)
        whole = column(self._pages)
        whole.setContentsMargins(SPACE.m, 0, SPACE.m, SPACE.s)
        self.setLayout(whole)
        self._connect()
        self._show()

    def _connect(self) -> None:
        page, line = self.page, self.page.line
        page.field.submitted.connect(self._submitted)
        page.field.textEdited.connect(self._search)
        page.field.moved.connect(page.results.move_by_key)
        page.field.cleared.connect(page.results.hide)
        page.results.picked.connect(lambda sku: self._picked(loose(sku)))
        page.table.row_activated.connect(self._edit)
        page.table.clicked.connect(lambda _: self._edit(page.table.selected_key))
        page.head.reference_left.connect(self._keep_reference)
        line.changed.connect(self.intake.put)
        line.finished.connect(self._line_done)
        line.place_asked.connect(self._choose_line_place)
        self.start.opened.connect(self._open)
        self.intake.kept.connect(self._show)
        self.intake.entered.connect(self._entered)

    # -- the screen ---------------------------------------------------------------------------

    def shown(self) -> None:
        """Who may deliver, and what waits."""
        services, actor = self.context.services, self.context.actor
        ask = self.context.operations.ask
        ask(services.receiving.choices, actor, owner=self, on_done=self._choices_read)
        ask(services.drafts.listed, actor, owner=self, on_done=self._drafts_read)
        self._focus()

    def on_changes(self, changes: Changes) -> None:
        """Drafts come and go; suppliers' papers change."""
        actor, services = self.context.actor, self.context.services
        if changes.documents and self.model.draft is None:
            self.context.operations.ask(
                services.drafts.listed, actor, owner=self, on_done=self._drafts_read
            )
        if changes.suppliers:
            self.context.operations.ask(
                services.receiving.choices, actor, owner=self, on_done=self._choices_read
            )
            self._read_supplier()

    def open_part(self, part: str) -> None:
        """``receiving:draft/KEY`` goes on with a draft."""
        kind, _, key = part.partition("/")
        if kind == "draft" and key:
            self._open(key)

    def scan_waits(self, code: str) -> Wait | None:
        """Goods are what this page is for, one after the other."""
        del code
        return Wait(Until.READY) if self.model.begins else None

    def scanned(self, code: str) -> bool:
        """The next goods; what is being typed of the last line is kept first."""
        line = self.page.line
        known = self.context.index.knows(code) or code in self.model.choices.cases
        if not known and line.take_lot(code):
            return True
        if not line.readable:
            return False
        self._keep_typed()
        self.page.clear_entry()
        return self.intake.take_code(code)

    def _choices_read(self, choices: ReceivingChoices) -> None:
        self.model.choices = choices
        self._show()

    def _drafts_read(self, drafts: tuple[DraftRow, ...]) -> None:
        self.start.show_drafts(drafts)
        if self.model.draft is None and not self.model.begins:
            self._focus()

    def _show(self) -> None:
        model, head = self.model, self.intake.head
        working = model.draft is not None or model.begins
        self._pages.setCurrentWidget(self.page if working else self.start)
        self.action_set.enable(working, "aside", "discard", "post", "drop", "papers")
        self.action_set.enable(bool(self.intake.unknown) or working, "make")
        self.action_set.enable(not working, "opening")
        if not working:
            return
        kind = model.draft.kind if model.draft is not None else None
        told = papers_text(model.supplier, model.choices.today)
        self.page.head.show_head(kind, model.supplier, head.reference, told)
        place = model.place_name(head.place_id)
        self.action_set["place"].setText(f"放到 {place}" if place else "选库位")
        self.page.show_model(model)
        self._show_line()
        if self._needs_supplier:
            self._read_supplier()

    def _show_line(self) -> None:
        line, card = self.model.line, self.page.line
        goods = self.model.goods.get(line.sku_id) if line is not None else None
        if line is not None and goods is None:
            self._read_goods(line)
        card.show_line(line, goods)
        if line is not None:
            card.show_place(self.model.where(line))
            contract = self._contract_terms
            card.show_terms(contract or (goods.terms if goods is not None else Terms.BUY_OUT))

    @property
    def _contract_terms(self) -> Terms | None:
        supplier = self.model.supplier
        found = supplier.terms_on(self.model.choices.today) if supplier is not None else ()
        wanted = self.intake.head.contract_id
        named = [c for c in found if wanted in (0, c.contract_id)]
        return named[0].terms if len(named) == 1 else None

    def _focus(self) -> None:
        if self.model.draft is None and not self.model.begins:
            self.start.table.setFocus()
        else:
            self.page.field.setFocus()

    # -- lines --------------------------------------------------------------------------------

    def _submitted(self, text: str) -> None:
        chosen = self.page.results.chosen
        self.page.clear_entry()
        if chosen is not None:
            self._picked(loose(chosen))
        elif text:
            self.intake.take_code(text)

    def _search(self, text: str) -> None:
        results, wanted = self.page.results, text.strip()
        if len(wanted) < SEARCH_FROM:
            results.hide()
            return
        found = self.context.index.search(wanted, LIMIT)
        if found:
            results.show_results(found, self.page.field)
        else:
            results.hide()

    def _picked(self, found: object) -> None:
        self.page.clear_entry()
        self.intake.take(found)  # type: ignore[arg-type]

    def _entered(self) -> None:
        self._show()
        self.page.line.begin()

    def _keep_typed(self) -> None:
        typed = self.page.line.typed()
        if typed is not None and typed != self.model.line:
            self.intake.put(typed)

    def _edit(self, key: object) -> None:
        """Enter or a touch on a line: it is the one to be corrected."""
        if isinstance(key, str) and key != self.model.key:
            if not self.page.line.readable:
                return
            self._keep_typed()
            self.model.choose(key, self.model.kept(key))
            self.page.line.show_line(None, None)
            self._show()
        self.page.line.begin()

    def _line_done(self) -> None:
        self.context.sounds.play("accepted")
        self.page.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_line(self) -> None:
        """Del: the chosen line goes."""
        self.page.line.show_line(None, None)
        self.intake.drop()
        self._focus()

    def _read_goods(self, line: DraftLine) -> None:
        goods, actor = self.context.services.receiving.goods, self.context.actor

        def known(found: Delivered) -> None:
            self.model.goods[found.sku_id] = found
            self._show()

        self.context.operations.ask(goods, actor, line.sku_id, owner=self, on_done=known)

    def make_unknown(self) -> None:
        """F5: a product that the shop does not have yet."""
        self.intake.make_unknown()

    # -- head ---------------------------------------------------------------------------------

    def choose_supplier(self) -> None:
        """F2: who delivers; a delivery begins with it."""
        panel = SupplierPanel(self, self.model.choices.suppliers, self.model.choices.today)
        panel.chosen.connect(self._supplier_chosen)
        panel.open()

    def _supplier_chosen(self, supplier_id: object) -> None:
        chosen = SupplierId(int(str(supplier_id)))
        self.intake.save_head(replace(self.intake.head, supplier_id=chosen, contract_id=0))
        self._read_supplier(chosen)

    @property
    def _needs_supplier(self) -> bool:
        wanted, known = self.intake.head.supplier_id, self.model.supplier
        return bool(wanted) and (known is None or known.supplier_id != wanted)

    def _read_supplier(self, supplier_id: SupplierId | None = None) -> None:
        wanted = supplier_id or self.intake.head.supplier_id
        if not wanted:
            return
        read, actor = self.context.services.receiving.supplier, self.context.actor
        ask = self.context.operations.ask
        how = How(exclusive="receiving_supplier")
        ask(read, actor, wanted, owner=self, on_done=self._supplier_read, how=how)

    def _supplier_read(self, supplier: SupplierFacts) -> None:
        self.model.supplier = supplier
        self._show()
        found = supplier.terms_on(self.model.choices.today)
        if len(found) > 1 and not self.intake.head.contract_id:
            panel = ContractPanel(self, found)
            panel.taken.connect(self._contract_chosen)
            panel.open()

    def _contract_chosen(self, contract_id: object) -> None:
        self.intake.save_head(replace(self.intake.head, contract_id=int(str(contract_id))))

    def choose_place(self) -> None:
        """F3: where the goods are put, unless a line says otherwise."""
        panel = PlacePanel(self, self.model.choices.places)
        panel.taken.connect(
            lambda key: self.intake.save_head(
                replace(self.intake.head, place_id=LocationId(int(str(key))))
            )
        )
        panel.open()

    def _choose_line_place(self) -> None:
        panel = PlacePanel(self, self.model.choices.places)
        panel.taken.connect(self._line_place_chosen)
        panel.open()

    def _line_place_chosen(self, key: object) -> None:
        typed = self.page.line.typed()
        if typed is not None:
            moved = replace(typed, place_id=LocationId(int(str(key))))
            self.page.line.show_line(moved, self.model.goods.get(moved.sku_id))
            self.intake.put(moved)

    def _keep_reference(self, text: str) -> None:
        if self.model.draft is not None and text != self.intake.head.reference:
            self.intake.save_head(replace(self.intake.head, reference=text))

    def show_papers(self) -> None:
        """F4: certificates of this delivery."""

    # -- the whole ----------------------------------------------------------------------------

    def begin_opening(self) -> None:
        """F7: what lies there on the first day."""
        self.intake.begin(DocumentKind.OPENING, self.intake.head)

    def _open(self, draft_id: str) -> None:
        read, actor = self.context.services.drafts.open, self.context.actor

        def found(draft: object) -> None:
            self.model.forget()
            self.model.draft = draft  # type: ignore[assignment]
            self._request = new_request()
            self._show()
            self.intake.inspect()
            self._focus()

        how = How(exclusive=OPEN)
        self.context.operations.ask(read, actor, draft_id, owner=self, on_done=found, how=how)

    def put_aside(self) -> None:
        """F6: it is kept already; somebody goes on later."""
        if not self.page.line.readable:
            return
        self._keep_typed()
        self._leave()
        self.context.operations.tell("已暂存，谁都可以接着收")

    def _leave(self) -> None:
        self.model.forget()
        self.page.line.show_line(None, None)
        self.page.clear_entry()
        self._request = new_request()
        self._show()
        self.shown()

    def ask_discard(self) -> None:
        """F8: throw the draft away, after a question."""
        draft = self.model.draft
        if draft is None:
            return
        panel = Overlay(self, "作废", WIDTH, throwaway=True)
        told = f"这张{draft.kind.word}还没有过账，有 {len(draft.lines)} 行。作废后要重新收。"
        panel.body.addWidget(label(told, wrap=True))
        yes = ask(panel, "作废", danger=True)
        yes.clicked.connect(panel.close_panel)
        yes.clicked.connect(lambda: self._discard(draft.draft_id))
        panel.open()

    def _discard(self, draft_id: str) -> None:
        discard, actor = self.context.services.drafts.discard, self.context.actor
        self.context.operations.do(
            discard,
            *(actor, draft_id),
            owner=self,
            on_done=lambda _done: self._leave(),
            how=How(exclusive="discard_draft", success="已作废，日志里记下了明细"),
        )

    def post(self) -> None:
        """F12: what stands in the fields is kept, then the whole is posted."""
        draft = self.model.draft
        if draft is None or not self.page.line.readable:
            return
        typed = self.page.line.typed()
        if typed is not None and typed != self.model.line:
            put, actor = self.context.services.drafts.put_line, self.context.actor
            key = self.model.key
            self.context.operations.do(
                put, actor, draft.draft_id, key, typed, owner=self, on_done=self._post_kept
            )
        else:
            self._post_now(draft.draft_id, draft.revision)

    def _post_kept(self, done: Done) -> None:
        if isinstance(done, DraftKept):
            self.model.draft = done.draft
            self._post_now(done.draft_id, done.revision)

    def _post_now(self, draft_id: str, revision: int) -> None:
        post, actor, request = (
            self.context.services.receiving.post,
            self.context.actor,
            self._request,
        )
        do_approved(
            self,
            self.context,
            lambda tokens: post(actor, draft_id, revision, request, tokens),
            How(exclusive=POST, sound="done", refused=self._not_posted),
            self._posted,
        )

    def _not_posted(self, refusal: Refusal) -> bool:
        """The strip says which line and what; a changed draft is read again."""
        draft = self.model.draft
        if refusal.code in {"draft_moved", "draft_posted", "draft_gone"} and draft is not None:
            if refusal.code == "draft_moved":
                self._open(draft.draft_id)
            else:
                self._leave()
        self._request = new_request()
        return False

    def _posted(self, done: DocumentPosted) -> None:
        document = done.document
        self._leave()
        said = f"{document.number} 已过账：{len(document.lines)} 行"
        if done.brought:
            said += f"，先卖后收的由 {done.brought[0].number} 补到批次"
        self.context.operations.tell(said)
