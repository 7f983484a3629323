"""`showroom import` lists what the window lists, and is answered by options."""

from dataclasses import replace

import pytest

from showroom.__main__ import main
from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.product import CONTENT_FIELDS
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms
from showroom.domain.tax import TaxKind
from showroom.program.verbs.import_verb import KEPT, NOWHERE, Answered, answers_of, import_file
from showroom.services.books.actor import SYSTEM
from showroom.services.goods.import_columns import FIELD_HEADING, field_named
from showroom.services.goods.import_plan import PlannedSku
from showroom.services.goods.import_question import question_of
from showroom.ui.catalogue.import_words import changes_told
from showroom.ui.words.messages import sentence
from tests.factories import request
from tests.services.goods import other_programs
from tests.services.goods.spreadsheets import book_of, csv_file, product, saved, table
from tests.services.goods.test_import_lots import FULL
from tests.services.goods.test_imports import check
from tests.services.selling.test_checkout import goods, sell

MOVED = csv_file(("WS0001", "青海果洛", "甘德县"), header=["货号", "展区", "县/产地"])


def known(shop, code):
    return next(
        p.content for p in shop.suite.catalogue.products(shop.owner) if p.content.code == code
    )


def told(shop, path, content, answered=NOWHERE, **options):
    path.write_bytes(content)
    said = []
    answers = answers_of(
        options.get("sheet", ""), options.get("column", ()), options.get("fixed", ())
    )
    answers = replace(answers, allow_new_places=options.get("allow_new", False))
    dry = options.get("dry_run", True)
    status = import_file(
        shop.suite, path, said.append, dry_run=dry, answers=answers, answered=answered
    )
    return status, said


def test_a_move_to_another_place_is_told_old_and_new(file_shop, tmp_path):
    status, said = told(file_shop, tmp_path / "a.csv", MOVED)
    (line,) = [line for line in said if line.startswith("  更改")]
    before = known(file_shop, "WS0001")
    assert status == 0
    assert f"展区 {before.zone} → 青海果洛" in line
    assert f"县/产地 {before.county} → 甘德县" in line


def test_new_changed_kept_and_refused_products_are_told_apart(file_shop, tmp_path):
    first, second, third = (
        p.content for p in file_shop.suite.catalogue.products(file_shop.owner)[:3]
    )
    kept = f"{second.list_price_fen / 100:.2f}"
    rows = ((first.code, "0.99"), (second.code, kept), (third.code, "12.5.0"))
    status, said = told(file_shop, tmp_path / "a.csv", csv_file(*rows, header=["货号", "零售价"]))
    marks = [line.split()[0] for line in said]
    assert status == 1
    assert [marks.count(m) for m in ("更改", "新增", "不变", "错误")] == [1, 0, 1, 1]
    assert any("第 4 行「零售价」" in line and "12.5.0" in line for line in said)
    _, said = told(file_shop, tmp_path / "b.csv", table(product()))
    assert any(line.startswith("  新增 X1 试吃米线") and "12.50" in line for line in said)


def test_a_kept_product_is_in_the_plan_by_its_row(file_shop):
    name = known(file_shop, "WS0001").name
    (kept,) = check(file_shop, csv_file(("WS0001", name), header=["货号", "品名"])).kept
    assert (kept.row, kept.code, kept.name) == (2, "WS0001", name)


def test_a_long_list_says_how_much_it_leaves_out(file_shop, tmp_path):
    _, said = told(
        file_shop, tmp_path / "a.csv", table(*(product(货号=f"N{n}") for n in range(45)))
    )
    assert said[-1] != "  新增 还有 5 条没有列出"
    assert "  新增 还有 5 条没有列出" in said


def test_every_field_can_be_named_as_its_column_is_called():
    assert {field_named(heading) for heading in FIELD_HEADING.values()} == set(FIELD_HEADING)
    assert (field_named("cost_price_fen"), field_named("没有")) == ("cost_price_fen", "")


