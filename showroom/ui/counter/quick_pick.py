"""Quick-pick tiles: the shop's favourites and a page of tiles per zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.ids import SkuId
from showroom.ui.look import formats
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SPACE, Span
from showroom.ui.widgets.card import column, label, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.tile import Tile, TileFace

FAVOURITES = 0
TILE_WIDTH, TILE_HEIGHT = 128, 80
WIDE_TILE, TALLEST = (172, 100), 132
LEAST_COLUMNS, LEAST_ROWS = 3, 2
MOST_COLUMNS, MOST_ROWS = 8, 8
CHIP_HEIGHT = 44


class QuickPick(QWidget):
    """`picked` carries a PricedSku. PageUp and PageDown of the screen turn its pages."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._index = CatalogueIndex.build(())
        self._quick: Sequence[str] = ()
        self._best: Sequence[SkuId] = ()
        self._shown: Sequence[PricedSku] = ()
        self._page = 0
        self._tiles: list[Tile] = []
        self._columns, self._rows = 0, 0
        self._faces: list[ChipFace] = []
        self._chips = ChipRow([ChipFace(FAVOURITES, "常用")], height=CHIP_HEIGHT)
        self._chips.chosen.connect(lambda _: self._choose())
        place = QWidget()
        # The tiles of a large window must not keep it from becoming small again.
        place.setMinimumSize(LEAST_COLUMNS * TILE_WIDTH // 2, TILE_HEIGHT)
        self._grid = QGridLayout(place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE.xs)
        self._tile = TILE_WIDTH, TILE_HEIGHT
        self._page_number = label("", "caption")
        self._page_number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._back = self._turner("chevron-left", "上一页", -1)
        self._on = self._turner("chevron-right", "下一页", 1)
        head = row(self._chips, None, self._back, self._page_number, self._on, spacing=SPACE.xxs)
        box = column(head, place, spacing=SPACE.xs)
        box.setStretch(1, 100)
        self.setLayout(box)

    def _turner(self, icon: str, name: str, step: int) -> QPushButton:
        button = QPushButton()
        button.setProperty("variant", "ghost")
        button.setProperty("scale", "glyph")
        button.setAccessibleName(name)
        button.setToolTip(f"{name}  {'PageUp' if step < 0 else 'PageDown'}")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.turn(step))
        set_icon(button, icon, "muted")
        return button

    def use(self, index: CatalogueIndex, quick: Sequence[str]) -> None:
        """A new catalogue or other favourites; the chosen zone stays."""
        chosen = self._chips.choice
        self._index, self._quick = index, quick
        zones = {s.zone_id: s for s in index.skus}
        faces = [ChipFace(FAVOURITES, "常用")]
        faces += [
            ChipFace(zone_id, _short(s.zone), zone=s.zone_colour)
            for zone_id, s in sorted(zones.items())
        ]
        if faces != self._faces:
            self._faces = faces
            self._chips.set_faces(faces)
            self._chips.choose(chosen if chosen in zones else FAVOURITES)
        self._choose(keep_page=True)

    def use_best(self, best: Sequence[SkuId]) -> None:
        """What sells most follows the shop's own favourites."""
        self._best = best
        self._choose(keep_page=True)

    def next_zone(self) -> None:
        """The next chip, after the last the first."""
        self._chips.step()
        self._choose()

    def turn(self, step: int) -> None:
        """Another page; the last is followed by the first."""
        pages = self._pages
        self._page = (self._page + step) % pages
        self._fill()

    @property
    def _pages(self) -> int:
        room = max(1, self._columns * self._rows)
        return max(1, -(-len(self._shown) // room))

    def _choose(self, *, keep_page: bool = False) -> None:
        zone = self._chips.choice
        if zone == FAVOURITES:
            own = [s for code in self._quick for s in self._index.find(code)]
            known = self._index.by_id
            found = [*own, *(known[i] for i in self._best if i in known)]
            self._shown = list({s.sku_id: s for s in found}.values()) or self._index.skus
        else:
            self._shown = [s for s in self._index.skus if s.zone_id == zone]
        self._page = min(self._page, self._pages - 1) if keep_page else 0
        self._fill()

    def fit(self, window: Span) -> None:
        """Larger tiles in a wide window."""
        self._tile = WIDE_TILE if window == "wide" else (TILE_WIDTH, TILE_HEIGHT)
        self._refit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many tiles as there is room for."""
        super().resizeEvent(event)
        self._refit()

    @property
    def _room(self) -> int:
        return self.height() - CHIP_HEIGHT - SPACE.xs

    def _refit(self) -> None:
        wide, tall = self._tile
        columns = (self.width() + SPACE.xs) // (wide + SPACE.xs)
        rows = (self._room + SPACE.xs) // (tall + SPACE.xs)
        columns = max(LEAST_COLUMNS, min(MOST_COLUMNS, columns))
        rows = max(1, min(MOST_ROWS, rows))
        if (columns, rows) != (self._columns, self._rows):
            self._columns, self._rows = columns, rows
            self._lay_tiles()
            self._fill()
        self._stretch()

    def _stretch(self) -> None:
        """The rows that are in use share the height, as far as a tile looks well."""
        shown = len(self._shown) - self._page * len(self._tiles)
        used = max(1, min(self._rows, -(-shown // max(1, self._columns))))
        tall = min(TALLEST, (self._room + SPACE.xs) // used - SPACE.xs)
        for tile in self._tiles:
            tile.setFixedHeight(max(TILE_HEIGHT, tall))

    def _lay_tiles(self) -> None:
        for tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self._tiles = []
        for line in range(MOST_ROWS + 1):
            self._grid.setRowStretch(line, int(line == self._rows))
        for place in range(self._columns * self._rows):
            tile = Tile(parent=self)
            tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tile.clicked.connect(self._picker(tile))
            self._grid.addWidget(tile, place // self._columns, place % self._columns)
            self._tiles.append(tile)

    def _picker(self, tile: Tile) -> Callable[[], None]:
        return lambda: self.picked.emit(tile.key)

    def _fill(self) -> None:
        room = len(self._tiles)
        start = self._page * room
        page = self._shown[start : start + room]
        for place, tile in enumerate(self._tiles):
            if place < len(page):
                tile.set_face(face_of(page[place]), page[place])
                tile.key = page[place]
            tile.setVisible(place < len(page))
        self._stretch()
        pages = self._pages
        self._page_number.setText(f"{self._page + 1} / {pages}")
        for part in (self._back, self._page_number, self._on):
            part.setVisible(pages > 1)


def face_of(sku: PricedSku) -> TileFace:
    """Name, price and a dot for the stock, which is said in words too."""
    sellable = sku.on_hand - sku.expired_on_hand
    if sellable <= 0:
        dot, stock = "danger", "无可售库存"
    elif sellable <= sku.reorder_point:
        dot, stock = "warning", f"库存 {formats.quantity(sellable, sku.sold_by)}，该补货了"
    else:
        dot, stock = "success", f"库存 {formats.quantity(sellable, sku.sold_by)}"
    price = formats.unit_price(sku.list_price_fen, sku.sold_by)
    return TileFace(sku.short_name, price, dot, sku.zone_colour, stock)


def _short(zone: str) -> str:
    return zone[2:] if len(zone) == 4 else zone  # noqa: PLR2004 (省 and 地 of two characters each)
