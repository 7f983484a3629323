"""The catalogue goes out as the sheet that the import reads, and comes in again unchanged."""

import csv
import io
from dataclasses import asdict, replace

import pytest
from openpyxl import load_workbook

from showroom.__main__ import main
from showroom.db.reads import stock as stock_reads
from showroom.db.reads.suppliers import every_facts
from showroom.domain.catalogue import PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId, SupplierId
from showroom.domain.product import CONTENT_FIELDS
from showroom.domain.sheet import DEMO
from showroom.domain.stock import Terms
from showroom.printing.render.xlsx_report import table_xlsx
from showroom.services.goods.export_sheet import TITLE, sheet_csv
from showroom.services.goods.import_columns import TEMPLATE
from tests.factories import enter_shop, request
from tests.services.goods.spreadsheets import gtin, product, table
from tests.services.goods.test_imports import OPENING, bring_in, check
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import add_supplier, delivery_line, receive

ODD = [
    product(货号="000123", 条码="036000291452", 品名="=1+1", 规格="1-2"),
    product(货号="-5", 条码=f"{gtin(3)} AB-1", 品名="'@小明", 规格="+3"),
    product(
        货号="W", 条码="2200099", 品名="散装糖", 计价方式="称重", 计价单位="kg", 补货点="1.250"
    ),
    product(货号="T", 品名="－18℃ 饺子", 税率="免税", 贮存条件="冷冻", 经营方式="代销"),
]


def forms(shop):
    made = shop.suite.catalogue.whole_sheet(shop.stock_keeper)
    return {"csv": sheet_csv(made.sheet), "xlsx": table_xlsx(made.sheet)}


@pytest.fixture
def odd_shop(demo_shop):
    bring_in(demo_shop, table(*ODD))
    lots = [
        product(货号="000123", 条码="036000291452", 品名="=1+1", 规格="1-2") | OPENING,
        {"货号": "000123"} | OPENING | {"批号": "007", "到期日": "2027-01-01"},
    ]
    bring_in(demo_shop, table(*lots), 2)
    return demo_shop


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_went_out_changes_nothing_when_it_comes_in(odd_shop, form):
    plan = check(odd_shop, forms(odd_shop)[form])
    assert plan.errors == plan.create == plan.update == plan.lots == ()
    assert plan.unchanged == len(odd_shop.suite.catalogue.products(odd_shop.owner))
    assert {w.code for w in plan.warnings} <= {"lot_known"}


