"""散货箱: which lot each holds open, and the next one by one scan; its card is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.catalogue import PricedSku
from showroom.domain.documents.inspection import most
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.quantity import SoldBy
from showroom.services.books.changes import Changes
from showroom.services.stock.bins import BinChoice, BinWanted, Candidate, OpenLot
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.receiving import ReceivingChoices
from showroom.services.stock.transfers import StockPlace
from showroom.ui.browse.arrow_keys import ArrowKeys
from showroom.ui.browse.choice_panel import ChoicePanel
from showroom.ui.browse.goods_reading import read
from showroom.ui.browse.hand import Hand
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.transfers.model import NO_CHOICES
from showroom.ui.transfers.pad import PadButton
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.rows import Goods, full_name
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.trade import lot_and_source, lot_told

COLUMNS = (
    Column("散货箱", 160, kind="strong"),
    Column("商品", 0),
    Column("批号 来自", 176),
    Column("到期", 144),
    Column("箱里有", 112, "right", "amount"),
)
LOTS = (
    Column("批号 来自", 0, kind="strong"),
    Column("到期", 128),
    Column("在哪里", 72),
    Column("有", 96, "right"),
)
WIDTH, KG_PLACES, SHOWN = 560, 3, 4
EXPIRY, HELD = 3, 4
NO_LOT = LotId(0)
OWED = "多卖了，补进来就平"


class OpenLotPanel(Overlay):
    """Enter opens the first to expire, or the one that was scanned; `wanted` says how much."""

    wanted = Signal(object)

    def __init__(self, host: QWidget, box: OpenLot, goods: Goods, choice: BinChoice) -> None:
        super().__init__(host, f"{box.place.name} 换批", WIDTH, throwaway=True)
        self._lots, self.goods = choice.lots, goods
        self._owed = {x.lot.lot_id: x.quantity for x in box.owed}
        self._settles = NO_LOT
        rest = _rest_text(box, choice.rest_to)
        self.body.addWidget(label(full_name(goods), "strong", wrap=True))
        for told in (rest, _owed_text(box)):
            if told:
                self.body.addWidget(label(told, "caption", "warning", wrap=True))
        self.table = RowTable(LOTS, "可以开的批次", counter=True)
        self.table.setMinimumHeight(SHOWN * SIZE.row_counter)
        rows = [self._row(n, x) for n, x in enumerate(self._lots)]
        self.table.set_rows(rows)
        self.table.row_selected.connect(lambda _key: self._offer())
        self.table.row_activated.connect(lambda _key: self.field.setFocus())
        weighed = goods.sold_by is SoldBy.WEIGHT
        name, places = ("重量", KG_PLACES) if weighed else ("数量", 0)
        self.field: AmountEdit = AmountEdit(f"放进多少{name}", places, most(goods.sold_by))
        self.field.setProperty("scale", "touch")
        self.field.submitted.connect(self._enter)
        ArrowKeys(self.field, self.table)
        unit = label(formats.measured_in(goods.sold_by, goods.unit), "muted")
        self.body.addWidget(self.table)
        pad = PadButton(lambda: self.field)
        self.body.addLayout(row(label("放进", "muted"), self.field, unit, pad))
        ask(self, "换批  Enter").clicked.connect(self._enter)
        self.first = self.field
        self.table.select_first()
        self._offer()

    def choose(self, lot_no: str, lot_id: LotId) -> None:
        """The lot that was scanned, or the one that is owed, of which no more is offered."""
        self._settles = lot_id
        named = (n for n, x in enumerate(self._lots) if lot_no and x.lot.lot_no == lot_no)
        owed = (n for n, x in enumerate(self._lots) if x.lot.lot_id == lot_id)
        self.table.select_key(next(owed, next(named, 0)))
        self._offer()

    def entry(self) -> str:
        """What is offered for another lot is nobody's entry."""
        return super().entry() if self.field.touched else ""

    def _row(self, at: int, x: Candidate) -> Row:
        there = formats.quantity(x.lot.on_hand, self.goods.sold_by)
        lot = x.lot
        cells = (lot_and_source(lot.named), lot.expiry_date, x.place.name, there)
        return Row(at, cells)

    @property
    def _chosen(self) -> Candidate | None:
        key = self.table.selected_key
        return self._lots[key] if isinstance(key, int) else None

    def _offer(self) -> None:
        chosen = self._chosen
        if chosen is None:
            self.field.begin(None)
        else:
            lot, there = chosen.lot, chosen.lot.on_hand
            settles = chosen.ended or lot.lot_id == self._settles
            self.field.begin(min(there, self._owed.get(lot.lot_id, there)) if settles else there)

    def _enter(self) -> None:
        chosen, value = self._chosen, self.field.value
        if chosen is not None and self.field.readable():
            self.wanted.emit((chosen, value or 0))


