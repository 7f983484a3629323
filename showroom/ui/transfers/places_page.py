"""库位: where goods may lie, in walking order, with the cards that hang there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from showroom.domain.catalogue import PricedSku, Zone
from showroom.domain.documents.place import PlaceKind, PointKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, PointId, SkuId, ZoneId
from showroom.domain.label import SIZES
from showroom.services.books.actor import Actor
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.services.stock.places import NewPlace, PlaceRow, PlaceSaved, Point, PointSaved
from showroom.services.stock.transfers import StockPlace
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.place_forms import NamePanel, PointPanel, ProductPanel
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.table_rows import Column, Row

COLUMNS = (
    Column("库位", 0, kind="strong"),
    Column("用途", 80),
    Column("展区", 96, kind="muted"),
    Column("网点", 120, kind="muted"),
    Column("编码", 112, kind="muted"),
    Column("货", 64, "right"),
    Column("状态", 88),
)
Read = tuple[tuple[Zone, ...], tuple[Point, ...], tuple[PlaceRow, ...]]
CHANGE = "change_place"
ASK_WIDTH = 440
CARD_SIZE = SIZES[1]
"""The longest code has room on it; it stands first."""


class PlacesPage(TransferPart):
    """The list is read again after each change."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("add", "新库位", ("F2",), "plus", handler="add"),
        ActionSpec("rename", "改名", ("F3",), "edit", handler="rename"),
        ActionSpec("zone", "展区", ("F4",), "zone", handler="choose_zone"),
        ActionSpec("switch", "停用", ("F6",), "lock", handler="switch"),
        ActionSpec("point", "新网点", ("F7",), "plus", handler="add_point"),
        ActionSpec("rename_point", "网点改名", ("F8",), "edit", handler="rename_point"),
        ActionSpec("card", "打印库位牌", ("F9",), "print", handler="print_card", posts=True),
        ActionSpec("up", "往前走", ("Ctrl+Up",), handler="move_up", repeats=True),
        ActionSpec("down", "往后走", ("Ctrl+Down",), handler="move_down", repeats=True),
        ActionSpec("leave", "返回", ("Esc",), "undo", handler="leave"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rows: tuple[PlaceRow, ...] = ()
        self._zones: tuple[Zone, ...] = ()
        self._points: tuple[Point, ...] = ()
        self._added: Callable[[StockPlace], bool] | None = None
        """Which place is to be chosen when it has been read: the one that was just added."""
        self.table = RowTable(COLUMNS, "库位", counter=True)
        self.table.set_empty(label("", "muted"))
        self.table.row_selected.connect(lambda _key: self._allow())
        self.table.row_activated.connect(lambda _key: self.rename())
        made = {
            spec.id: button_for(self.action_set, spec.id, "primary" if n == 0 else "secondary")
            for n, spec in enumerate(self.specs)
        }
        for button in made.values():
            button.setProperty("scale", "touch")
        listed = Card("库位　照列表的顺序走", SPACE.m)
        listed.body.addWidget(SaidHere(self))
        listed.body.addWidget(self.table, 1)
        foot = Card(padding=SPACE.s)
        first = ("add", "rename", "zone", "switch", "card")
        second = ("up", "down", "point", "rename_point", "leave")
        foot.body.addLayout(row(*(made[name] for name in first), None, spacing=SPACE.xs))
        foot.body.addLayout(row(*(made[name] for name in second), None, spacing=SPACE.xs))
        page = column(spacing=SPACE.s)
        page.addWidget(listed, 1)
        page.addWidget(foot)
        self.setLayout(page)

    def shown(self) -> None:
        """The places as they are."""
        self._read_again()
        self.table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Goods came or went, or a place changed."""
        if changes.places or changes.stock:
            self._read_again()

    def scanned(self, code: str) -> bool:
        """A card leads to its place."""
        wanted = code.strip().upper()
        found = next((x for x in self.rows if x.place.code == wanted), None)
        if found is None:
            return self.refuse(Refusal("place_unknown"))
        self.table.select_key(found.place.location_id)
        return True

    def _read_again(self) -> None:
        services = self.context.services

        def every(actor: Actor) -> Read:
            places = services.places
            return services.catalogue.zones(), places.points(actor), places.listed(actor)

        self.survey(every, on_done=self._use)

    def _use(self, found: Read) -> None:
        self._zones, self._points, rows = found
        self.rows = rows
        zones = {zone.zone_id: zone.name for zone in self._zones}
        places, added = [x.place for x in rows], self._added
        new = next((p.location_id for p in places if added is not None and added(p)), None)
        self.table.set_rows([_row(x, zones) for x in rows], select=new)
        if new is not None:
            self._added = None
        if self.table.selected_key is None:
            self.table.select_first()
        self._allow()

    @property
    def chosen(self) -> PlaceRow | None:
        """The place that keys are for."""
        key = self.table.selected_key
        return next((x for x in self.rows if x.place.location_id == key), None)

    def _allow(self) -> None:
        chosen = self.chosen
        self.action_set.enable(chosen is not None, "rename", "zone", "switch", "card")
        self.action_set.enable(chosen is not None, "up", "down", "rename_point")
        if chosen is not None:
            self.action_set["switch"].setText("停用" if chosen.place.active else "启用")

    # -- one place ----------------------------------------------------------------------------

    def rename(self) -> None:
        """F3 or Enter: another name."""
        chosen = self.chosen
        if chosen is None:
            return
        place = chosen.place
        panel = NamePanel(self, "改名", f"{place.kind.word} {place.code}", place.name)

        def enter(name: str) -> None:
            verb = self.context.services.places.rename
            self._change(verb, place.location_id, name, then=panel.close_panel)

        panel.entered.connect(enter)
        panel.open()

    def rename_point(self) -> None:
        """F8: another name of the service point that the lit place is of."""
        chosen = self.chosen
        if chosen is None:
            return
        point = next(x for x in self._points if x.point_id == chosen.place.point_id)
        told = f"{point.kind.word} {point.code}。已过账的单据照旧写当时的名字。"
        panel = NamePanel(self, "网点改名", told, point.name, what="网点")

        def enter(name: str) -> None:
            verb = self.context.services.places.rename_point

            def done() -> None:
                panel.close_panel()
                self.context.operations.tell(f"{point.name} 已改名为 {name}")

            self._change(verb, point.point_id, name, then=done)

        panel.entered.connect(enter)
        panel.open()

    def choose_zone(self) -> None:
        """F4: the display zone that stands there."""
        chosen = self.chosen
        if chosen is None:
            return
        rows = [Row(0, ("不属于展区",)), *(Row(z.zone_id, (z.name,)) for z in self._zones)]
        panel = ListPanel(self, f"{chosen.place.name} 的展区", (Column("展区", 0),), rows)
        place_id = chosen.place.location_id

        def taken(key: object) -> None:
            verb = self.context.services.places.set_zone
            self._change(verb, place_id, ZoneId(int(str(key))))

        panel.taken.connect(taken)
        panel.open()

    def switch(self) -> None:
        """F6: on again, or off after a question: nobody may sell from it or bring goods to it."""
        chosen = self.chosen
        if chosen is None:
            return
        place = chosen.place
        if not place.active:
            self._set_active(place, active=True)
            return
        check = self.context.services.places.check_off
        self.survey(check, place.location_id, on_done=lambda _may: self._ask_off(place))

    def _ask_off(self, place: StockPlace) -> None:
        panel = Overlay(self, "停用", ASK_WIDTH, throwaway=True)
        panel.body.addWidget(label(f"{place.name} 停用后不能放货、也不能从这里卖。", wrap=True))
        yes = ask(panel, "停用", danger=True)
        yes.clicked.connect(panel.close_panel)
        yes.clicked.connect(lambda: self._set_active(place, active=False))
        panel.open()

    def _set_active(self, place: StockPlace, *, active: bool) -> None:
        actor, set_active = self.context.actor, self.context.services.places.set_active
        how = How(exclusive=CHANGE, success=f"{place.name} 已{'启用' if active else '停用'}")

        def change() -> PlaceSaved:
            return set_active(actor, place.location_id, active=active)

        self.context.operations.do(change, owner=self, how=how)

    def move_up(self) -> None:
        """Ctrl+↑: one walks there earlier."""
        self._move(-1)

    def move_down(self) -> None:
        """Ctrl+↓: one walks there later."""
        self._move(1)

    def _move(self, step: int) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        point = chosen.place.point_id
        ids = [x.place.location_id for x in self.rows if x.place.point_id == point]
        at = ids.index(chosen.place.location_id)
        if 0 <= at + step < len(ids):
            ids[at], ids[at + step] = ids[at + step], ids[at]
            self._change(self.context.services.places.reorder, tuple(ids))

    def print_card(self) -> None:
        """F9: the card that hangs there, on a label of some size."""
        chosen = self.chosen
        if chosen is None:
            return
        sizes = sorted(SIZES, key=lambda size: size != CARD_SIZE)
        rows = [Row(size, (f"{size.replace('x', '×')} mm",)) for size in sizes]
        title = f"打印 {chosen.place.name} 的库位牌"
        panel = ListPanel(self, title, (Column("标签尺寸", 0),), rows, "打印")
        panel.taken.connect(lambda size: self._print(chosen.place.location_id, str(size)))
        panel.open()

    def _print(self, place_id: LocationId, size: str) -> None:
        self.context.wishes.order(
            self.context.services.places.print_cards,
            *(self.context.actor, (place_id,), size),
            owner=self,
            how=How(exclusive="place_cards", for_paper=True, sound="done"),
        )

    # -- new ones -----------------------------------------------------------------------------

    def add(self) -> None:
        """F2: what it is for, where, and its name."""
        kinds = [kind for kind in PlaceKind if kind is not PlaceKind.TRANSIT]
        rows = [Row(kind.value, (kind.word,)) for kind in kinds]
        panel = ListPanel(self, "新库位做什么用", (Column("用途", 0),), rows)
        panel.taken.connect(lambda word: self._ask_point(PlaceKind(str(word))))
        panel.open()

    def _ask_point(self, kind: PlaceKind) -> None:
        if len(self._points) == 1:
            self._ask_product(kind, self._points[0].point_id)
            return
        rows = [Row(p.point_id, (p.name, p.kind.word)) for p in self._points]
        columns = (Column("网点", 0), Column("种类", 96, kind="muted"))
        panel = ListPanel(self, "新库位在哪个网点", columns, rows)
        panel.taken.connect(lambda key: self._ask_product(kind, PointId(int(str(key)))))
        panel.open()

    def _ask_product(self, kind: PlaceKind, point_id: PointId) -> None:
        if kind is not PlaceKind.BULK_BIN:
            self._ask_name(NewPlace(point_id, "", kind))
            return
        panel = ProductPanel(self, self.context)

        def chosen(sku: PricedSku) -> None:
            self._ask_name(NewPlace(point_id, sku.name, kind, sku_id=SkuId(sku.sku_id)))

        panel.chosen.connect(chosen)
        panel.open()

    def _ask_name(self, new: NewPlace) -> None:
        told = f"{new.kind.word}：编码自己会有，库位牌随后按 F9 打印"
        panel, request = NamePanel(self, "新库位", told, new.name), new_request()

        def enter(name: str) -> None:
            add, actor = self.context.services.places.add, self.context.actor
            named = NewPlace(new.point_id, name, new.kind, sku_id=new.sku_id)

            def done(saved: PlaceSaved) -> None:
                place = saved.place
                self._added = lambda x: x.location_id == place.location_id
                panel.close_panel()
                told = f"库位 {place.name} 已加上，编码 {place.code}，按 F9 打印库位牌"
                self.context.operations.tell(told)

            how = How(exclusive=CHANGE)
            self.context.operations.do(
                add, actor, named, request, owner=self, on_done=done, how=how
            )

        panel.entered.connect(enter)
        panel.open()

    def add_point(self) -> None:
        """F7: a service point with its first two places."""
        panel, request = PointPanel(self), new_request()

        def enter(code: str, name: str, kind: object) -> None:
            verb, actor = self.context.services.places.add_point, self.context.actor
            chosen = kind if isinstance(kind, PointKind) else PointKind.COMMUNITY

            def done(added: PointSaved) -> None:
                self._added = lambda x: x.point_id == added.point.point_id
                panel.close_panel()
                told = f"网点 {added.point.name} 已加上，带卖场和退货待检"
                self.context.operations.tell(told)

            how = How(exclusive=CHANGE)
            wanted = (actor, code, name, chosen, request)
            self.context.operations.do(verb, *wanted, owner=self, on_done=done, how=how)

        panel.entered.connect(enter)
        panel.open()

    def _change(
        self,
        verb: Callable[..., Done],
        *args: object,
        then: Callable[[], object] | None = None,
    ) -> None:
        def done(_saved: Done) -> None:
            if then is not None:
                then()

        how, actor = How(exclusive=CHANGE), self.context.actor
        self.context.operations.do(verb, actor, *args, owner=self, on_done=done, how=how)


def _row(x: PlaceRow, zones: dict[ZoneId, str]) -> Row:
    place = x.place
    tills = "、".join(x.tills)
    state = "停用" if not place.active else f"{tills} 收银台" if tills else "在用"
    cells = (
        place.name,
        place.kind.word,
        zones.get(place.zone_id, ""),
        place.point,
        place.code,
        f"{x.products} 种" if x.holds else "空",
        state,
    )
    return Row(place.location_id, cells, role="" if place.active else "muted")