def test_a_sheet_of_another_program_is_answered_by_options(file_shop, tmp_path):
    content = other_programs.OPEN_FOOD_FACTS.encode()
    status, said = told(file_shop, tmp_path / "off.csv", content)
    assert status == 1
    assert any(line.startswith("可以在命令里回答") for line in said)
    fixed = ["县/产地=广南县", "税率=9%", "零售价=12.50"]
    status, said = told(
        file_shop, tmp_path / "off.csv", content, column=["brands=生产者", "url="], fixed=fixed
    )
    assert status == 0
    assert not any("「url」" in line or "「brands」" in line for line in said)


def test_what_was_answered_of_such_headings_is_used_and_kept(demo_shop, tmp_path):
    """By the window or here: both keep it by the headings alone, of files that went in."""
    kept = {}
    answered = Answered(lambda mark: kept.get(mark, {}), kept.__setitem__)
    content = csv_file(("WS0001", "67", "x"), header=["代号", "卖价", "备注"])
    options = {"column": ["代号=货号", "卖价=零售价", "备注="]}
    status, _ = told(demo_shop, tmp_path / "a.csv", content, answered, **options)
    assert (status, kept) == (0, {}), "nothing went in"
    wrong = csv_file(("WS0001", "x", "x"), header=["代号", "卖价", "备注"])
    status, _ = told(demo_shop, tmp_path / "a.csv", wrong, answered, dry_run=False, **options)
    assert (status, kept) == (1, {}), "nothing went in"
    told(demo_shop, tmp_path / "a.csv", content, answered, dry_run=False, **options)
    file_shop = demo_shop
    content = csv_file(("WS0001", "66", "x"), header=["代号", "卖价", "备注"])
    question = question_of(file_shop.suite.imports.look(file_shop.owner, content), answered.recall)
    assert question is not None
    assert not question.must_ask, "the window asks again"
    status, said = told(file_shop, tmp_path / "b.csv", content, answered)
    assert (status, said[0]) == (0, KEPT)
    assert any("零售价" in line and "66" in line for line in said)
    other = ["卖价=会员价"]
    _, said = told(file_shop, tmp_path / "b.csv", content, answered, column=other, dry_run=False)
    assert any("会员价" in line and "66" in line for line in said)
    assert kept[question.mark]["columns"]["卖价"] == "member_price_fen"


def test_the_command_keeps_answers_where_the_window_does(home, tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_file(("WS0001", "67"), header=["代号", "卖价"]))
    words = ["import", str(path)]
    options = ["--column", "代号=货号", "--column", "卖价=零售价"]
    assert main([*words, "--dry-run", *options]) == 0
    assert not home.load()[0].files, "a dry run writes nothing"
    assert main([*words, *options]) == 0
    (kept,) = home.load()[0].files.values()
    assert kept == {"columns": {"代号": "code", "卖价": "list_price_fen"}}
    capsys.readouterr()
    assert main([*words, "--dry-run"]) == 0
    assert KEPT in capsys.readouterr().out


def test_of_several_sheets_one_is_named(file_shop, tmp_path):
    book = saved(book_of(a=[["货号", "品名"], ["WS0001", "甲"]], b=[["货号", "品名"]]))
    with pytest.raises(Refusal, match="import_sheets_several"):
        told(file_shop, tmp_path / "a.xlsx", book)
    assert told(file_shop, tmp_path / "a.xlsx", book, sheet="a")[0] == 0


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"column": ["门店价"]}, "import_option", "门店价"),
        ({"column": ["=零售价"]}, "import_option", "标题=字段"),
        ({"column": ["价=没有的"]}, "import_field_unknown", "没有的"),
        ({"column": ["品名=规格", "品名="]}, "import_option_twice", "品名"),
        ({"column": ["不在=规格"]}, "import_heading_unknown", "不在"),
        ({"column": ["税率=货号"]}, "import_column_twice", "税率"),
        ({"fixed": ["税率"]}, "import_option", "税率"),
        ({"fixed": ["税率="]}, "import_option", "税率"),
        ({"fixed": ["没有=1"]}, "import_field_unknown", "没有"),
        ({"fixed": ["税率=9%", "tax=13%"]}, "import_option_twice", "税率"),
        ({"fixed": ["保质期=三天"]}, "days_unreadable", "三天"),
        ({"sheet": "二月"}, "import_sheet_unknown", "二月"),
    ],
)
def test_a_wrong_option_is_refused_in_a_sentence(file_shop, tmp_path, options, code, words):
    with pytest.raises(Refusal) as refused:
        told(file_shop, tmp_path / "a.csv", table(product()), **options)
    assert refused.value.code == code
    assert words in sentence(refused.value)


