"""A stock-keeper's hands in 领用, and goods for them."""

from PySide6.QtCore import Qt

from showroom.domain.stock import DocumentKind
from showroom.ui.leaving.start_page import StartPage
from tests.services.stock.deliveries import draft_of
from tests.services.stock.leavings import arrived, out_of
from tests.ui.counter.counter_player import Till

Key = Qt.Key
ENTER = Key.Key_Return
ISSUE, WRITE_OFF = DocumentKind.ISSUE, DocumentKind.WRITE_OFF


class Keeper(Till):
    """A stock-keeper's hands."""

    def hit(self, *keys):
        for key in keys:
            self.press(key)
            self.settle()

    def type(self, text):
        self.write(text)
        self.hit(ENTER)

    def take(self, code, figures):
        self.scan(code)
        self.settle()
        self.type(figures)

    def go(self, name="leaving"):
        self.window.workspace.go(name)
        self.settle()

    def issue(self, reason=Key.Key_1, who="Li"):
        self.hit(Key.Key_F2, reason)
        self.type(who)

    @property
    def model(self):
        return self.screen.working.model

    @property
    def page(self):
        return self.screen.working.page

    @property
    def listed(self):
        return [row.cells[1:] for row in self.page.table.rows]

    @property
    def offered(self):
        cells = (row.cells for row in self.page.line.lots.rows)
        return [(c[0].split()[0], *c[1:]) for c in cells]

    @property
    def at_start(self):
        return isinstance(self.screen.part, StartPage)


def brought(shop, goods, quantity=24, key="in", number=400, supplier=None, **known):
    more = {} if supplier is None else {"supplier_id": supplier}
    return arrived(shop, goods, quantity, key, number, {"cost_fen": 1_000, **known}, **more)


def from_warehouse(keeper):
    keeper.scan("KW-CK2")
    keeper.settle()


def kept_draft(shop, line, key="d", **head):
    return draft_of(shop, out_of(line, 2), key=key, kind=WRITE_OFF, **head)
