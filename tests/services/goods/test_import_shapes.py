"""Files as shops have them: other programs' headings, titles, sheets, hidden and merged cells."""

import pytest

from showroom.domain.errors import Refusal
from showroom.services.goods.import_columns import FIELD_HEADING, FIELDS, fields_of, find_columns
from showroom.services.goods.import_files import read_heads, read_table
from showroom.services.goods.import_plan import Answers
from showroom.services.goods.imports import SheetFound
from showroom.ui.words.messages import sentence_for
from tests.factories import request
from tests.services.goods import other_programs
from tests.services.goods.spreadsheets import book_of, csv_file, gtin, product, saved, table
from tests.services.goods.test_imports import bring_in, check, find

CODE = gtin(1)
PLACES = {"county": "广南县", "tax": "9%"}
HEAD = ["货号", "品名", "县/产地", "零售价(元)", "税率"]
ROW = ["X1", "试吃米线", "广南县", 12.5, "9%"]


@pytest.mark.parametrize("name", other_programs.ALL)
def test_sheets_of_other_programs_are_understood(file_shop, name):
    content = other_programs.ALL[name].encode()
    fields = find_columns(read_table(content)).titles
    fixed = dict(PLACES) if name != "Open Food Facts" else {**PLACES, "list_price_fen": "12.50"}
    made = check(file_shop, content, fixed=fixed, columns=other_programs.UNKNOWN.get(name, {}))
    assert made.errors == ()
    content = made.create[0].content
    assert (content.name, content.county, content.list_price_fen) == ("试吃米线", "广南县", 1250)
    assert made.create[0].barcodes == ((CODE, "gtin"),)
    assert ("quantity" in fields) == bool(made.lots) == (name not in {"思迅", "Open Food Facts"})
    assert content.code == (CODE if "code" not in fields else content.code)


def test_lines_of_child_tables_are_left_out_and_counted(file_shop):
    """ERPNext writes further units and taxes of an item below it, in columns of their own."""
    rows = [
        "Item Code,Item Name,Standard Selling Rate,UOM (UOMs),Conversion Factor (UOMs)",
        "X1,试吃米线,12.50,袋,1",
        ",,,箱,12",
        "X2,试吃香梨,22.00,袋,1",
        ",,,箱,24",
    ]
    made = check(file_shop, "\n".join(rows).encode(), fixed=PLACES)
    assert made.errors == ()
    assert [p.content.code for p in made.create] == ["X1", "X2"]
    told = [sentence_for(w.code, w.params) for w in made.warnings if w.code == "rows_unread"]
    assert told == ["2 行只有没用到的列里有内容，没有导入"]


def test_a_semicolon_table_with_a_decimal_comma_is_refused_in_its_cell(file_shop):
    left = other_programs.UNKNOWN["科脉"]
    (error,) = check(file_shop, other_programs.KEMAI.encode(), columns=left).errors
    assert (error.row, error.column, error.code) == (2, "售价", "price_unreadable")
    assert "12,5" in sentence_for(error.code, error.params)


def test_a_column_that_new_products_lack_is_said_once_of_the_file(file_shop):
    rows = [("X1", "米线", "广南县", "1"), ("X2", "米粉", "广南县", "2")]
    plan = check(file_shop, csv_file(*rows, header=["货号", "品名", "产地", "零售价"]))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [(0, "税率", "column_missing")]
    assert not plan.can_apply


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_a_title_with_other_signs_does_not_part_the_cells(file_shop, delimiter):
    title = "万荣路88号, 商品表, 2026年, 第一版, 共3页, 机密\n".encode()
    row = ("X1", "", "试吃米线", "云南文山", "广南县", "12.50", "9%")
    plan = check(file_shop, title + csv_file(row, delimiter=delimiter))
    assert [p.content.code for p in plan.create] == ["X1"]


def test_a_table_without_a_header_is_parted_by_what_makes_its_rows_alike():
    (head,) = read_heads(b"a,b;c\nd,e;f\ng;h\n")
    assert [row.cells for row in head.rows] == [("a,b", "c"), ("d,e", "f"), ("g", "h")]
    with pytest.raises(Refusal, match="import_no_header"):
        read_table(b"a,b;c\nd,e;f\n")