def test_a_text_for_all_rows_that_has_a_column_is_said_to_be_unused(file_shop, tmp_path):
    _, said = told(file_shop, tmp_path / "a.csv", table(product()), fixed=["税率=13%"])
    assert any("「税率」" in line and "13%" in line for line in said)


OTHERS = {
    int: lambda value: value + 100,
    bool: lambda value: not value,
    Terms: lambda value: next(t for t in Terms if t is not value),
    SoldBy: lambda value: next(s for s in SoldBy if s is not value),
    TaxKind: lambda value: next(k for k in TaxKind if k is not value),
    str: lambda value: f"{value}乙",
}


@pytest.mark.parametrize("field", CONTENT_FIELDS)
def test_whatever_moves_is_told_old_and_new(file_shop, field):
    """The kind: no change of a product is only counted."""
    before = known(file_shop, "WS0001")
    value = getattr(before, field)
    after = replace(before, **{field: OTHERS[type(value)](value)})
    (line,) = changes_told(PlannedSku(2, SkuId(1), after, before=before))
    old, _, new = line.partition(" → ")
    assert old.split()[-1] != new
    assert new


def test_an_added_barcode_and_a_new_kind_of_tax_are_one_line_each(file_shop):
    before = known(file_shop, "WS0001")
    after = replace(before, tax_kind=TaxKind.EXEMPT, tax_rate_bp=0)
    planned = PlannedSku(2, SkuId(1), after, (("6990000000015", "gtin"),), before=before)
    assert list(changes_told(planned)) == ["税率 应税 9% → 免税", "条码 加上 6990000000015"]
    held = replace(planned, held=("A", "B"))
    assert list(changes_told(held))[-1] == "条码 加上 6990000000015，原来的 A、B 保留"
    assert not list(changes_told(PlannedSku(2, SkuId(0), after)))


def test_a_new_product_is_told_with_all_that_its_row_says(file_shop, tmp_path):
    cells = {
        "期初数量": "7",
        "批号": "A1",
        "到期日": "2030-12-31",
        "进价(元)": "8",
        "保质期": "180",
    }
    cells |= {"计价单位": "袋", "规格": "500g", "条码": "6990000000015", "补货点": "3"}
    _, said = told(file_shop, tmp_path / "a.csv", table(product(**cells)))
    (line,) = [line for line in said if line.startswith("  新增")]
    for words in (
        *("应税 9%", "进价 ¥8.00", "保质期 180 天", "计价单位 袋", "规格 500g", "补货点 3 袋"),
        *("条码 6990000000015", "期初入库 7 袋（批号 A1，到期 2030-12-31，放到 卖场）"),
    ):
        assert words in line


def test_a_lot_of_a_product_that_stays_is_told_as_what_arrives(file_shop, tmp_path):
    rows = csv_file(("WS0001", "7", "新批"), header=["货号", "期初数量", "批号"])
    _, said = told(file_shop, tmp_path / "a.csv", rows)
    assert not [line for line in said if line.startswith("  不变")]
    (line,) = [line for line in said if line.startswith("  入库 WS0001")]
    assert "期初入库 7 " in line
    assert "批号 新批" in line
    rows = csv_file(("WS0001", "7", "新批", "66"), header=["货号", "期初数量", "批号", "零售价"])
    _, said = told(file_shop, tmp_path / "a.csv", rows)
    assert any("更改 WS0001" in line and "期初入库 7 " in line for line in said)