def test_what_stands_behind_the_floor_goes_out_too(odd_shop):
    """A delivery lies in the back room: a sheet without it would lose it."""
    sku = odd_shop.suite.catalogue.load_index().find("000123")[0]
    receive(odd_shop, *(delivery_line(sku, n, lot_no="B9", cost_fen=700) for n in (5, 3)))
    made = odd_shop.suite.catalogue.whole_sheet(odd_shop.stock_keeper).sheet
    at = [TEMPLATE.index(head) for head in TEMPLATE if head in ("批号", "期初数量")]
    rows = [tuple(row[n].value for n in at) for row in made.rows]
    assert (8, "B9") in rows
    plan = check(odd_shop, sheet_csv(made))
    assert plan.errors == plan.create == plan.update == plan.lots == ()
    assert {w.code for w in plan.warnings} <= {"lot_known"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_another_shop_gets_the_same_products_codes_and_stock(odd_shop, sqlite_databases, form):
    content = forms(odd_shop)[form]
    with sqlite_databases.fresh("shop") as database:
        other = enter_shop(database)
        bring_in(other, content)
        assert known(other) == known(odd_shop)
        assert forms(other)["csv"] == forms(odd_shop)["csv"]


def known(shop):
    found = shop.suite.catalogue.products(shop.owner)
    return {
        p.content.code: (*(getattr(p.content, n) for n in CONTENT_FIELDS), p.barcodes)
        for p in found
    }


def test_numbers_go_out_as_numbers_codes_and_dates_as_text_and_nothing_as_a_formula(odd_shop):
    made = forms(odd_shop)
    sheet = load_workbook(io.BytesIO(made["xlsx"])).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert tuple(head) == TEMPLATE
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    first, further = (r for r in rows if r["货号"].value == "000123")
    assert (first["零售价(元)"].value, first["零售价(元)"].data_type) == (12.5, "n")
    assert [(first[n].data_type, first[n].number_format) for n in ("货号", "条码")] == [
        ("s", "@")
    ] * 2
    assert first["到期日(2030-12-31)"].data_type == "s"
    assert (first["品名"].value, first["品名"].data_type) == ("=1+1", "s")
    assert (further["批号"].value, further["零售价(元)"].value) == ("007", None)
    told = list(csv.reader(io.StringIO(made["csv"].decode("utf-8-sig"))))
    assert told[0] == [TITLE + DEMO]
    assert not [cell for row in told for cell in row if cell.startswith(("=", "+", "-", "@", "－"))]


def test_what_is_not_sold_any_more_stays_at_home_and_is_counted(demo_shop):
    sku = demo_shop.suite.catalogue.load_index().skus[0]
    demo_shop.suite.catalogue.set_active(demo_shop.owner, sku.sku_id, request(1), active=False)
    made = demo_shop.suite.catalogue.whole_sheet(demo_shop.owner)
    assert made.delisted == 1
    assert sku.code not in {row[0].value for row in made.sheet.rows}
    with pytest.raises(Refusal, match="not_permitted"):
        demo_shop.suite.catalogue.whole_sheet(demo_shop.cashier)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_verb_replaces_no_file(suffix, home, capsys, tmp_path):
    """Not even a sheet of its own: new prices may stand in it that are still to be imported."""
    folder = tmp_path / "商品 一"
    path = folder / f"商品 一{suffix}"
    assert main(["export", str(path)]) == 1
    assert "没有文件夹" in capsys.readouterr().err
    folder.mkdir()
    assert main(["export", str(path)]) == 0
    assert str(path) in capsys.readouterr().out
    assert main(["import", str(path), "--dry-run"]) == 0
    assert "新增 0，更改 0" in capsys.readouterr().out
    kept = path.read_bytes()
    assert main(["export", str(path)]) == 1
    assert "没有覆盖" in capsys.readouterr().err
    assert path.read_bytes() == kept
    assert main(["export", str(folder / "商品.pdf")]) == 1
    assert main(["export", str(home.database_file)]) == 1
    assert list(folder.iterdir()) == [path]


def suppliers_of(shop):
    """One with several contracts, one with its own settlement prices, one with none at all."""
    many = add_supplier(shop, "甲社", terms=[("buy_out", 0), ("consignment", 1_500)])
    settles = add_supplier(shop, "乙社", terms=[("consignment", 0)])
    return many, settles, add_supplier(shop, "丙社")


def traded(shop):
    """Lots at several costs, on several terms, one number twice."""
    many, settles, bare = suppliers_of(shop)
    known = next(x for x in shop.books.read(every_facts) if x.supplier_id == many)
    contracts = {c.terms: c.contract_id for c in known.contracts}
    first, second = goods(shop)[:2]
    brought: list[tuple[PricedSku, SupplierId, int, dict]] = [
        (first, many, contracts[Terms.BUY_OUT], {"cost_fen": 4_600}),
        (first, many, contracts[Terms.CONSIGNMENT], {"lot_no": "K2"}),
        (first, settles, 0, {"cost_fen": 3_900}),
        (first, bare, 0, {"cost_fen": 4_700}),
        (second, bare, 0, {"lot_no": "Z1", "cost_fen": first.cost_price_fen + 7}),
        (second, bare, 0, {"lot_no": "Z1", "cost_fen": first.cost_price_fen + 8}),
    ]
    for number, (sku, who, contract, said) in enumerate(brought, 600):
        line = delivery_line(sku, number - 590, **said)
        head: dict = {"supplier_id": who, "contract_id": contract, "actor": shop.owner}
        receive(shop, line, key=f"k{number}", number=number, **head)


def held(shop):
    found = shop.books.read(stock_reads.held)
    codes = {p.sku_id: p.content.code for p in shop.suite.catalogue.products(shop.owner)}
    return sorted(
        (codes[x.sku_id], *asdict(replace(x, sku_id=SkuId(0), supplier_id=SupplierId(0))).values())
        for x in found
    )


def test_what_went_out_is_the_same_in_another_shop(file_shop, sqlite_databases):
    """Lots came back at the product's cost, and a supplier's contract was asked for."""
    traded(file_shop)
    went = sheet_csv(file_shop.suite.catalogue.whole_sheet(file_shop.stock_keeper).sheet)
    with sqlite_databases.fresh("shop") as database:
        other = enter_shop(database)
        suppliers_of(other)
        plan = check(other, went)
        assert plan.errors == ()
        other.suite.imports.apply(other.owner, plan, request(1))
        assert held(other) == held(file_shop)
        again = check(other, went)
        assert (again.errors, again.lots) == ((), ())
        assert {w.code for w in again.warnings} <= {"lot_known"}