# -- sheets ------------------------------------------------------------------------------------


def test_the_sheet_with_a_header_is_read_wherever_it_stands(file_shop):
    book = book_of(说明=[["请按下表填写"], ["货号不能重复"]], 商品=[HEAD, ROW], 旧=[["作废"]])
    book["旧"].sheet_state = "hidden"
    plan = check(file_shop, saved(book))
    assert [p.content.code for p in plan.create] == ["X1"]
    told = [(w.column, w.code) for w in plan.warnings]
    assert told == [("说明", "sheet_not_read"), ("旧", "sheet_hidden")]


def test_of_several_sheets_with_a_header_somebody_chooses(file_shop):
    content = saved(book_of(一月=[HEAD, ROW], 二月=[HEAD, ["X2", *ROW[1:]]]))
    with pytest.raises(Refusal) as caught:
        check(file_shop, content)
    assert (caught.value.code, caught.value.params["sheets"]) == (
        "import_sheets_several",
        "一月、二月",
    )
    assert [p.content.code for p in check(file_shop, content, sheet="二月").create] == ["X2"]
    with pytest.raises(Refusal, match="import_sheet_unknown"):
        check(file_shop, content, sheet="三月")


def test_a_hidden_sheet_is_read_only_when_it_is_asked_for(file_shop):
    book = book_of(说明=[["无"]], 商品=[HEAD, ROW])
    book["商品"].sheet_state = "veryHidden"
    with pytest.raises(Refusal, match="import_no_header"):
        check(file_shop, saved(book))
    assert check(file_shop, saved(book), sheet="商品").create


def test_what_is_hidden_is_left_out_and_said(file_shop):
    book = book_of(商品=[[*HEAD, "进价"], [*ROW, 99], ["X2", *ROW[1:], 99]])
    book["商品"].row_dimensions[3].hidden = True
    book["商品"].column_dimensions["F"].hidden = True
    plan = check(file_shop, saved(book))
    assert [(p.content.code, p.content.cost_price_fen) for p in plan.create] == [("X1", 0)]
    told = [(w.column, w.code, dict(w.params)) for w in plan.warnings]
    assert told == [("进价", "column_hidden", {}), ("", "rows_hidden", {"count": 1})]


def test_what_a_merged_cell_covers_is_refused(file_shop):
    book = book_of(商品=[[*HEAD, "品类"], [*ROW, "面"], ["X2", *ROW[1:], None], ["X3", *ROW[1:]]])
    book["商品"].merge_cells("F2:F3")
    plan = check(file_shop, saved(book))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [(3, "品类", "cell_merged")]


def test_a_table_wider_than_it_may_be_says_so(file_shop):
    wide = [*HEAD, *[""] * 300, "进价"]
    plan = check(file_shop, saved(book_of(商品=[wide, ROW])))
    assert [w.code for w in plan.warnings] == ["columns_cut"]
    plan = check(file_shop, csv_file(ROW + [""] * 301, header=wide))
    assert [w.code for w in plan.warnings] == ["columns_cut"]


def test_two_columns_of_one_title_are_told_apart(file_shop):
    content = csv_file(
        ("X1", "米线", "广南县", "9%", "12", "8"),
        header=["货号", "品名", "产地", "税率", "价格", "价格"],
    )
    with pytest.raises(Refusal, match="import_column_twice") as twice:
        check(file_shop, content, columns={"价格": "list_price_fen", "价格#2": "list_price_fen"})
    assert twice.value.params == {"column": "价格#2", "other": "价格"}
    answers = {"价格": "list_price_fen", "价格#2": "cost_price_fen"}
    (made,) = check(file_shop, content, columns=answers).create
    assert (made.content.list_price_fen, made.content.cost_price_fen) == (1200, 800)
    bars = csv_file(("X1", gtin(1), gtin(2), "1"), header=["货号", "条码", "条码", "零售价"])
    with pytest.raises(Refusal, match="import_column_twice"):
        check(file_shop, bars)
    assert check(file_shop, bars, columns={"条码#2": ""}).row_count == 1


