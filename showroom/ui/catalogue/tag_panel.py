"""打价签: one product's tag as it will come out, its size and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.domain.label import MAX_COPIES, SIZES, PriceTag
from showroom.domain.product import Product
from showroom.ui.engine.operation import How
from showroom.ui.settings.part import choice, line
from showroom.ui.widgets.card import label
from showroom.ui.widgets.count_spin import CountSpin
from showroom.ui.widgets.overlay import Overlay, ask

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context

WIDTH, PREVIEW_HEIGHT, WELL = 600, 288, 24
COPIES_WIDTH = 120


def tag_of(product: Product) -> PriceTag:
    """What must stand at the goods, from the catalogue."""
    content = product.content
    return PriceTag(
        content.name,
        content.list_price_fen,
        content.unit,
        content.sold_by,
        content.spec,
        content.county,
        content.producer,
        barcode=next(iter(product.barcodes), ""),
        code=content.code,
    )


class TagPanel(Overlay):
    """Enter prints; the job waits like any other while there is no paper."""

    def __init__(self, host: QWidget, context: Context, product: Product) -> None:
        super().__init__(host, "打价签", WIDTH, throwaway=True)
        self._context = context
        self._tag = tag_of(product)
        self._size = choice("标签尺寸", [(size, f"{size.replace('x', '×')} mm") for size in SIZES])
        self._size.chosen.connect(lambda _key: self._draw())
        self._copies = CountSpin("张数", 1, MAX_COPIES, COPIES_WIDTH)
        self._picture = label()
        self._picture.setFixedHeight(PREVIEW_HEIGHT + WELL)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName("价签样子")
        self._picture.setProperty("surface", "well")
        self.body.addWidget(label(product.content.name, "strong", wrap=True))
        self.body.addWidget(self._picture)
        self.body.addLayout(line("尺寸", self._size))
        self.body.addLayout(line("张数", self._copies))
        go = ask(self, "打印  Enter")
        go.clicked.connect(self._print)
        self.first = go
        self._draw()

    def _draw(self) -> None:
        draw, size = self._context.paper.label_png, str(self._size.choice)
        self._context.operations.compute(draw, self._tag, size, owner=self, on_done=self._show)

    def _show(self, png: bytes) -> None:
        picture, ratio = QPixmap(), self.devicePixelRatioF()
        picture.loadFromData(png)
        room = round(PREVIEW_HEIGHT * ratio)
        if picture.height() > room:
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToHeight(room, smooth)
        picture.setDevicePixelRatio(ratio)
        self._picture.setPixmap(picture)

    def _print(self) -> None:
        prints, tags = self._context.services.prints, ((self._tag, self._copies.value()),)
        self._context.wishes.order(
            prints.labels,
            self._context.actor,
            self._tag.code,
            str(self._size.choice),
            tags,
            owner=self,
            on_done=lambda _done: self.close_panel(),
            how=How(exclusive="tags", for_paper=True, sound="done", refused=self._refused),
        )

    def _refused(self, refusal: Refusal) -> bool:
        """No tag of an old price: the list shows the new one, and the strip says so."""
        if refusal.code == "tag_outdated":
            self.close_panel()
            self._context.goods_moved()
        return False