class BinsPage(TransferPart):
    """The bins of every service point."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("open", "换批", ("F2",), "transfer", handler="open_chosen"),
        ActionSpec("leave", "返回", ("Esc",), "undo", handler="leave"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.bins: tuple[OpenLot, ...] = ()
        self._choices = NO_CHOICES
        self._wanted = SkuId(0)
        self.table = RowTable(COLUMNS, "散货箱", counter=True)
        told = "在库位（F3）里加一个用途是散货箱的库位"
        self.hand: Hand = Hand(context, self.table)
        self.table.set_empty(EmptyState("scale", "还没有散货箱", told))
        self.table.row_activated.connect(lambda _key: self.open_chosen())
        listed = Card("散货箱　一箱一批，不混放", SPACE.m)
        listed.body.addWidget(label("扫要开的那一批，Enter 换批，散货卡就印出来", "muted"))
        listed.body.addWidget(SaidHere(self))
        listed.body.addWidget(self.table, 1)
        go = button_for(self.action_set, "open", "primary", "touch")
        back = button_for(self.action_set, "leave", size="touch")
        foot = Card(padding=SPACE.s)
        foot.body.addLayout(row(go, back, None, spacing=SPACE.xs))
        page = column(spacing=SPACE.s)
        page.addWidget(listed, 1)
        page.addWidget(foot)
        self.setLayout(page)

    def shown(self) -> None:
        """The bins as they are."""
        services = self.context.services
        self.read(services.receiving.choices, on_done=self._use_choices)
        self.survey(services.bins.listed, on_done=self._use_bins)
        self.table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Sold from, filled, or a bin more."""
        if changes.stock or changes.places:
            self.survey(self.context.services.bins.listed, on_done=self._use_bins)

    def _use_choices(self, choices: ReceivingChoices) -> None:
        self._choices = choices

    def _use_bins(self, bins: tuple[OpenLot, ...]) -> None:
        self.bins = bins
        self.table.set_rows([row for x in bins for row in self._rows(x)])
        if self.table.selected_key is None and not self.hand.empty:
            self.table.select_first()
        self.action_set.enable(bool(bins), "open")
        wanted, self._wanted = self._wanted, SkuId(0)
        box = next((x for x in bins if x.place.sku_id == wanted), None) if wanted else None
        if box is not None:
            self.table.select_key((box.place.location_id, NO_LOT))
            self._read_lots(box, "")

    def look_for(self, sku_id: SkuId) -> None:
        """The product that somebody came for: asked about when the bins have been read."""
        self._wanted = sku_id

    def _rows(self, x: OpenLot) -> Iterator[Row]:
        """What is open, and below it what was sold of a lot past its end."""
        lot, goods = x.lot, self._goods(x)
        ended = f"{lot.expiry_date} 已到期" if lot is not None and x.expired else ""
        cells = (
            x.place.name,
            full_name(goods) if goods is not None else lot.name if lot is not None else "",
            lot_and_source(lot.named) if lot is not None else "空箱",
            ended or (lot.expiry_date if lot is not None else ""),
            formats.quantity(x.on_hand, lot.sold_by) if lot is not None else "",
        )
        tones: dict[int, Role] = {EXPIRY: "danger"} if ended else {}
        yield Row((x.place.location_id, NO_LOT), cells, tones=tones)
        for owed in x.owed:
            many = f"欠 {formats.quantity(owed.quantity, owed.lot.sold_by)}"
            told = ("", OWED, lot_and_source(owed.lot.named), owed.lot.expiry_date, many)
            key = (x.place.location_id, owed.lot.lot_id)
            yield Row(key, told, role="muted", tones={HELD: "warning"})

    def _goods(self, x: OpenLot) -> Goods | None:
        return next((s for s in self.context.index.skus if s.sku_id == x.place.sku_id), None)

    def open_chosen(self) -> None:
        """F2 or Enter: another lot for the chosen bin."""
        place_id, lot_id = self._lit
        box = next((x for x in self.bins if x.place.location_id == place_id), None)
        if box is not None:
            self._read_lots(box, "", lot_id)
        else:
            self.hand.say_if_empty()

    @property
    def _lit(self) -> tuple[LocationId, LotId]:
        """The bin of the row that is lit, and the lot that the row says is owed."""
        key = self.table.selected_key
        return key if isinstance(key, tuple) else (LocationId(0), NO_LOT)

    def scanned(self, code: str) -> bool:
        """The lot or its product says which bin it is for; a bin's own card, too."""
        box = next((x for x in self.bins if x.place.code == code.strip().upper()), None)
        if box is not None:
            self.table.select_key((box.place.location_id, NO_LOT))
            self._read_lots(box, "")
            return True
        try:
            found = read(code, self.context.index, self._choices)
        except Refusal as refusal:
            self.context.operations.refuse(refusal)
            return False
        for_it = {x.place.sku_id for x in self.bins}
        products = [sku for sku in found.products if sku.sku_id in for_it]
        if not products:
            return self.refuse(Refusal("bin_for_none", code=found.text))
        if len(products) > 1:
            panel = ChoicePanel(self, products)
            panel.chosen.connect(lambda sku: self._choose_bin(sku, found.lot_no))
            panel.open()
        else:
            self._choose_bin(products[0], found.lot_no)
        return True

    def _choose_bin(self, sku: PricedSku, lot_no: str) -> None:
        """Of several bins for a product the one in front."""
        for_it = [x for x in self.bins if x.place.sku_id == sku.sku_id]
        chosen = [x for x in for_it if x.place.location_id == self._lit[0]]
        box = (chosen or for_it)[0]
        self.table.select_key((box.place.location_id, NO_LOT))
        self._read_lots(box, lot_no)

    def _read_lots(self, box: OpenLot, lot_no: str, lot_id: LotId = NO_LOT) -> None:
        """What may be opened in it."""

        def use(found: BinChoice) -> None:
            self._ask(box, found, lot_no, lot_id)

        self.read(self.context.services.bins.choice, box.place.location_id, on_done=use)

    def _ask(self, box: OpenLot, found: BinChoice, lot_no: str, lot_id: LotId) -> None:
        goods = self._goods(box)
        if goods is not None:
            panel = OpenLotPanel(self, box, goods, found)
            panel.choose(lot_no, lot_id)
            panel.wanted.connect(lambda chosen: self._open(panel, box, found.rest_to, *chosen))
            panel.open()

    def _open(
        self,
        panel: OpenLotPanel,
        box: OpenLot,
        rest_to: StockPlace | None,
        chosen: Candidate,
        quantity: int,
    ) -> None:
        if not quantity:
            self.refuse(Refusal("quantity_not_positive", name=full_name(panel.goods)))
            return
        rest = rest_to.location_id if rest_to is not None else LocationId(0)
        wanted = BinWanted(
            *(box.place.location_id, chosen.lot.lot_id, quantity, chosen.place.location_id, rest)
        )
        lot = lot_and_source(chosen.lot.named)
        owed = next((x.quantity for x in box.owed if x.lot.lot_id == chosen.lot.lot_id), 0)
        did = "已补平" if quantity <= owed else "已换批"
        told = f"{box.place.name} {did}：{lot}"
        if box.expired and rest_to is not None and quantity > owed:
            left = formats.quantity(box.on_hand, panel.goods.sold_by, panel.goods.unit)
            told += f"，到期的 {left} 移到{rest_to.name}"

        def done(_posted: DocumentPosted) -> None:
            panel.close_panel()

        self.context.wishes.order(
            self.context.services.bins.open_lot,
            *(self.context.actor, wanted),
            owner=self,
            on_done=done,
            how=How(exclusive="open_lot", success=told, sound="done"),
        )


def _rest_text(box: OpenLot, rest_to: StockPlace | None) -> str:
    """What becomes of what is left of the lot before."""
    if box.lot is None or not box.on_hand or rest_to is None:
        return ""
    left = formats.quantity(box.on_hand, box.lot.sold_by, box.lot.unit)
    there = f"箱里还有{lot_told(box.lot.named)} {left}"
    if box.expired:
        return f"{there}，已到期：换批时移到{rest_to.name}，不能再卖"
    return f"{there}，换批时移回{rest_to.name}；同一批是再添"


def _owed_text(box: OpenLot) -> str:
    """What the books settle once it is brought, beside what is open."""
    told = "、".join(
        f"{lot_told(x.lot.named)} {formats.quantity(x.quantity, x.lot.sold_by, x.lot.unit)}"
        for x in box.owed
    )
    return f"多卖了{told}：补进这么多就平，不换批" if told else ""