def test_a_remark_in_brackets_tells_two_columns_apart(file_shop):
    content = csv_file(("WS0001", "67", "670"), header=["货号", "零售价(元)", "零售价(箱)"])
    (moved,) = check(file_shop, content, columns={"零售价(箱)": ""}).update
    assert moved.content.list_price_fen == 6700


@pytest.mark.parametrize("word", ["合计", "合 计：", "总计", "Total"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_sum_at_the_foot_is_no_product(file_shop, word, at):
    foot = ["", "", "", "", "", "99.50", ""]
    foot[at] = word
    plan = check(file_shop, csv_file(tuple(product().values()), foot))
    assert (plan.errors, len(plan.create)) == ((), 1)
    assert [(w.row, w.code) for w in plan.warnings] == [(3, "row_total")]
    assert [p.content.name for p in check(file_shop, table(product(品名="合计"))).create] == [
        "合计"
    ]


# -- broken rows ---------------------------------------------------------------------------------


def test_a_line_broken_in_two_is_refused_and_the_others_are_checked(file_shop):
    good, bad = product(货号="A"), product(货号="B", 品名="试吃\n米线")
    wrong = product(货号="C", 税率="17%")
    plan = check(file_shop, table(good, bad, wrong))
    assert [(e.row, e.code) for e in plan.errors] == [
        (3, "row_cells_few"),
        (4, "row_cells_few"),
        (5, "tax_rate_unknown"),
    ]
    assert dict(plan.errors[0].params) == {"found": 3, "wanted": 7}
    quoted = product(货号="B", 品名='"试吃\n米线"')
    assert [(e.row, e.code) for e in check(file_shop, table(quoted)).errors] == [
        (2, "cell_control")
    ]


def test_a_comma_without_quotes_moves_no_figure_under_another_heading(file_shop):
    content = "货号,零售价,会员价\nWS0001,9,90,8\nWS0001,70,,\n".encode()
    plan = check(file_shop, content)
    assert [(e.row, e.code) for e in plan.errors] == [(2, "row_cells_many")]
    assert [p.content.code for p in plan.update] == ["WS0001"]


# -- codes ---------------------------------------------------------------------------------------


def without_code(*barcodes, name="试吃米线"):
    rows = [(b, name, "广南县", "12.5", "9%") for b in barcodes]
    return csv_file(*rows, header=["条码", *HEAD[1:]])


def test_a_file_without_codes_numbers_its_products_by_their_barcodes(demo_shop):
    first = check(demo_shop, without_code(gtin(1), gtin(2)))
    assert [p.content.code for p in first.create] == [gtin(1), gtin(2)]
    assert [(w.code, w.params["code"]) for w in first.warnings] == [
        ("code_made", gtin(1)),
        ("code_made", gtin(2)),
    ]
    bring_in(demo_shop, without_code(gtin(1)))
    again = check(demo_shop, without_code(gtin(1), name="米线二号"))
    assert ([p.content.code for p in again.update], again.create) == ([gtin(1)], ())
    twice = check(demo_shop, without_code(gtin(2), gtin(2)))
    assert [e.code for e in twice.errors] == ["duplicate_code"]


def test_a_made_code_is_nobody_elses(demo_shop):
    bring_in(demo_shop, table(product(货号=gtin(1)), product(货号=f"{gtin(1)}-2")))
    (made,) = check(demo_shop, without_code(gtin(1))).create
    assert made.content.code == f"{gtin(1)}-3"


def test_a_barcode_of_several_products_or_of_none_finds_none(demo_shop):
    bring_in(demo_shop, table(product(货号="A", 条码=gtin(1)), product(货号="B", 条码=gtin(1))))
    plan = check(demo_shop, without_code(gtin(1), ""))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [
        (2, "条码", "barcode_of_several"),
        (3, "条码", "cell_missing"),
    ]


# -- answers -------------------------------------------------------------------------------------


def test_headings_that_nobody_knows_are_asked_for(file_shop):
    rows = [("X1", "米线", "广南县", "12.5", "9%", "不要")]
    content = csv_file(*rows, header=["代号", "叫法", "产地", "价钱", "税率", "备注"])
    with pytest.raises(Refusal, match="import_no_header"):
        check(file_shop, content)
    answers = {"代号": "code", "叫法": "name", "价钱": "list_price_fen", "备注": ""}
    plan = check(file_shop, content, columns=answers)
    assert [p.content.name for p in plan.create] == ["米线"]
    assert plan.warnings == ()
    with pytest.raises(Refusal, match="import_field_unknown"):
        check(file_shop, content, columns={"代号": "nonsense"})


def test_of_two_headings_for_one_field_one_is_left_out(file_shop):
    content = csv_file(("X1", "Y1", "12"), header=["货号", "商品编码", "零售价"])
    with pytest.raises(Refusal, match="import_column_twice"):
        check(file_shop, content)
    plan = check(file_shop, content, columns={"商品编码": ""})
    assert plan.row_count == 1


@pytest.mark.parametrize(
    ("fixed", "code"), [({"tax": "17%"}, "tax_rate_unknown"), ({"x": "1"}, "import_field_unknown")]
)
def test_what_holds_for_all_rows_is_read_like_a_cell(file_shop, fixed, code):
    with pytest.raises(Refusal, match=code):
        check(file_shop, table(product()), fixed=fixed)


def test_a_column_of_its_own_goes_before_what_holds_for_all_rows(file_shop):
    (made,) = check(file_shop, table(product()), fixed={"tax": "13%"}).create
    assert made.content.tax_rate_bp == 900


def test_the_first_rows_of_every_sheet_can_be_looked_at(file_shop):
    imports, actor = file_shop.suite.imports, file_shop.stock_keeper
    book = book_of(
        说明=[["请填写"]], 商品=[["商品表"], ["货号", "品名", "颜色"], ["X1", "米线", "红"]]
    )
    assert imports.look(actor, saved(book)) == (
        SheetFound("说明", hidden=False, rows=(("请填写",),), header_at=-1, fields=()),
        SheetFound(
            "商品",
            hidden=False,
            rows=(("商品表",), ("货号", "品名", "颜色"), ("X1", "米线", "红")),
            header_at=1,
            fields=("code", "name", ""),
        ),
    )
    (found,) = imports.look(actor, "甲,乙\n1,2\n".encode(), columns={"甲": "code", "乙": "name"})
    assert (found.header_at, found.fields) == (0, ("code", "name"))


def test_every_field_has_what_its_column_is_called():
    assert set(FIELD_HEADING) == FIELDS
    assert Answers().restrict_by_name


# -- what changes ----------------------------------------------------------------------------------


def test_the_plan_names_every_field_that_changes_and_its_two_values(demo_shop):
    before = find(demo_shop, "WS0001")[0]
    rows = ("WS0001", "果洛", "玛沁县", "66", gtin(1), "13%", "是")
    header = ["货号", "展区", "产地", "零售价", "条码", "税率", "不参加优惠"]
    plan = check(demo_shop, csv_file(rows, header=header))
    (moved,) = plan.update
    assert [(c.field, c.heading, c.before, c.after) for c in moved.changes] == [
        ("zone", "展区", "云南文山", "青海果洛"),
        ("county", "县/产地", before.county, "玛沁县"),
        ("list_price_fen", "零售价", 6800, 6600),
        ("tax_rate_bp", "税率", 900, 1300),
        ("no_discount", "不参加优惠", False, True),
        ("barcodes", "条码", "6990100100011", gtin(1)),
    ]
    assert demo_shop.suite.imports.apply(demo_shop.stock_keeper, plan, request(9)).updated == 1
    made = check(demo_shop, table(product())).create[0]
    assert made.changes == ()


# -- words in brackets -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        *("零售价(元/斤)", "零售价(批)", "零售价（旧）", "零售价(元)（旧）", "零售价(元)旧"),
        *(
            "保质期(周)",
            "库存(箱)",
            "库存(kg)",
            "会员价(折)",
            "税率(千分)",
            "品名(英文)",
            "零售价(",
        ),
    ],
)
def test_other_words_in_brackets_make_another_column(file_shop, heading):
    content = csv_file(("WS0001", "5"), header=["货号", heading])
    with pytest.raises(Refusal, match="import_no_header"):
        check(file_shop, content)
    content = csv_file(("WS0001", "5", "5"), header=["货号", "补货点", heading])
    plan = check(file_shop, content)
    assert [(e.row, e.column, e.code) for e in plan.errors] == [(0, heading, "column_doubtful")]
    assert not plan.can_apply
    assert check(file_shop, content, columns={heading: ""}).errors == ()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("保质期(周)", "shelf_life"),
        ("保质期（季）", "shelf_life"),
        ("库存(箱)", "quantity"),
        ("补货点(箱)", "reorder_point"),
    ],
)
def test_no_answer_makes_another_unit_the_fields_own(file_shop, heading, field):
    content = csv_file(("WS0001", "米线", "12"), header=["货号", "品名", heading])
    with pytest.raises(Refusal, match="import_heading_unit"):
        check(file_shop, content, columns={heading: field})


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *(
            (head, "list_price_fen")
            for head in ("零售价（元）", "零售价(¥)", "零售价(必填)", "售价(元)*")
        ),
        *((head, "quantity") for head in ("库存(件)", "库存（包）")),
        *((head, "shelf_life") for head in ("保质期(天)", "保质期（日）")),
        *((head, "code") for head in ("货号(商品编码)", "*货号(必填)")),
        ("计价方式(计件/称重)", "sold_by"),
    ],
)
def test_the_fields_own_words_in_brackets_say_nothing_new(heading, field):
    assert fields_of([heading]) == [field]