def test_an_empty_cell_keeps_what_is_there_and_that_is_said(file_shop, tmp_path):
    known = [p.content for p in file_shop.suite.catalogue.products(file_shop.owner)]
    first, second = [c.code for c in known if c.spec and c.cost_price_fen][:2]
    rows = ((first, "", "", ""), (second, "", "", "9"))
    _, said = told(
        file_shop, tmp_path / "a.csv", csv_file(*rows, header=["货号", "规格", "条码", "进价"])
    )
    kept = [line for line in said if "空着不清空" in line]
    assert len(kept) == 3, said
    assert ["「规格」" in kept[0], "2 种" in kept[0], "1 种" in kept[2]] == [True] * 3


def test_all_that_is_missing_is_named_at_once_with_what_is_wrong_in_rows(file_shop, tmp_path):
    rows = (("X1", "米线", "6990000000016"), ("X2", "米粉", ""))
    _, said = told(file_shop, tmp_path / "a.csv", csv_file(*rows, header=["货号", "品名", "条码"]))
    wrong = [line for line in said if line.startswith("  错误")]
    assert [any(f"「{w}」" in line for line in wrong) for w in ("县/产地", "零售价", "税率")] == [
        True
    ] * 3
    assert any("第 2 行「条码」" in line for line in wrong)
    assert len(wrong) == 4
    both = table(product(品名="", 税率=""))
    _, said = told(file_shop, tmp_path / "b.csv", both)
    assert len([line for line in said if line.startswith("  错误 第 2 行")]) == 2


def test_new_places_are_allowed_by_an_option(file_shop, tmp_path):
    content = table(product(展区="浙江杭州", **{"县/产地": "临安区"}))
    status, said = told(file_shop, tmp_path / "a.csv", content)
    assert (status, any("--allow-new" in line for line in said)) == (1, True)
    assert told(file_shop, tmp_path / "a.csv", content, allow_new=True)[0] == 0
    lone = csv_file(
        ("X1", "米线", "杭州市", "1", "9%"), header=["货号", "品名", "产地", "零售价", "税率"]
    )
    for allow in (False, True):
        _, said = told(file_shop, tmp_path / "b.csv", lone, allow_new=allow)
        assert any("第 2 行「产地」" in line and "展区" in line for line in said)
        assert not any("--allow-new" in line for line in said), "it would not help"
    fixed = ["展区=浙江杭州"]
    assert told(file_shop, tmp_path / "b.csv", lone, allow_new=True, fixed=fixed)[0] == 0


@pytest.mark.usefixtures("home")
def test_the_command_takes_the_option_for_new_places(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(table(product(展区="浙江杭州", **{"县/产地": "临安区"})))
    assert main(["import", str(path), "--dry-run"]) == 1
    assert main(["import", str(path), "--dry-run", "--allow-new"]) == 0


def test_the_command_line_is_no_way_round_a_yes(demo_shop, tmp_path):
    """Opening stock, a lot of it expired, of a shop that trades: nothing in, and where to go."""
    past = FULL | {"批号": "旧", "生产日期": "2020-01-01", "到期日": "2021-01-01"}
    content = table(FULL, past)
    demo_shop.suite.shifts.open_shift(demo_shop.cashier, 0, request(900))
    sell(demo_shop, Basket().add(goods(demo_shop)[0], 1))
    before = len(posted(demo_shop))
    status, said = told(demo_shop, tmp_path / "op.csv", content, dry_run=False)
    assert (status, len(posted(demo_shop))) == (1, before)
    assert told(demo_shop, tmp_path / "op.csv", content, dry_run=True)[1][-1] == said[-1]
    assert told(demo_shop, tmp_path / "op.csv", content, dry_run=True)[0] == 1
    assert said[-1] == (
        "1 处（营业后补录期初）要店长授权，什么都没有写入。请在窗口里导入这个文件。"
    )


def test_an_empty_shop_takes_its_opening_stock_by_the_command_line(demo_shop, tmp_path):
    before = len(posted(demo_shop))
    status, _ = told(demo_shop, tmp_path / "op.csv", table(FULL), dry_run=False)
    assert (status, len(posted(demo_shop))) == (0, before + 1)


def test_the_program_itself_says_no_yes():
    """No verb of the command line is a 店长, whatever its role lets it read."""
    assert not SYSTEM.approves
    assert replace(SYSTEM, name="店长").approves


def posted(shop):
    return shop.suite.documents.listed(shop.owner).rows
