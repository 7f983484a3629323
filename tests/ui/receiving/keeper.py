"""A stock-keeper's hands at the receiving screen of a real window."""

from PySide6.QtCore import Qt

from showroom.ui.receiving.arrived import ArrivedPanel
from showroom.ui.receiving.choosing import SupplierPanel
from showroom.ui.receiving.rows import BOTH
from tests.ui.counter.counter_player import Till

ENTER = Qt.Key.Key_Return


class Keeper(Till):
    """Scans and types; looks at what is listed."""

    def type(self, *fields):
        """Each with its Enter."""
        for field in fields:
            self.write(field)
            self.press(ENTER)
            self.settle()

    def choose(self, supplier):
        self.press(Qt.Key.Key_F2)
        assert isinstance(self.panel, SupplierPanel)
        self.write(supplier)
        self.press(ENTER)
        self.settle()

    def take_in(self, code, *fields):
        """Scan and type what belongs to it."""
        self.scan(code)
        self.settle()
        self.type(*fields)

    def post(self):
        """F12, and no tags."""
        self.press(Qt.Key.Key_F12)
        self.settle()
        if isinstance(self.panel, ArrivedPanel):
            self.press(Qt.Key.Key_Escape)
        return self.said

    def go(self, name):
        self.window.workspace.go(name)
        self.settle()

    @property
    def draft(self):
        return self.screen.model.draft

    @property
    def listed(self):
        """As in a window with room for all; a narrow one has lot and expiry in one column."""
        rows = [list(row.cells) for row in self.screen.page.table.rows]
        return [(*cells[:BOTH], *cells[BOTH + 1 :]) for cells in rows]

    def found(self, code):
        return self.desk.context.index.find(code)[0]
