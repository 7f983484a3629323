"""What a row may say of a product, and what is said of a cell that it may not."""

import pytest

from showroom.domain.quantity import SoldBy
from showroom.domain.tax import TaxKind
from showroom.ui.catalogue.import_words import new_told
from tests.services.goods.spreadsheets import csv_file, gtin, product, table
from tests.services.goods.test_imports import bring_in, check, find


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
        ({"保质期(天)": "一年多"}, "保质期(天)", "life_several"),
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
    taken = check(
        demo_shop, table(product(条码=weighed[0].barcodes[0], 计价方式="称重", 计价单位="kg"))
    )
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
    header += ["sold_by", "reorder_point", "unit"]
    row = ("E1", "米线", "WS", "广南县", "1250", "900", "weight", "2.5", "kg")
    (made,) = check(file_shop, csv_file(row, header=header)).create
    assert (made.content.list_price_fen, made.content.tax_rate_bp) == (1250, 900)
    assert made.content.reorder_point == 2500


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


FAMILY = "👨\u200d👩\u200d👧\u200d👦"
RICE = "云南文山广南县八宝贡米有机小粒香大米五公斤装礼盒全家福款年货团圆"
LONG_NAMES = [
    f"{RICE}特{FAMILY}大礼包",
    "བོད་ཀྱི་གཡག་ཤ་སྐམ་པོ་ལྷོ་ཁ་ས་ཁུལ་གྱི་ཐོན་ཟོག",
    RICE * 2 + "袋" * 16,
]


@pytest.mark.parametrize("name", LONG_NAMES, ids=["family", "tibetan", "80"])
def test_a_product_without_a_short_name_goes_by_its_whole_name(demo_shop, name):
    bring_in(demo_shop, table(product(品名=name, 条码=gtin(1))))
    assert [sku.short_name for sku in find(demo_shop, gtin(1))] == [name]
    bring_in(demo_shop, table(product(品名="试吃米线", 条码=gtin(1))), 2)
    assert [sku.short_name for sku in find(demo_shop, gtin(1))] == ["试吃米线"]


def test_a_short_name_of_the_file_is_told_and_stays(demo_shop):
    plan = check(demo_shop, table(product(条码=gtin(1), 小票简称="试吃")))
    assert "小票简称 试吃" in new_told(plan.create[0])
    bring_in(demo_shop, table(product(条码=gtin(1), 小票简称="试吃")))
    bring_in(demo_shop, table(product(条码=gtin(1), 品名="米线二号")), 2)
    assert [sku.short_name for sku in find(demo_shop, gtin(1))] == ["试吃"]
