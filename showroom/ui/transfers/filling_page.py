"""上架补货: what the floor needs, as one walks; scan, figure, Enter, and F12 when all is up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from showroom.domain.documents.place import place_code
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, SkuId
from showroom.services.books.changes import Changes
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.receiving import ReceivingChoices
from showroom.services.stock.replenishment import Needed
from showroom.services.stock.transfers import StockPlace
from showroom.ui.browse.goods_reading import read
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.amount_line import AmountLine
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.rows import FILLING, filling_rows
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.overlay import ask_drop
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere

FILL = "replenish"
NOT_NEEDED = "这个商品现在不用补；要调拨，按 Esc 返回后按 F2"
NO_CHOICES = ReceivingChoices((), (), {}, "", ())
NOWHERE = LocationId(0)


class FillingPage(TransferPart):
    """What is taken is kept here until it is posted: an order of the walk, no document yet."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("post", "过账", ("F12",), "check", handler="post"),
        ActionSpec("skip", "不拿这一行", ("Space",), "close", handler="skip"),
        ActionSpec("leave", "返回", ("Esc",), "undo", handler="ask_leave"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.needed: tuple[Needed, ...] = ()
        self.fate: dict[int, int | None] = {}
        """By the place in the list: what was taken, None for left out."""
        self._choices, self._at = NO_CHOICES, NOWHERE
        self._wanted = SkuId(0)
        self._request = new_request()
        self.table = RowTable(FILLING, "上架补货", counter=True)
        self.table.set_empty(EmptyState("success", "货架都够，不用补", "卖到补货点就会出现在这里"))
        self.table.row_selected.connect(lambda _key: self._show_line())
        self.table.row_activated.connect(lambda _key: self.amount.begin())
        self.amount: AmountLine = AmountLine("拿")
        self.amount.submitted.connect(self._enter)
        self.amount.spaced.connect(self.skip)
        self._told = label("", "strong")
        post = button_for(self.action_set, "post", "primary", "touch")
        others = [button_for(self.action_set, name, size="touch") for name in ("skip", "leave")]
        listed = Card("上架补货", SPACE.m)
        told = "照这个顺序走：扫商品，数对就 Enter，不对就输拿了多少；都放好了按 F12"
        listed.body.addWidget(label(told, "muted", wrap=True))
        listed.body.addWidget(SaidHere(self))
        listed.body.addWidget(self.table, 1)
        foot = Card(padding=SPACE.s)
        foot.body.addWidget(self.amount)
        foot.body.addLayout(row(post, *others, None, self._told, spacing=SPACE.xs))
        page = column(spacing=SPACE.s)
        page.addWidget(listed, 1)
        page.addWidget(foot)
        self.setLayout(page)

    def shown(self) -> None:
        """What is needed now; nothing is taken yet."""
        services = self.context.services
        self.needed, self.fate, self._at = (), {}, NOWHERE
        self._request = new_request()
        self._show()
        self.read(services.receiving.choices, on_done=self._use_choices)
        self.read(services.replenishment.needed, on_done=self._use_needed)

    def on_changes(self, changes: Changes) -> None:
        """A sale may change what is needed; a walk that was begun goes on with its list."""
        if changes.stock and not self.fate and not self.amount.field.touched:
            self.read(self.context.services.replenishment.needed, on_done=self._use_needed)

    def _use_choices(self, choices: ReceivingChoices) -> None:
        self._choices = choices

    def _use_needed(self, needed: tuple[Needed, ...]) -> None:
        if self.fate:
            return
        self.needed = needed
        self._show()
        if self.table.selected_key is None:
            self.table.select_first()
            self.table.setFocus()
        self._choose_wanted()

    def look_for(self, sku_id: SkuId) -> None:
        """The product that somebody came for: chosen when what is needed has been read."""
        self._wanted = sku_id

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, SkuId(0)
        at = next((n for n, x in enumerate(self.needed) if x.sku_id == wanted), None)
        if at is not None:
            self._go_to(at)
        elif wanted:
            self.context.operations.note(NOT_NEEDED)

    def scanned(self, code: str) -> bool:
        """A place's card leads to its first line, goods to their own."""
        if self.amount.field.touched and not self._keep():
            return False
        if place_code(code):
            self.read(self.context.services.places.find, code, on_done=self._stand_at)
            return True
        try:
            found = read(code, self.context.index, self._choices)
        except Refusal as refusal:
            self.context.operations.refuse(refusal)
            return False
        ids = {sku.sku_id for sku in found.products}
        at = [n for n, x in enumerate(self.needed) if x.sku_id in ids]
        at = [n for n in at if found.lot_no in ("", self.needed[n].lot_no)] or at
        if not at:
            return self.refuse(Refusal("filling_not_needed", code=found.text))
        self._go_to(min(at, key=self._order))
        self.amount.begin()
        return True

    def _order(self, at: int) -> tuple[bool, bool, int]:
        """Open lines first, those of the place where somebody stands before others."""
        line = self.needed[at]
        elsewhere = self._at not in (NOWHERE, line.from_place_id, line.to_place_id)
        return at in self.fate, elsewhere, at

    def _stand_at(self, place: StockPlace) -> None:
        self._at = place.location_id
        here = [
            n for n, x in enumerate(self.needed) if self._at in (x.from_place_id, x.to_place_id)
        ]
        if here:
            self._go_to(min(here, key=self._order))
        else:
            self.refuse(Refusal("filling_none_here", place=place.name))

    def _go_to(self, at: int) -> None:
        self.table.select_key(at)
        self.table.setFocus()

    def _show(self) -> None:
        self.table.set_rows(filling_rows(self.needed, self.fate))
        taken = sum(bool(quantity) for quantity in self.fate.values())
        self._told.setText(f"已拿 {taken} 行，共 {len(self.needed)} 行" if self.needed else "")
        self.action_set.enable(bool(taken), "post")
        self.action_set.enable(bool(self.needed), "skip")
        self._show_line()

    @property
    def _chosen(self) -> int | None:
        key = self.table.selected_key
        return key if isinstance(key, int) and key < len(self.needed) else None

    def _show_line(self) -> None:
        at = self._chosen
        if at is None:
            self.amount.show_line(None)
            return
        line, taken = self.needed[at], self.fate.get(at)
        quantity = line.quantity if taken is None else taken
        name = f"{line.name}　{line.from_place} → {line.to_place}"
        self.amount.show_line(quantity, name, line.unit, line.sold_by)

    def _enter(self) -> None:
        """Enter: so much was taken, and on to the next line."""
        if self._keep():
            self.context.sounds.play("accepted")
            self._next()

    def _keep(self) -> bool:
        at, value = self._chosen, self.amount.field.value
        if at is None or value is None or not self.amount.field.readable():
            return False
        self.fate[at] = value or None
        self._show()
        return True

    def _next(self) -> None:
        """The next line that is open, else the first one."""
        after = self._chosen or 0
        rest = [n for n in range(len(self.needed)) if n not in self.fate]
        if rest:
            self._go_to(min(rest, key=lambda n: (n < after, n)))
        self.table.setFocus()

    def skip(self) -> None:
        """Space: nothing is taken of this line; again it is open once more."""
        at = self._chosen
        if at is None:
            return
        if at in self.fate and self.fate[at] is None:
            del self.fate[at]
            self._show()
        else:
            self.fate[at] = None
            self._show()
            self._next()

    def post(self) -> None:
        """F12: what was taken is posted in one step; what was not stays needed."""
        if self.amount.field.touched and not self._keep():
            return
        lines = [
            replace(self.needed[at].line, quantity=taken)
            for at, taken in sorted(self.fate.items())
            if taken
        ]
        replenish, actor = self.context.services.replenishment.replenish, self.context.actor
        how = How(exclusive=FILL, sound="done", refused=self._refused)
        do = self.context.operations.do
        do(replenish, actor, lines, self._request, owner=self, on_done=self._posted, how=how)

    def _refused(self, _refusal: Refusal) -> bool:
        """Put right and posted again it is another request."""
        self._request = new_request()
        return False

    def _posted(self, done: DocumentPosted) -> None:
        document = done.document
        self.shown()
        number, lines = document.number, len(document.lines)
        self.context.operations.tell(
            f"{number} 已上架：{lines} 行，收货单 {done.brought[0].number}"
        )

    def ask_leave(self) -> None:
        """Esc: back; what was taken and not posted is asked about."""
        taken = sum(bool(quantity) for quantity in self.fate.values())
        if taken:
            ask_drop(self, f"已拿 {taken} 行，还没有过账", self.leave)
        else:
            self.leave()