def test_a_price_by_the_fen_is_read_as_it_says(file_shop):
    plan = check(file_shop, csv_file(("WS0001", "880"), header=["货号", "零售价(分)"]))
    assert plan.update[0].content.list_price_fen == 880


@pytest.mark.parametrize(
    ("word", "kind"), [("是", "weight"), ("1", "weight"), ("否", "each"), ("0", "each")]
)
def test_whether_it_is_weighed_is_how_it_is_sold(file_shop, word, kind):
    cells = {"称重标志": word, "计价单位": "千克", "期初数量": "12"}
    (made,) = check(file_shop, table(product(**cells))).create
    assert made.content.sold_by == kind
    (error,) = check(file_shop, table(product(是否称重="也许"))).errors
    assert error.code == "weighed_unknown"
    whole = saved(book_of(a=[[*HEAD, "称重标识", "单位"], [*ROW, True, "kg"]]))
    assert check(file_shop, whole).create[0].content.sold_by == "weight"


# -- rows that are no products, and headers of two rows --------------------------------------------


@pytest.mark.parametrize("word", ["本页小计", "共3种", "制表人：张三", "打印时间:2026-08-15"])
@pytest.mark.parametrize("at", [0, 2])
def test_what_stands_at_the_foot_is_left_out_and_said(file_shop, word, at):
    foot = [""] * 7
    foot[at] = word
    good = list(product().values())
    plan = check(file_shop, csv_file(good, foot, ["合计", *[""] * 6]))
    assert (plan.errors, [p.content.code for p in plan.create]) == ((), ["X1"])
    assert [w.row for w in plan.warnings] == [3, 4]
    if word != "本页小计":
        assert check(file_shop, csv_file(foot, good)).errors, "a foot stands at the end"


@pytest.mark.parametrize(
    ("title", "off", "on"),
    [
        *(("商品状态", word, "正常") for word in ("停用", "禁用", "停购", "已下架", "淘汰")),
        ("停用标志", "是", "否"),
        ("停用标志", "1", "0"),
        ("是否启用", "否", "是"),
        ("Disabled", "1", "0"),
        ("Active", "False", "True"),
    ],
)
def test_goods_off_sale_are_left_out_and_named(file_shop, title, off, on):
    rows = product(货号="A", 品名="旧米线") | {title: off}, product(货号="B") | {title: on}
    plan = check(file_shop, table(*rows))
    assert (plan.errors, [p.content.code for p in plan.create]) == ((), ["B"])
    (told,) = plan.warnings
    assert (told.row, told.column, told.code) == (2, title, "row_off_sale")
    assert "旧米线" in sentence_for(told.code, told.params)
