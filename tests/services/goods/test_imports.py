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
    assert demo_shop.suite.catalogue.version() == 1
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
    assert demo_shop.suite.catalogue.version() == 2


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
    kg = {"计价方式": "称重", "经营方式": "代销", "进价(元)": "8"}
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
        ({"期初数量": "-1"}, "opening_unreadable"),
        ({"期初数量": "1e3"}, "opening_unreadable"),
        ({"到期日": "2025-12-31"}, "expiry_before_production"),
        ({"到期日": "2026-02-30"}, "date_unreadable"),
        ({"到期日": "1926-02-03"}, "date_unreadable"),
    ],
)
def test_opening_stock_that_cannot_be(file_shop, cells, code):
    plan = check(file_shop, table(product(**OPENING | cells)))
    assert [e.code for e in plan.errors] == [code]


# -- what rows may say -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"货号": ""}, "货号", "cell_missing"),
        ({"货号": "6.90123E+12"}, "货号", "cell_scientific"),
        ({"货号": "米线"}, "货号", "code_characters"),
        ({"货号": "X" * 33}, "货号", "cell_too_long"),
        ({"条码": "6.90123E+12"}, "条码", "cell_scientific"),
        ({"条码": "6901234567890"}, "条码", "barcode_check_digit"),
        ({"条码": "36000291452"}, "条码", "barcode_zero_lost"),
        ({"条码": "123456"}, "条码", "barcode_length"),
        ({"条码": "条码"}, "条码", "barcode_characters"),
        ({"条码": "2210001"}, "条码", "barcode_scale_for_piece"),
        ({"品名": ""}, "品名", "cell_missing"),
        ({"品名": "米" * 81}, "品名", "cell_too_long"),
        ({"品名": "米\x1bp线"}, "品名", "cell_control"),
        ({"展区": "北京"}, "展区", "zone_unknown"),
        ({"县/产地": "朝阳"}, "县/产地", "county_unknown"),
        ({"零售价(元)": ""}, "零售价(元)", "cell_missing"),
        ({"零售价(元)": "0"}, "零售价(元)", "price_zero"),
        ({"零售价(元)": "-0.0"}, "零售价(元)", "price_zero"),
        ({"零售价(元)": "-1"}, "零售价(元)", "price_range"),
        ({"零售价(元)": "NaN"}, "零售价(元)", "price_unreadable"),
        ({"零售价(元)": "1e400"}, "零售价(元)", "price_unreadable"),
        ({"零售价(元)": "12.345"}, "零售价(元)", "price_unreadable"),
        ({"零售价(元)": "9999999999"}, "零售价(元)", "price_range"),
        ({"税率": "17%"}, "税率", "tax_rate_unknown"),
        ({"税率": "很多"}, "税率", "tax_rate_unknown"),
        ({"保质期(天)": "一年"}, "保质期(天)", "days_unreadable"),
        ({"贮存条件": "太阳下"}, "贮存条件", "storage_unknown"),
        ({"经营方式": "租赁"}, "经营方式", "terms_unknown"),
        ({"计价方式": "论堆"}, "计价方式", "sold_by_unknown"),
        ({"不参加优惠": "也许"}, "不参加优惠", "flag_unknown"),
        ({"补货点": "1.5"}, "补货点", "quantity_not_whole"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(file_shop, cells, column, code):
    plan = check(file_shop, table(product(**cells)))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [(2, column, code)]


@pytest.mark.parametrize(
    ("text", "kind", "rate"),
    [
        ("13%", TaxKind.TAXED, 1300),
        ("0.09", TaxKind.TAXED, 900),
        ("9", TaxKind.TAXED, 900),
        ("１３％", TaxKind.TAXED, 1300),
        ("1", TaxKind.TAXED, 100),
        ("免税", TaxKind.EXEMPT, 0),
        ("0", TaxKind.EXEMPT, 0),
    ],
)
def test_tax_rates_as_people_write_them(file_shop, text, kind, rate):
    (made,) = check(file_shop, table(product(税率=text))).create
    assert (made.content.tax_kind, made.content.tax_rate_bp) == (kind, rate)


def test_what_excel_and_people_do_to_text_is_put_right(file_shop):
    cells = {"货号": "ｘ１", "条码": f" {gtin(1)}；{gtin(2)}", "零售价(元)": "￥１２．５０"}
    (made,) = check(file_shop, table(product(品名="\u200b试吃\u3000米线 ", **cells))).create
    assert (made.content.code, made.content.name) == ("X1", "试吃 米线")
    (family,) = check(file_shop, table(product(品名="👨‍👩‍👧 米‍线"))).create
    assert family.content.name == "👨‍👩‍👧 米线", "a joiner between pictures is seen"
    assert made.content.list_price_fen == 1250
    assert made.barcodes == ((gtin(1), "gtin"), (gtin(2), "gtin"))


def test_places_answer_to_their_short_names_and_a_county_finds_its_zone(file_shop):
    rows = (
        product(货号="A", 展区="果洛", **{"县/产地": "玛沁"}),
        product(货号="B", 展区="", **{"县/产地": "夷陵"}),
        product(货号="C", 展区="BC", **{"县/产地": "巴楚县"}),
    )
    plan = check(file_shop, table(*rows))
    assert [(p.content.zone, p.content.county) for p in plan.create] == [
        ("青海果洛", "玛沁县"),
        ("湖北夷陵", "夷陵区"),
        ("新疆巴楚", "巴楚县"),
    ]


def test_new_places_are_made_only_when_allowed_and_are_said(demo_shop):
    content = table(product(展区="黑龙江五常", **{"县/产地": "五常市"}))
    assert [e.code for e in check(demo_shop, content).errors] == ["zone_unknown"]
    plan = check(demo_shop, content, allow_new_places=True)
    assert [w.code for w in plan.warnings] == ["zone_new", "county_new"]
    bring_in(demo_shop, content, allow_new_places=True)
    zone = demo_shop.suite.catalogue.zones()[-1]
    assert (zone.name, zone.short_name, zone.colour, zone.code) == ("黑龙江五常", "五常", 4, "Z5")
    assert find(demo_shop, "X1")[0].county == "五常市"


def test_repeated_numbers_and_shared_barcodes_are_told_apart(demo_shop):
    twice = check(demo_shop, table(product(), product(品名="另一种")))
    assert [(e.row, e.code, e.params["first_row"]) for e in twice.errors] == [
        (3, "duplicate_code", 2)
    ]
    shared = check(
        demo_shop, table(product(条码=gtin(1)), product(货号="X2", 条码=f"{gtin(1)} 6990100100011"))
    )
    assert not shared.errors
    assert [(w.row, w.code, w.params["other"]) for w in shared.warnings] == [
        (3, "barcode_shared", "X1"),
        (3, "barcode_shared", "WS0001"),
    ]
    weighed = [s for s in demo_shop.suite.catalogue.load_index().skus if s.sold_by is SoldBy.WEIGHT]
    taken = check(demo_shop, table(product(条码=weighed[0].barcodes[0], 计价方式="称重")))
    assert [e.code for e in taken.errors] == ["barcode_scale_taken"]


def test_a_further_barcode_is_added_and_one_code_of_two_products_is_kept(demo_shop):
    bring_in(demo_shop, csv_file(("WS0001", gtin(1)), header=["货号", "条码"]))
    assert find(demo_shop, "WS0001")[0].barcodes == tuple(sorted((gtin(1), "6990100100011")))
    bring_in(demo_shop, table(product(条码=gtin(1))), 2)
    assert {s.code for s in find(demo_shop, gtin(1))} == {"WS0001", "X1"}


def test_what_is_odd_is_pointed_out_but_not_refused(file_shop):
    cells = {"进价(元)": "20", "会员价(元)": "15", "零售价(元)": "12.50", "颜色": "红"}
    plan = check(file_shop, table(product(**cells)))
    assert [w.code for w in plan.warnings] == [
        "column_unknown",
        "cost_above_price",
        "member_above_price",
    ]
    jump = check(file_shop, csv_file(("WS0001", "6800"), header=["货号", "零售价"]))
    assert [w.code for w in jump.warnings] == ["price_jump"]
    for yuan, jumps in (("102", 0), ("34", 0), ("70", 0), ("102.01", 1), ("33.99", 1)):
        plan = check(file_shop, csv_file(("WS0001", yuan), header=["货号", "零售价"]))
        assert [w.code for w in plan.warnings].count("price_jump") == jumps, yuan
    undated = check(file_shop, table(product(**{"保质期(天)": "365", "期初数量": "3"})))
    assert [w.code for w in undated.warnings] == ["lot_undated"]


def test_how_a_product_is_sold_is_fixed(file_shop):
    plan = check(file_shop, csv_file(("WS0001", "称重"), header=["货号", "计价方式"]))
    assert [e.code for e in plan.errors] == ["sold_by_fixed"]


@pytest.mark.parametrize(
    ("given", "restricted", "told"),
    [
        ({"品名": "沙棘汁(6瓶)", "品类": "饮料酒水"}, False, []),
        ({"品名": "雪山矿泉水(24瓶)", "品类": "饮料酒水"}, False, []),
        ({"品名": "三峡苞谷酒", "品类": "饮料酒水"}, True, ["age_by_name"]),
        ({"品名": "三峡苞谷酒", "限制未成年人(是/否)": "是"}, True, []),
        ({"品名": "三峡苞谷酒", "限制未成年人(是/否)": "否"}, False, ["age_denied"]),
        ({"品名": "甜酒酿", "品类": "方便食品"}, False, []),
        ({"品名": "青花杯", "限制未成年人(是/否)": "是"}, True, []),
        ({"品名": "汾阳王", "品类": "白酒"}, True, ["age_by_name"]),
        ({"品名": "烟熏腊肉"}, False, []),
        ({"品名": "香烟一条"}, True, ["age_by_name"]),
    ],
)
def test_whom_a_product_may_be_sold_to_is_its_own_flag(file_shop, given, restricted, told):
    plan = check(file_shop, table(product(**given)))
    assert plan.create[0].content.age_restricted is restricted
    assert [w.code for w in plan.warnings] == told
    assert plan.age_guessed == ("age_by_name" in told)


def test_the_guess_by_name_can_be_answered_with_no(file_shop):
    plan = check(file_shop, table(product(品名="三峡苞谷酒")), restrict_by_name=False)
    assert not plan.create[0].content.age_restricted
    assert [w.code for w in plan.warnings] == ["age_not_by_name"]
    assert plan.age_guessed == 1


def test_english_columns_count_in_fen_and_basis_points(file_shop):
    header = ["sku", "name", "zone", "county", "retail_price_fen", "tax_rate_bp"]
    header += ["sold_by", "reorder_point"]
    row = ("E1", "米线", "WS", "广南县", "1250", "900", "weight", "2.5")
    (made,) = check(file_shop, csv_file(row, header=header)).create
    assert (made.content.list_price_fen, made.content.tax_rate_bp) == (1250, 900)
    assert made.content.reorder_point == 2500


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
    product_cells = "Z9,,腊肉,,云南文山,文山市,合作社,肉,袋,,计件,38.80,,20,13%,180,常温,5,代销"
    row = f"{product_cells},是,否,否,10,A,2026-01-01,"
    plan = check(demo_shop, sheet + row.encode())
    assert not plan.errors
    assert [p.content.list_price_fen for p in plan.create] == [3880]
    assert [lot.quantity for lot in plan.lots] == [10]


@pytest.mark.parametrize("sign", ["/", "、", " ", " / ", "//", "\n"])
def test_two_codes_in_a_cell_are_two_codes(file_shop, sign):
    plan = check(file_shop, table(product(条码=f'"{gtin(1)}{sign}{gtin(2)}"')))
    assert plan.create[0].barcodes == ((gtin(1), "gtin"), (gtin(2), "gtin"))


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("6990000000015/6990000000023", "barcode_check_digit"),
        ("6990000000015/A1", "barcode_slash"),
        ("6990000000015/123456", "barcode_slash"),
        ("5-Mar", "cell_is_date"),
        ("2026-08-15", "cell_is_date"),
    ],
)
def test_what_may_be_several_codes_or_a_date_is_no_code(file_shop, cell, code):
    (error,) = check(file_shop, table(product(条码=cell))).errors
    assert (error.column, error.code, error.params["cell"]) == ("条码", code, cell)


@pytest.mark.parametrize("cell", ["A/B-1", "12/34", "SHOP/6"])
def test_a_code_of_the_shop_may_have_a_slash(file_shop, cell):
    (made,) = check(file_shop, table(product(货号=cell, 条码="A/B"))).create
    assert (made.content.code, made.barcodes) == (cell, (("A/B", "shop"),))


@pytest.mark.parametrize("cell", ["5-Mar", "MAR-5", "05-mar-26", "2026-08-15", "2026/8/15"])
def test_a_date_is_no_code_of_a_product(file_shop, cell):
    (error,) = check(file_shop, table(product(货号=cell))).errors
    assert (error.column, error.code) == ("货号", "cell_is_date")
    assert check(file_shop, table(product(货号="MARS-5"))).create
