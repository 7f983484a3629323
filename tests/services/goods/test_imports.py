import json
from dataclasses import replace

import pytest

from showroom.db.engine import Database
from showroom.db.tables.catalogue import barcode, import_batch, sku
from showroom.db.tables.journal import journal
from showroom.db.tables.stock import lot, stock_level, stock_move
from showroom.domain.basket import Basket
from showroom.domain.errors import Fault, Refusal
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms
from showroom.domain.tax import TaxKind
from showroom.machine.assets import asset_bytes
from showroom.services.goods.export_sheet import import_template
from showroom.services.goods.import_columns import TEMPLATE, find_columns
from showroom.services.goods.import_files import read_table
from showroom.services.goods.import_plan import Answers, no_step
from tests.factories import request
from tests.services.goods.spreadsheets import (
    big_catalogue,
    csv_file,
    gtin,
    product,
    table,
    xlsx_file,
)
from tests.services.selling.test_checkout import prove, sell

OPENING = {"期初数量": "10", "批号": "A1", "生产日期": "2026-01-01", "到期日": "2026-12-31"}


def check(shop, content, name="products.csv", step=no_step, **answers):
    given = Answers(**answers)
    return shop.suite.imports.check(shop.stock_keeper, content, name, answers=given, step=step)


def bring_in(shop, content, number=1, **options):
    plan = check(shop, content, **options)
    assert not plan.errors, plan.errors
    return shop.suite.imports.apply(shop.stock_keeper, plan, request(number))


def find(shop, code):
    return shop.suite.catalogue.load_index().find(code)


def count(shop, of):
    return shop.books.database.read(lambda tx: len(tx.connection.execute(of.select()).all()))


def test_a_dry_run_writes_nothing_and_says_what_would_happen(demo_shop):
    before = find(demo_shop, "WS0001")[0]
    changed = product(货号="ws0001", 品名=before.name, **{"零售价(元)": "65"})
    changed |= {"县/产地": "文山", "展区": "文山"}
    plan = check(demo_shop, table(changed, product(条码=gtin(1))))
    assert [p.content.code for p in plan.create] == ["X1"]
    assert [p.content.code for p in plan.update] == ["WS0001"]
    assert [(p.before_fen, p.after_fen) for p in plan.prices] == [(6800, 6500)]
    assert plan.can_apply
    assert demo_shop.suite.elsewhere.seen().catalogue == 1
    assert not find(demo_shop, "X1")


def test_new_products_can_be_sold_at_once(demo_shop):
    done = bring_in(demo_shop, table(product(条码=gtin(1), 小票简称="米线")))
    assert (done.created, done.updated, done.unchanged) == (1, 0, 0)
    (made,) = find(demo_shop, gtin(1))
    assert (made.code, made.name, made.short_name) == ("X1", "试吃米线", "米线")
    assert (made.zone, made.county) == ("云南文山", "广南县")
    assert demo_shop.suite.catalogue.load_index().search("scmx") == [made]
    assert (made.list_price_fen, made.tax_kind, made.tax_rate_bp) == (1250, TaxKind.TAXED, 900)
    assert (made.unit, made.sold_by, made.oversell) == ("件", SoldBy.EACH, True)
    assert demo_shop.suite.elsewhere.seen().catalogue == 2


def test_the_sample_catalogue_over_itself_changes_nothing(demo_shop):
    plan = check(demo_shop, asset_bytes("sample", "catalogue.csv"))
    assert (plan.unchanged, len(plan.create), len(plan.update)) == (24, 216, 0)
    bring_in(demo_shop, asset_bytes("sample", "catalogue.csv"))
    plan = check(demo_shop, asset_bytes("sample", "catalogue.csv"))
    assert (plan.unchanged, plan.can_apply) == (240, False)
    with pytest.raises(Refusal, match="import_nothing_to_do"):
        demo_shop.suite.imports.apply(demo_shop.owner, plan, request(2))


def test_a_price_list_of_two_columns_changes_prices_only(demo_shop):
    before = find(demo_shop, "WS0001")[0]
    bring_in(demo_shop, csv_file(("WS0001", "66.00"), header=["货号", "零售价"]))
    assert find(demo_shop, "WS0001")[0] == replace(before, list_price_fen=6600)


def test_repeating_a_request_returns_the_first_result(demo_shop):
    plan = check(demo_shop, table(product(**OPENING)))
    first = demo_shop.suite.imports.apply(demo_shop.owner, plan, request())
    again = demo_shop.suite.imports.apply(demo_shop.owner, plan, request())
    assert again == replace(first, repeated=True)
    assert again.changes.catalogue
    assert count(demo_shop, import_batch) == 2  # the demo's own and this one


def test_a_plan_made_before_somebody_else_changed_products_is_refused(demo_shop):
    plan = check(demo_shop, table(product()))
    bring_in(demo_shop, table(product(货号="X2")))
    with pytest.raises(Refusal, match="catalogue_changed"):
        demo_shop.suite.imports.apply(demo_shop.owner, plan, request(2))


