"""One document beside the list: its facts, its lines, what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton

from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.documents.draft import DocumentDraft
from showroom.domain.documents.kinds import asked_by_word, reference_word
from showroom.domain.documents.moved import Moved
from showroom.domain.documents.posted import Stays
from showroom.domain.documents.reasons import reason_word
from showroom.domain.ids import LotId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Source
from showroom.services.stock.documents import DocumentDetail
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.documents.rows import STATE_TONES, Entry, draft_rows, line_columns, line_rows
from showroom.ui.look import formats
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.card import Card, column, label, row, set_tone
from showroom.ui.widgets.elided_label import ElidedLabel, WrappedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import HEADER, RowTable
from showroom.ui.widgets.table_rows import Column, Row

NONE = "没有选中单据"
DRAFTED = "还没有过账：打开它接着做"
LINKS, ABREAST = 4, 2
"""Related documents that have a button of their own; a transfer with its losses has three.

Of more the last button says how many and leads to the list of all.
"""
RELATED = (Column("关系", 96, kind="muted"), Column("单号", 0, kind="strong"))
FACT_LINES, APPROVED = 7, 4
"""What is true of a document, and which of it names whoever said yes, to what, of which goods."""
MOST_TOLD = 3
"""Lines of a 冲红 that its sentence tells; its detail has all of them."""


class DocumentCard(Card):
    """`number_wanted` carries the printed number of a document that belongs to the shown one.

    `files_wanted` asks for the files that hang on it, of which the button says how many.
    """

    number_wanted = Signal(str)
    files_wanted = Signal()

    def __init__(self, buttons: Sequence[Sequence[QPushButton]], *, costs: bool) -> None:
        super().__init__(padding=SPACE.s)
        self.setAccessibleName("单据明细")
        self._costs = costs
        self._number = ElidedLabel("", "section")
        self._kind = label(NONE, "strong")
        self._state = label("", "strong")
        self.files = QPushButton()
        self.files.setProperty("variant", "secondary")
        self.files.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.files.clicked.connect(self.files_wanted)
        set_icon(self.files, "lot")
        self.files.hide()
        self._sums = ElidedLabel("", "strong")
        self._facts = [ElidedLabel("", "muted") for _ in range(FACT_LINES)]
        self._facts[APPROVED] = WrappedLabel("", "muted")
        self._links = [self._link() for _ in range(LINKS)]
        self._related: Sequence[tuple[str, str]] = ()
        self._witness = ElidedLabel("", "caption")
        self.lines = RowTable(line_columns(costs=costs), "单据明细行")
        self.lines.set_empty(EmptyState("document", "没有明细"))
        self.lines.setMinimumHeight(HEADER + 2 * SIZE.row_office + 2 * SIZE.focus_ring)
        self.body.setSpacing(SPACE.xxs)
        self.body.addWidget(self._number)
        self.body.addLayout(row(self._kind, None, self.files, self._state, spacing=SPACE.s))
        self.body.addWidget(self._sums)
        self.body.addLayout(column(*self._facts, spacing=0))
        self._linked = QGridLayout()
        self._linked.setSpacing(SPACE.xs)
        self.body.addLayout(self._linked)
        self.body.addWidget(self.lines, 1)
        self.body.addWidget(self._witness)
        for abreast in buttons:
            self.body.addLayout(row(*abreast, spacing=SPACE.xs))

    def _link(self) -> QPushButton:
        made = QPushButton(self)
        made.setProperty("variant", "secondary")
        made.hide()
        made.clicked.connect(lambda: self._follow(made.accessibleDescription()))
        return made

    def _follow(self, number: str) -> None:
        """That document; the button of the rest names none."""
        if number:
            self.number_wanted.emit(number)
            return
        rows = [Row(number, (word, number)) for word, number in self._related]
        panel = ListPanel(self, "相关单据", RELATED, rows, "看这张")
        panel.taken.connect(lambda key: self.number_wanted.emit(str(key)))
        panel.open()

    def _lay_links(self) -> None:
        """Two beside each other, one alone in all the room; where words have none they go."""
        shown = [link for link in self._links if not link.isHidden()]
        room = (self.width() - 2 * SPACE.s - SPACE.xs) // ABREAST
        abreast = ABREAST if len(shown) > 1 else 1
        bare = abreast > 1 and any(_told_width(link) > room for link in shown)
        for at, link in enumerate(shown):
            told, number = link.accessibleName(), link.accessibleDescription()
            link.setText(number if bare and number else told)
            link.setToolTip(told if bare and number else "")
            self._linked.addWidget(link, *divmod(at, abreast), 1, ABREAST // abreast)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Links stand as there is room."""
        super().resizeEvent(event)
        self._lay_links()

    def show_entry(self, entry: Entry | None) -> None:
        """What the list knows; the rest follows when it has been read."""
        self._number.setText(entry.title if entry else "")
        self._kind.setText(entry.kind_words if entry else NONE)
        set_tone(self._kind, "danger" if entry and entry.is_reversal else "")
        self._state.setText(entry.state if entry else "")
        set_tone(self._state, STATE_TONES.get(entry.state, "") if entry else "")
        drafted = entry is not None and bool(entry.draft_id)
        self._tell([DRAFTED] if drafted else [])
        self._add_up(())
        self._witness.setText("")
        self._link_to(())
        self.show_files(0)
        self.lines.wait()

    def show_detail(self, found: DocumentDetail) -> None:
        """All of a posted document."""
        document = found.document
        self._tell(_facts(found))
        self._add_up(document.sums if self._costs else ())
        self._link_to(tuple(_links(found)))
        self.lines.set_rows(line_rows(found))
        seq = f"{document.till_id:02d}-{found.journal_seq}"
        self._witness.setText(f"日志 {seq}　库存流水 {formats.count(found.moves)} 笔")

    def show_files(self, count: int) -> None:
        """How many certificates and photographs hang on it; the button opens them."""
        self.files.setText(f"附件 {count}")
        self.files.setVisible(bool(count))

    def show_draft(
        self, draft: DocumentDraft, index: CatalogueIndex, sources: Mapping[LotId, Source]
    ) -> None:
        """What has been entered so far."""
        head = draft.head
        why = reason_word(draft.kind, head.reason)
        told = ((reference_word(draft.kind), head.reference), ("原因", why), ("备注", head.note))
        begun = f"{formats.date_time(draft.begun_at_us)} 开始"
        entered = _joined(("录入", "、".join(draft.hands)))
        self._tell([DRAFTED, f"{begun}　{entered}", _joined(*told)])
        self.lines.set_rows(draft_rows(draft, index, sources))

    def _add_up(self, sums: Sequence[tuple[str, int]]) -> None:
        told = "　".join(f"{name} {formats.money(fen)}" for name, fen in sums)
        self._sums.setText(told)
        self._sums.setVisible(bool(told))

    def _tell(self, lines: Sequence[str]) -> None:
        """Each on a line of its own, as long as it is; the tooltip has all of it."""
        for at, part in enumerate(self._facts):
            part.setText(lines[at] if at < len(lines) else "")
            part.setVisible(bool(part.text()))

    def _link_to(self, links: Sequence[tuple[str, str]]) -> None:
        self._related, seen = links, links[:LINKS]
        if len(links) > LINKS:
            seen = (*links[: LINKS - 1], (f"另有 {len(links) - LINKS + 1} 张相关的", ""))
        for at, button in enumerate(self._links):
            word, number = seen[at] if at < len(seen) else ("", "")
            button.setText(f"{word} {number}".strip())
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(number)
            button.setVisible(bool(word))
        self._lay_links()


