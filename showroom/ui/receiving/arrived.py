"""收完了: what was posted, and at once the tags for what arrived."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from showroom.domain.catalogue import PricedSku
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.label import MAX_COPIES, MAX_LABELS, SIZES, PriceTag
from showroom.domain.quantity import SoldBy
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE
from showroom.ui.settings.part import choice, line, push
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label, row
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

WIDTH, SHOWN, FIELD_WIDTH = 640, 5, 120
COLUMNS = (
    Column("商品", 0, kind="strong"),
    Column("收", 96, "right"),
    Column("标签", 80, "right", "amount", steady=True),
)


class ArrivedPanel(Overlay):
    """Enter prints the tags that are listed, Esc goes on without.

    A product counts once, however many lots of it came; what is sold by weight gets one tag for
    its place, what is sold by the piece one for each.
    """

    def __init__(self, host: QWidget, context: Context, document: StockDocument) -> None:
        super().__init__(host, f"{document.number} 已过账", WIDTH, throwaway=True)
        self._context, self._number = context, document.number
        self._came: dict[SkuId, list[DocumentLine]] = {}
        for each in document.came:
            self._came.setdefault(each.sku_id, []).append(each)
        self._copies = {sku_id: _copies(lines) for sku_id, lines in self._came.items()}
        self._of = SkuId(0)
        """The product whose number of tags stands in the field."""
        told = f"{len(document.came)} 行已入库。要贴的标签现在就可以打："
        self.body.addWidget(label(told, "muted", wrap=True))
        self.tag_size = choice(
            "标签尺寸", [(size, f"{size.replace('x', '×')} mm") for size in SIZES]
        )
        self.body.addLayout(line("尺寸", self.tag_size))
        self.table = RowTable(COLUMNS, "要打的标签")
        self.table.setMinimumHeight(SHOWN * SIZE.row_office)
        self.table.row_selected.connect(self._selected)
        self.body.addWidget(self.table)
        self.copies = AmountEdit("张数", 0, MAX_COPIES)
        self.copies.setProperty("scale", "touch")
        self.copies.setFixedWidth(FIELD_WIDTH)
        self.copies.submitted.connect(self._take)
        none = push("都不打", "close", self._none)
        self._total = label("", "strong")
        self.body.addLayout(row(label("张数", "muted"), self.copies, none, None, self._total))
        self._go = ask(self, "打印标签  Enter")
        self._go.clicked.connect(self._print)
        self.first = self.table
        self.table.row_activated.connect(lambda _key: self._print())
        self._show()

    def entry(self) -> str:
        """Numbers of tags are lost without a question: they can be printed in 商品 as well."""
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Figures go to the number of tags of the chosen product."""
        if event.text().isdigit() and not self.copies.hasFocus():
            self.copies.setFocus(Qt.FocusReason.OtherFocusReason)
            self.copies.take_key(event.text())
        else:
            super().keyPressEvent(event)

    @property
    def tags(self) -> tuple[tuple[PriceTag, int], ...]:
        """What is to be printed; a product that is not on sale has no tag."""
        by_id = self._context.index.by_id
        wanted = ((by_id.get(sku_id), n) for sku_id, n in self._copies.items() if n)
        return tuple((tag_of(sku), n) for sku, n in wanted if sku is not None)

    def _show(self) -> None:
        self.table.set_rows([self._row(sku_id) for sku_id in self._came])
        if self.table.selected_key is None:
            self.table.select_first()
        count = sum(n for _, n in self.tags)
        self._total.setText(f"共 {count} 张")
        self._go.setEnabled(0 < count <= MAX_LABELS)

    def _row(self, sku_id: SkuId) -> Row:
        lines, copies = self._came[sku_id], self._copies[sku_id]
        first = lines[0]
        came = formats.quantity(sum(x.quantity for x in lines), first.sold_by, first.unit)
        cells = (f"{first.name} {first.spec}".strip(), came, str(copies) if copies else "不打")
        return Row(sku_id, cells, role="" if copies else "muted")

    def _selected(self, key: object) -> None:
        """Another product: what was typed for the one before is its number of tags."""
        stored = self._store()
        self._of = SkuId(key) if isinstance(key, int) else SkuId(0)
        self.copies.set_value(self._copies.get(self._of))
        if stored:
            self._show()

    def _store(self) -> bool:
        """What stands in the field is the number of its product; whether it is another one."""
        value = self.copies.value
        if value is None or value == self._copies.get(self._of, value):
            return False
        self._copies[self._of] = value
        return True

    def _keep_typed(self) -> bool:
        """Take the figure that was not entered; False where it is none, which is said."""
        readable = self.copies.readable()
        if readable and self._store():
            self._show()
        return readable

    def _take(self) -> None:
        if self._keep_typed():
            self.table.move_selection(1)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _none(self) -> None:
        self._copies = dict.fromkeys(self._copies, 0)
        self.copies.set_value(0)
        self._show()

    def _print(self) -> None:
        if not (self._keep_typed() and self._go.isEnabled()):
            return
        self._context.wishes.order(
            self._context.services.prints.labels,
            *(self._context.actor, self._number, str(self.tag_size.choice), self.tags),
            owner=self,
            on_done=lambda _done: self.close_panel(),
            how=How(exclusive="tags", for_paper=True, sound="done", refused=self._refused),
        )

    def _refused(self, refusal: Refusal) -> bool:
        """No tag of an old price: the lists show the new one, and the strip says so."""
        if refusal.code == "tag_outdated":
            self._context.goods_moved()
        return False


def _copies(lines: list[DocumentLine]) -> int:
    if lines[0].sold_by is SoldBy.WEIGHT:
        return 1
    return min(MAX_COPIES, sum(line.quantity for line in lines))


def tag_of(sku: PricedSku) -> PriceTag:
    """What must stand at the goods, as the till knows them."""
    return PriceTag(
        sku.name,
        sku.list_price_fen,
        sku.unit,
        sku.sold_by,
        sku.spec,
        sku.county,
        sku.producer,
        barcode=next(iter(sku.barcodes), ""),
        code=sku.code,
    )