def test_nothing_is_written_when_one_row_is_wrong(demo_shop):
    plan = check(demo_shop, table(product(), product(货号="X2", 税率="4%")))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [(3, "税率", "tax_rate_unknown")]
    with pytest.raises(Refusal, match="import_has_errors"):
        demo_shop.suite.imports.apply(demo_shop.owner, plan, request())
    assert not find(demo_shop, "X1")


def test_an_import_cut_short_leaves_the_old_catalogue(demo_shop, monkeypatch):
    plan = check(demo_shop, table(product(**OPENING)))
    tables = (sku, barcode, lot, stock_move, stock_level, import_batch, journal)
    before = [count(demo_shop, t) for t in tables]

    def cut(*_):
        raise Fault("disk_full")

    monkeypatch.setattr("showroom.services.books.posting.requests.remember", cut)
    with pytest.raises(Fault):
        demo_shop.suite.imports.apply(demo_shop.owner, plan, request())
    monkeypatch.undo()
    assert [count(demo_shop, t) for t in tables] == before
    demo_shop.suite.imports.apply(demo_shop.owner, plan, request())
    assert find(demo_shop, "X1")[0].on_hand == 10


def test_the_journal_names_the_file_and_every_price_it_moved(demo_shop):
    bring_in(demo_shop, csv_file(("WS0001", "66.00"), header=["货号", "零售价"]))
    rows = demo_shop.books.database.read(
        lambda tx: tx.connection.execute(journal.select().order_by(journal.c.seq.desc())).all()
    )
    told = json.loads(rows[0].payload)
    assert (rows[0].kind, rows[0].actor) == ("import", "老王")
    assert (told["file"], told["updated"], len(told["sha256"])) == ("products.csv", 1, 64)
    prices = json.loads(rows[1].payload)["prices"]
    assert [(code, a, b) for code, _, a, b in prices] == [("WS0001", 6800, 6600)]


def test_only_who_may_import_imports(demo_shop):
    imports, content = demo_shop.suite.imports, table(product())
    with pytest.raises(Refusal, match="not_permitted"):
        imports.check(demo_shop.cashier, content, "a.csv")
    plan = check(demo_shop, content)
    with pytest.raises(Refusal, match="not_permitted"):
        imports.apply(demo_shop.cashier, plan, request())


# -- opening stock -----------------------------------------------------------------------------


def test_opening_stock_arrives_in_lots_with_their_dates(demo_shop):
    kg = {"计价方式": "称重", "计价单位": "kg", "经营方式": "代销", "进价(元)": "8"}
    first = product(条码="2299999", **kg, **OPENING | {"期初数量": "1.25"})
    second = {"货号": "X1", **OPENING, "批号": "A2", "期初数量": "2"}
    done = bring_in(demo_shop, table(first, second))
    assert done.lots == 2
    made = find(demo_shop, "2299999")[0]
    assert (made.on_hand, made.unit) == (3250, "kg")
    rows = demo_shop.suite.stock.lots(demo_shop.owner, made.sku_id)
    assert [(x.lot.lot_no, x.lot.on_hand, x.lot.terms) for x in rows] == [
        ("A1", 1250, Terms.CONSIGNMENT),
        ("A2", 2000, Terms.CONSIGNMENT),
    ]
    moves = demo_shop.suite.stock.moves(demo_shop.owner, made.sku_id)
    assert [(m.quantity, m.reason, m.document_id) for m in moves] == [
        (2000, "opening", done.batch_id),
        (1250, "opening", done.batch_id),
    ]


@pytest.mark.parametrize("sold_first", [0, 5])
def test_whether_goods_may_be_oversold_holds_for_lots_already_there(demo_shop, sold_first):
    demo_shop.suite.shifts.open_shift(demo_shop.cashier, 0, request(60))
    strict = {"允许负库存(是/否)": "否"}
    bring_in(demo_shop, table(product(**OPENING | {"期初数量": "5"}, **strict)))
    if sold_first:
        sell_x1(demo_shop, sold_first, 50)
    bring_in(demo_shop, table(product(**{"允许负库存(是/否)": "是"})), number=2)
    sell_x1(demo_shop, 6, 51)
    bring_in(demo_shop, table(product(**strict)), number=3)
    with pytest.raises(Refusal, match="sku_no_stock"):
        sell_x1(demo_shop, 1, 52)
    prove(demo_shop)


def sell_x1(shop, quantity, number):
    sku = find(shop, "X1")[0]
    return sell(shop, Basket().add(sku, quantity), number=number)


def test_the_same_lot_is_not_counted_twice(demo_shop):
    bring_in(demo_shop, table(product(**OPENING)))
    plan = check(demo_shop, table(product(**OPENING)))
    assert (plan.can_apply, [w.code for w in plan.warnings]) == (False, ["lot_known"])