def _told_width(link: QPushButton) -> int:
    """Logical pixels that a link with its word and its number asks for."""
    metrics, told = link.fontMetrics(), link.accessibleName()
    beside = link.sizeHint().width() - metrics.horizontalAdvance(link.text())
    return beside + metrics.horizontalAdvance(told)


def _links(found: DocumentDetail) -> Iterator[tuple[str, str]]:
    """(word, printed number) of what belongs to it."""
    if found.reverses:
        yield "冲红了", found.reverses
    if found.reversed_by:
        yield "冲红单", found.reversed_by
    if found.tied.order:
        yield "采购单", found.tied.order
    yield from (("收货单", number) for number in found.tied.deliveries)
    yield from (("相关", number) for _, number in found.related)


def _facts(found: DocumentDetail) -> list[str]:
    """What is true of the whole document, line by line."""
    document = found.document
    when = f"{formats.date_time(document.at_us)} {document.person} 过账"
    return [
        f"{when}　{_joined(('营业日', document.business_date))}",
        _joined(("录入", document.entered_by)),
        _joined(
            ("供应商", document.supplier),
            (reference_word(document.kind), document.reference),
            ("要求到货", document.wanted_on),
        ),
        _joined(
            ("库位", document.way),
            (asked_by_word(document.kind), document.asked_by),
        ),
        _joined(("授权人", document.approved_by)),
        _joined(
            ("没有冲回", stays_text(found.stays)),
            ("原因", document.why),
        ),
        _joined(("备注", document.note)),
    ]


def stays_text(stays: Sequence[Stays]) -> str:
    """``小粒香大米 8 袋、…``: what a 冲红 left where it was."""
    return "、".join(f"{x.name} {formats.quantity(x.quantity, x.sold_by, x.unit)}" for x in stays)


def goes_text(goes: Sequence[Moved]) -> str:
    """``小粒香大米 大宁·卖场 -5 袋、…``: what a 冲红 moves, and where; the first of many."""
    told = "、".join(f"{x.name} {goes_where(x)} {goes_quantity(x)}" for x in goes[:MOST_TOLD])
    return told if len(goes) <= MOST_TOLD else f"{told} 等 {len(goes)} 行"


def goes_where(moved: Moved) -> str:
    """The place; of what moves nothing what becomes of it."""
    return moved.place or ("拒收" if moved.refused else "不再到货")


def goes_quantity(moved: Moved) -> str:
    """``+5 袋``, signed as the stock of the place changes; what does not come has no sign."""
    unit = f" {moved.unit}" if moved.sold_by is SoldBy.EACH and moved.unit else ""
    if not moved.place:
        return f"{formats.quantity(abs(moved.quantity), moved.sold_by)}{unit}"
    return f"{formats.signed_quantity(moved.quantity, moved.sold_by)}{unit}"


def _joined(*told: tuple[str, str]) -> str:
    return "　".join(f"{name} {value}" for name, value in told if value)
