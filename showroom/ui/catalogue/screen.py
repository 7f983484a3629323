"""商品: look at every product, change a price, take one off sale, bring many in from a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import ClassVar

from showroom.domain.ids import SkuId
from showroom.domain.product import Product, ProductFilter
from showroom.services.books.changes import Changes
from showroom.services.goods.export_sheet import CatalogueSheet
from showroom.ui.browse.asked import Found, Wanted
from showroom.ui.browse.leaving import LEAVING, export
from showroom.ui.browse.page import SEARCH, BrowsePage
from showroom.ui.browse.record_rows import RecordRows
from showroom.ui.catalogue.asked_panel import AskedPanel
from showroom.ui.catalogue.detail import ProductDetail
from showroom.ui.catalogue.import_page import ImportPage
from showroom.ui.catalogue.new_product import NewProductPanel
from showroom.ui.catalogue.price_panel import PricePanel, toggle_active, toggle_restricted
from showroom.ui.catalogue.rows import LISTING
from showroom.ui.catalogue.tag_panel import TagPanel
from showroom.ui.engine.actions import ActionSet, ActionSpec, button_for, glyph_for
from showroom.ui.engine.context import Context
from showroom.ui.look import formats
from showroom.ui.widgets.chip import ChipFace

OF_ONE = ("price", "tag", "active", "age")


class CatalogueScreen(BrowsePage[Product]):
    """The list with its detail, or the import page in its place."""

    name = "catalogue"
    later = ("importing",)
    specs: ClassVar[Sequence[ActionSpec]] = (
        SEARCH,
        ActionSpec("zone", "换展区", ("F7",), handler="next_zone"),
        ActionSpec("state", "在售 / 停售", ("F6",), handler="next_state"),
        ActionSpec("import", "导入", ("F3",), "import", handler="open_import"),
        ActionSpec("price", "改价", ("F4",), "edit", handler="change_price"),
        ActionSpec("tag", "打价签", ("F9",), "print", handler="print_tag", posts=True),
        ActionSpec("active", "停售", ("F8",), handler="toggle_active"),
        ActionSpec("age", "不卖未成年人", ("F2",), handler="toggle_restricted"),
        ActionSpec("new", "新建商品", ("Ctrl+N",), "plus", handler="make_new"),
        ActionSpec("whole", "导出全部资料", ("Ctrl+Shift+E",), "export", handler="export_whole"),
        ActionSpec("asked", "有人问", ("F5",), handler="show_asked"),
        *LEAVING,
    )
    listing = LISTING
    states = (
        ChipFace(None, "全部", counted=True),
        ChipFace(True, "在售", counted=True),
        ChipFace(False, "停售", counted=True),
    )
    is_long = True
    hint = "品名、拼音、货号、条码、生产者"
    empty = ("product", "没有这样的商品", "换一个词，或者按 Ctrl+N 新建、F3 导入")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._new_code = ""
        acts = self.action_set
        self.bar.put(button_for(acts, "import", "primary", "touch"))
        for name in ("asked", "new"):
            self.bar.put_tool(button_for(acts, name, "secondary", "touch"))
        self.bar.put_tool(glyph_for(acts, "whole"))
        buttons = [button_for(acts, name, size="touch") for name in OF_ONE]
        self.detail = ProductDetail(buttons)
        self.put_detail(self.detail)
        self.table.row_activated.connect(lambda _key: self.change_price())

    @cached_property
    def importing(self) -> ImportPage:
        """The page that takes the list's place."""
        made = ImportPage(self.context)
        made.left.connect(self.uncover)
        self._pages.addWidget(made)
        return made

    @property
    def shown_actions(self) -> ActionSet:
        """Those of the import where it has the list's place."""
        return self.importing.acts if self.covered else self.action_set

    def reading(self, wanted: Wanted) -> Callable[[], Found[Product]]:
        """All of them, whatever is wanted: narrowing needs no further read."""
        del wanted
        catalogue, actor = self.context.services.catalogue, self.context.actor
        return lambda: Found(catalogue.products(actor))

    def narrowing(self, found: Found[Product], wanted: Wanted) -> Callable[[], Found[Product]]:
        """Zone and text first, for the chips' counts; then the chip."""
        index = self.context.index
        return lambda: _part(found, wanted, index.matching(wanted.text))

    def concerns(self, changes: Changes) -> bool:
        """Products moved."""
        return changes.catalogue

    def look(self, record: Product | None) -> None:
        """Its facts, and what may be done with it."""
        self.detail.show_product(record)
        self.action_set.lack(self.none_chosen if record is None else None, *OF_ONE)
        adults = record is not None and record.content.age_restricted
        self.action_set["age"].setText("谁都能买" if adults else "不卖未成年人")
        off = record is not None and not record.active
        self.action_set["active"].setText("恢复销售" if off else "停售")

    def change_price(self) -> None:
        """A new tag price for the chosen product."""
        if self.table.chosen is not None:
            PricePanel(self, self.context, self.table.chosen).open()

    def print_tag(self) -> None:
        """The chosen product's price tag."""
        if self.table.chosen is not None:
            TagPanel(self, self.context, self.table.chosen).open()

    def toggle_active(self) -> None:
        """Off sale after a question, back on sale at once."""
        if self.table.chosen is not None:
            toggle_active(self, self.context, self.table.chosen)

    def toggle_restricted(self) -> None:
        """Not for minors, or for anybody."""
        if self.table.chosen is not None:
            toggle_restricted(self, self.context, self.table.chosen)

    def make_new(self, text: str = "") -> None:
        """One product by hand, with what was looked for filled in."""
        panel = NewProductPanel(self, self.context, text)
        panel.made.connect(self._look_for)
        panel.open()

    def _look_for(self, code: str) -> None:
        """What was just made stands in the list and is chosen, whatever was listed before."""
        self._new_code = code
        self.bar.take(self.bar.everything)

    def _show(self, found: Found[Product], listed: RecordRows[Product]) -> None:
        super()._show(found, listed)
        if not self._new_code:
            return
        new = (p.sku_id for p in self.table.records if p.content.code == self._new_code)
        if self.table.select_key(next(new, None)):
            self._new_code = ""

    def show_asked(self) -> None:
        """What customers asked for in vain."""
        panel = AskedPanel(self, self.context)
        panel.wanted.connect(self.make_new)
        panel.open()

    def export_whole(self) -> None:
        """Every product on sale as a workbook that can be imported again."""
        catalogue, context = self.context.services.catalogue, self.context

        def leave(made: CatalogueSheet) -> None:
            export(context, self, lambda: made.sheet)

        context.operations.ask(catalogue.whole_sheet, context.actor, owner=self, on_done=leave)

    # -- importing ----------------------------------------------------------------------------

    def open_part(self, part: str) -> None:
        """``import``, ``import/choose`` and a file is asked for, ``new/text`` for a new product."""
        way, _, text = part.partition("/")
        if way == "import":
            self.open_import()
            if text:
                self.importing.choose()
        elif way == "new":
            self.make_new(text)

    def open_import(self) -> None:
        """The import page in place of the list."""
        self.cover(self.importing)
        self.importing.start()

    def take_focus(self) -> None:
        """The keyboard to what is seen."""
        if self.covered:
            self.importing.take_focus()
        else:
            super().take_focus()


def _part(found: Found[Product], wanted: Wanted, only: frozenset[SkuId] | None) -> Found[Product]:
    anyway = ProductFilter(wanted.zone_id, only=only)
    listed = [p for p in found.records if anyway.shows(p)]
    on_sale = sum(p.active for p in listed)
    counts = {None: len(listed), True: on_sale, False: len(listed) - on_sale}
    shown = [p for p in listed if wanted.state in (None, p.active)]
    return Found(shown, counts, f"{formats.count(len(shown))} 种")