def test_stock_may_arrive_for_a_product_the_file_leaves_as_it_is(demo_shop):
    before = find(demo_shop, "WS0001")[0]
    bring_in(demo_shop, table({"货号": "WS0001", "期初数量": "7", "生产日期": "20260601"}))
    assert find(demo_shop, "WS0001")[0] == replace(before, on_hand=before.on_hand + 7)
    lots = demo_shop.suite.stock.lots(demo_shop.owner, before.sku_id)
    assert "期初20280531" in {x.lot.lot_no for x in lots}  # two years of shelf life


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"期初数量": "1.5"}, "quantity_not_whole"),
        ({"期初数量": "1e3"}, "opening_unreadable"),
        ({"到期日": "2025-12-31"}, "expiry_before_production"),
        ({"到期日": "2026-02-30"}, "day_unknown"),
        ({"到期日": "1926-02-03"}, "year_out_of_range"),
    ],
)
def test_opening_stock_that_cannot_be(file_shop, cells, code):
    plan = check(file_shop, table(product(**OPENING | cells)))
    assert [e.code for e in plan.errors] == [code]


def test_columns_may_stand_in_any_order_below_a_title(file_shop):
    content = b"\xef\xbb\xbf" + csv_file(
        ("9%", "12.5", "广南县", "米线", "X1"), header=["税率", "零售价", "产地", "品名", "货号"]
    )
    titled = b"\xef\xbb\xbf" + "万荣路88号商品表\n\n".encode() + content[3:]
    for file in (content, titled):
        assert [p.content.code for p in check(file_shop, file).create] == ["X1"]


def test_a_thousand_products_keep_their_numbers(demo_shop):
    done = bring_in(demo_shop, big_catalogue(1000))
    assert done.created == 1000
    index = demo_shop.suite.catalogue.load_index()
    for number in (0, 1, 500, 999):
        (made,) = index.find(f"T{number:06d}")
        assert made.name.endswith(str(number))
        assert made.sold_by is SoldBy.WEIGHT or made.barcodes == (gtin(number),)


def test_a_workbook_brings_in_the_same_as_text(demo_shop):
    header = ["货号", "条码", "品名", "展区", "县/产地", "零售价(元)", "税率", "到期日", "期初数量"]
    row = ["X1", int(gtin(1)), "试吃米线", "云南文山", "广南县", 12.5, 0.09, "2026-12-31", 3]
    plan = check(demo_shop, xlsx_file(header, row), "商品.xlsx")
    (made,) = plan.create
    text = check(demo_shop, csv_file([*row[:5], "12.50", "9%", *row[7:]], header=header)).create
    assert (made.content, made.barcodes) == (text[0].content, text[0].barcodes)
    assert plan.lots[0].expiry_date == "2026-12-31"


def test_file_names_lose_their_path(file_shop):
    for name in ("../../etc/商品.csv", "C:\\用户\\商品.csv", "商\n品.csv"):
        assert check(file_shop, table(product()), name).file_name == "商品.csv"


def test_two_tills_cannot_both_apply_on_the_same_version(demo_shop):
    database = Database(demo_shop.books.database.url.render_as_string(hide_password=False))
    try:
        other = replace(demo_shop.books, database=database)
        from showroom.services.goods.imports import Imports

        there = Imports(
            other,
            demo_shop.suite.settings.price_limits,
            demo_shop.suite.settings.label_rules,
        )
        content = [table(product(货号=f"X{n}")) for n in range(2)]
        theirs = there.check(demo_shop.owner, content[0], "theirs.csv")
        ours = check(demo_shop, content[1])
        with pytest.raises(Refusal, match="import_not_checked"):
            there.apply(demo_shop.owner, ours, request(3))
        there.apply(demo_shop.owner, theirs, request(1))
        with pytest.raises(Refusal, match="catalogue_changed"):
            demo_shop.suite.imports.apply(demo_shop.owner, ours, request(2))
    finally:
        database.close()


def test_a_long_import_tells_how_far_it_is_and_can_be_stopped(demo_shop):
    class StopError(Exception):
        pass

    steps = []
    content = table(*(product(货号=f"P{n}", 条码="") for n in range(450)))
    plan = check(demo_shop, content, step=lambda *told: steps.append(told))
    assert steps == [(0, 450), (200, 450), (400, 450)]

    def stop(done, total):
        if done == total:
            raise StopError

    apply = demo_shop.suite.imports.apply
    with pytest.raises(StopError):
        apply(demo_shop.stock_keeper, plan, request(1), stop)
    assert not find(demo_shop, "P1")
    steps.clear()
    done = apply(demo_shop.stock_keeper, plan, request(1), lambda *told: steps.append(told))
    assert done.created == 450
    assert steps[0] == (0, 450)
    assert steps[-1] == (450, 450)


def test_the_template_names_every_column_and_can_be_filled_in(demo_shop):
    sheet = import_template()
    assert sheet.startswith(b"\xef\xbb\xbf")
    columns = find_columns(read_table(sheet))
    assert not columns.unknown
    assert len(columns.fields) == len(TEMPLATE)
    product_cells = "Z9,,,腊肉,,云南文山,文山市,合作社,肉,袋,,计件,38.80,,20,13%,180,常温,5,代销"
    row = f"{product_cells},是,否,否,10,A,2026-01-01,,,"
    plan = check(demo_shop, sheet + row.encode())
    assert not plan.errors
    assert [p.content.list_price_fen for p in plan.create] == [3880]
    assert [lot.quantity for lot in plan.lots] == [10]
