"""追溯 of a lot that gave for a sale names it, with the 补批次单 beside it."""

from showroom.ui.stock.trace_rows import Part, trace_sheet
from tests.services.stock.deliveries import FLOOR
from tests.services.stock.moves import delivered, send
from tests.services.stock.test_debts import new_goods, oversold
from tests.services.stock.test_debts_back import corrections


def test_the_customer_of_a_debt_is_named_on_screen_and_in_the_table(till, shop):
    sku = shop.suite.catalogue.load_index().skus[0]
    tea = new_goods(shop, sku)
    lot = delivered(shop, tea, 3, lot_no="B77")
    oversold(shop, tea, 3)
    send(shop, tea, [(lot, 3)], to=FLOOR, step="move")
    (paper,) = corrections(shop)
    till.screen.books.show_trace(lot)
    till.settle()
    view = till.screen.books.trace
    view.next_part()
    assert view.parts.choice is Part.SALES
    till.settle()
    (row,) = view.fate.rows
    assert f"补批次单 {paper.number}" in row.cells[1]
    trace = shop.suite.tracing.trace(shop.owner, lot)
    made = trace_sheet(trace.origin, trace.fate, "", sees_cost=True)
    assert paper.number in [cells[-1].value for cells in made.rows]
