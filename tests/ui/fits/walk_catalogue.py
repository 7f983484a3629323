"""Through lists of goods and prints, panels of 商品, and an import."""

from __future__ import annotations

from showroom.ui.catalogue.column_panel import FieldPanel, FixedPanel
from showroom.ui.catalogue.file_panel import FilePanel
from showroom.ui.widgets.row_table import RowTable
from tests.services.goods.spreadsheets import csv_file, product, table
from tests.ui.fits.hands import go, leave


def lists(till):
    for name in ("stock", "catalogue", "prints"):
        screen = go(till, name)
        yield name
        screen.findChild(RowTable).select_first()
        till.settle()
        yield f"{name}, chosen"
    till.screen.give_up()
    till.settle()
    yield "prints, give up"
    leave(till)
    go(till, "catalogue")
    till.screen.table.select_first()
    for name in ("change_price", "print_tag", "toggle_active"):
        getattr(till.screen, name)()
        till.settle()
        yield f"catalogue, {name}"
        leave(till)


def importing(till, folder):
    till.screen.open_import()
    till.settle()
    yield "import"
    FilePanel(till.screen, till.desk.context, folder).open()
    till.settle()
    yield "import, file"
    leave(till)
    path = folder / "goods.csv"
    path.write_bytes(table(product(), product(货号="X2", 品名="")))
    till.screen.importing.check_file(path)
    till.settle()
    yield "import, checked"
    yield from _column_question(till, folder / "other.csv")
    till.screen.uncover()
    till.settle()


def _column_question(till, path):
    path.write_bytes(csv_file(("X1", "米" * 40, "9" * 30), header=["代号", "叫" * 30, "价钱"]))
    till.screen.importing.check_file(path)
    till.settle()
    yield "import, columns"
    FieldPanel(till.panel, till.panel.question, "代号").open()
    yield "import, field"
    till.panel.close_panel()
    FixedPanel(till.panel, till.panel.question, "tax").open()
    yield "import, for all rows"
    till.panel.close_panel()
    leave(till)
    yield "import, columns open"
