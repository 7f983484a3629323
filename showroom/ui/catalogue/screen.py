"""商品: look at every product, change a price, take one off sale, bring many in from a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from showroom.domain.catalogue import Zone
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SkuId, ZoneId
from showroom.domain.product import Product, ProductFilter
from showroom.services.books.changes import Changes
from showroom.ui.browse.scan_lookup import lookup_text
from showroom.ui.catalogue.detail import ProductDetail
from showroom.ui.catalogue.import_page import ImportPage
from showroom.ui.catalogue.price_panel import PricePanel, ask_delist
from showroom.ui.catalogue.rows import COLUMNS, product_rows
from showroom.ui.catalogue.tag_panel import TagPanel
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context, new_request
from showroom.ui.engine.operation import How
from showroom.ui.engine.screen import Screen
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.busy_bar import BusyBar
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.data_table import DataTable
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.search_field import SearchField, typed_text

SEARCH_WIDTH = 300
ALL_ZONES = ChipFace(None, "全部展区")
STATES = (
    ChipFace(None, "全部", counted=True),
    ChipFace(True, "在售", counted=True),
    ChipFace(False, "停售", counted=True),
)


class CatalogueScreen(Screen):
    """The list with its detail, or the import page in its place."""

    name = "catalogue"
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("search", "搜索", ("Ctrl+F",), "search", handler="search"),
        ActionSpec("zone", "换展区", ("F7",), handler="next_zone"),
        ActionSpec("state", "在售 / 停售", ("F6",), handler="next_state"),
        ActionSpec("import", "导入", ("F3",), "import", handler="open_import"),
        ActionSpec("price", "改价", ("F4",), "edit", handler="change_price"),
        ActionSpec("tag", "打价签", ("F9",), "print", handler="print_tag"),
        ActionSpec("active", "停售", ("F8",), handler="toggle_active"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._filter = ProductFilter()
        self._all: tuple[Product, ...] = ()
        self._by_id: dict[SkuId, Product] = {}
        self.field = SearchField("品名、拼音、货号、条码、生产者", SEARCH_WIDTH)
        self.zones = ChipRow((ALL_ZONES,), SIZE.touch)
        self.states = ChipRow(STATES, SIZE.touch)
        self.table = DataTable(COLUMNS, "商品")
        self.table.set_empty(EmptyState("product", "没有这样的商品", "换一个词，或者按 F3 导入"))
        acts = self.action_set
        buttons = [button_for(acts, name, size="touch") for name in ("price", "tag", "active")]
        self.detail = ProductDetail(buttons)
        self._sum = label(" ", "muted")
        self.importing = ImportPage(context)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list_page())
        self._pages.addWidget(self.importing)
        self._lay_out()
        self._connect()
        self._look(None)

    def _list_page(self) -> QWidget:
        head = Card(padding=SPACE.xs)
        first, second = row(self.field, spacing=SPACE.m), row(spacing=SPACE.m)
        first.addWidget(self.zones, 1)
        first.addWidget(button_for(self.action_set, "import", "primary", "touch"))
        second.addWidget(self.states, 1)
        second.addWidget(self._sum)
        head.body.addLayout(first)
        head.body.addLayout(second)
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        both = row(spacing=SPACE.s)
        both.addWidget(listed, 1)
        both.addWidget(self.detail)
        made = QWidget()
        box = column(head, spacing=SPACE.s)
        box.addLayout(both, 1)
        made.setLayout(box)
        return made

    def _lay_out(self) -> None:
        busy = BusyBar()
        self.context.operations.busy.connect(busy.set_busy)
        page = column(busy, spacing=0)
        page.addWidget(self._pages, 1)
        page.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(page)

    def _connect(self) -> None:
        self.field.settled.connect(lambda text: self._narrow(replace(self._filter, text=text)))
        self.field.moved.connect(self.table.move_selection)
        self.field.submitted.connect(self.table.setFocus)
        self.zones.chosen.connect(self._choose_zone)
        self.states.chosen.connect(self._choose_state)
        self.table.row_selected.connect(self._look)
        self.table.row_activated.connect(lambda _key: self.change_price())
        self.importing.left.connect(self._show_list)

    # -- what it shows ------------------------------------------------------------------------

    def shown(self) -> None:
        """Read zones and products."""
        zones = self.context.services.catalogue.zones
        self.context.operations.ask(zones, owner=self, on_done=self._use_zones)
        self._load()
        self._focus()

    def open_part(self, part: str) -> None:
        """``catalogue:import`` goes straight to the import."""
        if part == "import":
            self.open_import()

    def on_changes(self, changes: Changes) -> None:
        """Products moved."""
        if changes.catalogue:
            self._load()

    def scanned(self, code: str) -> None:
        """Look up a barcode or a scale label."""
        if self._pages.currentIndex():
            return
        try:
            text = lookup_text(code)
        except Refusal as refusal:
            self.context.operations.refuse(refusal)
            return
        self._filter = ProductFilter()
        self.zones.choose(None)
        self.states.choose(None)
        self.field.take(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing anywhere searches."""
        text = typed_text(event)
        if text and not self._pages.currentIndex():
            self.field.begin(text)
        else:
            super().keyPressEvent(event)

    def _focus(self) -> None:
        if self._pages.currentIndex():
            self.importing.take_focus()
        else:
            self.table.setFocus()

    def _use_zones(self, zones: Sequence[Zone]) -> None:
        faces = [ChipFace(z.zone_id, z.short_name, z.colour) for z in zones]
        self.zones.set_faces((ALL_ZONES, *faces))

    def _load(self) -> None:
        self.context.operations.ask(
            self.context.services.catalogue.products,
            self.context.actor,
            owner=self,
            on_done=self._use_products,
        )

    def _use_products(self, products: tuple[Product, ...]) -> None:
        self._all = products
        self._by_id = {p.sku_id: p for p in products}
        self._fill()

    def _fill(self) -> None:
        anyway = replace(self._filter, active=None)
        listed = [p for p in self._all if anyway.shows(p)]
        on_sale = sum(p.active for p in listed)
        for key, count in ((None, len(listed)), (True, on_sale), (False, len(listed) - on_sale)):
            self.states.set_count(key, count)
        shown = [p for p in listed if self._filter.shows(p)]
        self._sum.setText(f"{formats.count(len(shown))} 种")
        self.table.set_rows(product_rows(shown))
        if self.table.selected_key is None:
            self.table.select_first()
        self._look(self.table.selected_key)

    def _look(self, _key: object) -> None:
        product = self._chosen
        self.detail.show_product(product)
        self.action_set.enable(product is not None, "price", "active")
        listed = product is None or product.active
        self.action_set["active"].setText("停售" if listed else "恢复销售")

    @property
    def _chosen(self) -> Product | None:
        key = self.table.selected_key
        return self._by_id.get(SkuId(key)) if isinstance(key, int) else None

    # -- narrowing ----------------------------------------------------------------------------

    def search(self) -> None:
        """The keyboard to the search field."""
        self.field.setFocus()
        self.field.selectAll()

    def next_zone(self) -> None:
        """Zone by zone, then all again."""
        self._choose_zone(self.zones.step())

    def next_state(self) -> None:
        """All, on sale, delisted."""
        self._choose_state(self.states.step())

    def _choose_zone(self, key: object) -> None:
        zone_id = ZoneId(key) if isinstance(key, int) else None
        self._narrow(replace(self._filter, zone_id=zone_id))

    def _choose_state(self, key: object) -> None:
        self._narrow(replace(self._filter, active=key if isinstance(key, bool) else None))

    def _narrow(self, wanted: ProductFilter) -> None:
        if wanted != self._filter:
            self._filter = wanted
            self._fill()

    # -- one product --------------------------------------------------------------------------

    def change_price(self) -> None:
        """A new tag price for the chosen product."""
        product = self._chosen
        if product is None:
            return
        panel, sku_id = PricePanel(self, product), product.sku_id

        def confirm(fen: int, request: str) -> None:
            self.context.operations.do(
                self.context.services.catalogue.set_price,
                self.context.actor,
                sku_id,
                fen,
                RequestId(request),
                owner=panel,
                on_done=lambda _done: panel.close_panel(),
                how=How(exclusive="price", success="已改价", sound="done"),
            )

        panel.confirmed.connect(confirm)
        panel.open()

    def print_tag(self) -> None:
        """The chosen product's price tag."""
        product = self._chosen
        if product is not None:
            TagPanel(self, self.context, product).open()

    def toggle_active(self) -> None:
        """Off sale after a question, back on sale at once."""
        product = self._chosen
        if product is None:
            return
        if product.active:
            ask_delist(self, product, lambda: self._set_active(product, active=False))
        else:
            self._set_active(product, active=True)

    def _set_active(self, product: Product, *, active: bool) -> None:
        verb = partial(self.context.services.catalogue.set_active, active=active)
        told = f"{product.content.name} {'已恢复销售' if active else '已停售'}"
        self.context.operations.do(
            verb,
            self.context.actor,
            product.sku_id,
            new_request(),
            owner=self,
            how=How(exclusive="active", success=told, sound="done"),
        )

    # -- importing ----------------------------------------------------------------------------

    def open_import(self) -> None:
        """The import page in place of the list."""
        self._pages.setCurrentWidget(self.importing)
        self.action_set.enable(False, *(spec.id for spec in self.specs))
        self.importing.start()

    def _show_list(self) -> None:
        self._pages.setCurrentIndex(0)
        self.action_set.enable(True, *(spec.id for spec in self.specs))
        self._look(None)
        self._load()
        self._focus()
