"""A stock-keeper's hands in 调拨: keys and scans alone, over real books."""

from PySide6.QtCore import Qt

from showroom.services.stock.places import PointKind
from tests.services.stock.moves import asked
from tests.ui.counter.counter_player import Till

ENTER = Qt.Key.Key_Return


class Keeper(Till):
    """Presses keys, scans, and reads what the pages say."""

    def go(self):
        self.window.workspace.go("transfers")
        self.settle()
        return self

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.press(key, modifiers)
        self.settle()

    def type(self, *fields):
        """Each with its Enter."""
        for field in fields:
            self.write(field)
            self.key(ENTER)

    def read(self, *codes):
        """Scans, each after what the last one asked of the books."""
        for code in codes:
            self.settle()
            self.scan(code)
            self.qtbot.waitUntil(lambda: not self.desk.context.kept.scans)
            self.settle()

    @property
    def part(self):
        return self.screen.part

    @property
    def lines(self):
        return [row.cells for row in self.part.page.table.rows]

    @property
    def lots(self):
        return [(c[0].split()[0], *c[1:]) for c in self.sources_of_lots]

    @property
    def sources_of_lots(self):
        return [row.cells for row in self.part.page.line.lots.rows]

    @property
    def walk(self):
        return [row.cells for row in self.part.table.rows]

    def found(self, code):
        return self.desk.context.index.find(code)[0]


def card_of(shop, place_id):
    """The code of a place's card."""
    rows = shop.suite.places.listed(shop.owner)
    return next(x.place.code for x in rows if x.place.location_id == place_id)


def add_point(shop, name="彭浦社区网点", code="PP"):
    """A service point, and its shop floor."""
    add = shop.suite.places.add_point
    point = add(shop.owner, code, name, PointKind.COMMUNITY, asked()).point
    rows = shop.suite.places.listed(shop.owner)
    return next(x.place for x in rows if x.place.point_id == point.point_id)
