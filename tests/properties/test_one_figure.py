"""On any day every screen, slip, file and Z agrees on each figure, to the fen."""

import io
import os
import re
from argparse import Namespace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.domain import figures
from showroom.domain.document import DaySlip, Receipt, ShopHeader, ZSlip
from showroom.domain.sale import SaleKind
from showroom.domain.tax import tax_name
from showroom.domain.tender import tender_name
from showroom.printing.documents import lay_out
from showroom.printing.pdf.report import daily_pdf
from showroom.printing.render.plain_text import page_text
from showroom.printing.render.xlsx_report import daily_xlsx
from showroom.program.verbs.report import REPORT
from showroom.program.verbs.verb import OK
from showroom.services.books.verify import Verify
from showroom.ui.customer.state import CustomerState
from showroom.ui.customer.view import view_of
from showroom.ui.report.panels import DayFigures, TieOutBar
from showroom.ui.report.rows import (
    SPLIT_COLUMNS,
    ZONE_COLUMNS,
    behind,
    hour_bars,
    split_rows,
    zone_rows,
)
from showroom.ui.shift.result_page import ZONES, ResultPage
from showroom.ui.widgets.figure import FigureCard
from showroom.ui.widgets.row_table import RowTable
from tests.factories import enter_shop
from tests.properties.random_day import (
    DAY,
    DAY_S,
    EARLIER,
    FULL,
    STEPS,
    Shop,
    counted,
    lines_of,
    tender_kinds,
    tenders_of,
    yuan,
)

EXAMPLES = 400 if os.environ.get("MANY_DAYS") else 15
NOTHING = {"–", "－"}
PAIR = re.compile(r"^(?P<name>\s*\S.*?)\s{2,}(?P<figure>\S.*)$")
HOUR_US = 3_600_000_000
HEADLINE = ("净销售额", "单数", "客单价")
CHAIN = ("原价", "优惠", "抹零", "销售额", "退货单数", "退款", "增值税")


def number(text):
    """A figure as printed; a dash is nothing, in the wide form that slips have."""
    return Decimal(0) if text in NOTHING else Decimal(text.replace(",", "").replace("¥", ""))


def pairs(document):
    """Labels and figures of a slip, in order."""
    return pairs_in(page_text(lay_out(document, 48)))


def pairs_in(text):
    found = (PAIR.match(line) for line in text.splitlines())
    return [(m["name"].strip(), m["figure"].strip()) for m in found if m]


@pytest.fixture
def window(qtbot):
    parts = DayFigures(), TieOutBar(QPushButton()), ResultPage(())
    for part in parts:
        qtbot.addWidget(part)
    return parts


def test_every_output_agrees_on_every_figure(sqlite_databases, window):
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS, STEPS)
    @example(*FULL)
    def any_day(before, steps):
        with sqlite_databases.fresh("shop") as database:
            Day(traded(database, before, steps), window).check()

    any_day()


def traded(database, before, steps):
    """A shop after a day, a week, and the day under test."""
    shop = Shop(enter_shop(database))
    shop.play(before)
    shop.z.clear()
    shop.looks.clear()
    shop.first.clock.advance(7 * DAY_S - 6 * 3600)
    shop.play(steps)
    return shop


def test_the_full_day_leaves_no_figure_out(sqlite_databases, window):
    with sqlite_databases.fresh("shop") as database:
        day = Day(traded(database, *FULL), window)
        assert all(day.whole.values())
        assert len(day.shop.z) == 3
        assert len(day.tenders) > 2
        assert len(day.taxes()) > 1
        assert len(day.places()) > 4
        assert day.report.previous.refund_orders
        assert "%" in day.note("净销售额")


def test_the_verb_says_what_the_slip_says(sqlite_databases, window, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SHOWROOM_HOME", str(tmp_path))
    with sqlite_databases.fresh("shop") as database:
        day = Day(traded(database, *FULL), window)
        url = database.url.render_as_string()
        asked = Namespace(database=url, date=DAY, pdf=None, xlsx=None)
        assert REPORT.run(asked) == OK
        day.on_paper(pairs_in(capsys.readouterr().out), (*HEADLINE, *CHAIN), day.whole, day.lines)


class Day:
    """One day's outputs against the pencil."""

    def __init__(self, shop, window):
        self.shop, self.window = shop, window
        self.owner = shop.first.owner
        self.report = shop.first.suite.reports.daily(self.owner, DAY)
        self.lines = lines_of(shop, DAY)
        self.whole = counted(self.lines)
        self.verdict = "对账相符" if self.lines else "没有可对的账"
        self.tenders = {tender_name(k): v for k, v in tenders_of(shop, DAY).items()}

    def check(self):
        self.books()
        self.tiles()
        self.table()
        self.split()
        self.slip()
        self.pages()
        self.workbook()
        self.shifts()
        self.looks()
        self.hours()
        self.lists()
        self.receipts()

    # -- the pencil ---------------------------------------------------------------------------

    def places(self):
        """Every zone and county with its figures, and the total."""
        found = {}
        for x in self.lines:
            found.setdefault((x.zone, ""), []).append(x)
            found.setdefault((x.zone, x.county), []).append(x)
        return {place: counted(lines) for place, lines in found.items()}

    def taxes(self):
        found = {}
        for x in self.lines:
            found.setdefault(tax_name(x.tax_kind, x.rate_bp), []).append(x)
        return {
            name: (yuan(sum(x.net_fen for x in of)), yuan(sum(x.tax_fen for x in of)))
            for name, of in found.items()
        }

    def note(self, name):
        """The change against the week before, up to the same time; of no 单 there is no average."""
        if name == "客单价" and not self.whole["单数"]:
            return "没有销售单"
        until = self.report.made_at_us - 7 * DAY_S * 10**6
        earlier = lines_of(self.shop, EARLIER)
        earlier = [x for x in earlier if x.at_us <= until]
        before, now = counted(earlier)[name], self.whole[name]
        if before <= 0:
            return "上周一同时没有可比的数" if earlier else "上周一同时没有销售"
        change = ((now - before) / before * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        sign = "+" if change > 0 else ""
        return f"较上周一同时 {sign}{change or Decimal('0.0')}%"

    # -- what is shown ------------------------------------------------------------------------

    def books(self):
        verdict = Verify(self.shop.first.books).run()
        assert [f for f in verdict.findings if not f.passed] == []
        bar = self.window[1]
        bar.show_report(self.report)
        assert bar.verdict == self.verdict
        sums = re.findall(r"\S+ (-?[\d,.]+)", bar.accessibleDescription().removeprefix(bar.verdict))
        assert [number(x) for x in sums] == [self.whole["净销售额"]] * 4

    def tiles(self):
        tiles = self.window[0]
        tiles.show_report(self.report)
        cards = {c.accessibleName(): c for c in tiles.findChildren(FigureCard)}
        assert {name: number(c.figure.text) for name, c in cards.items()} == {
            name: self.whole[name] for name in (*HEADLINE, "退款")
        }
        told = [x.text() for x in tiles.findChildren(QLabel)]
        for name in HEADLINE:
            assert self.note(name) in told
        assert f"退货单数 {self.whole['退货单数']}" in told

    def table(self):
        titles = [column.title for column in ZONE_COLUMNS[1:]]
        shown, zone = {}, ""
        unfolded = [z.zone_id for z in self.report.zones]
        for row in zone_rows(self.report, unfolded):
            zone, county = (zone, row.cells[0]) if row.level else (row.cells[0], "")
            shown[zone, county] = dict(zip(titles, map(number, row.cells[1:]), strict=True))
        wanted = self.places()
        if wanted:
            wanted[figures.TOTAL, ""] = self.whole
        assert shown == {k: {t: v[t] for t in titles} for k, v in wanted.items()}

    def split(self):
        rows = [row.cells for row in split_rows(self.report)]
        cut = next((n for n, cells in enumerate(rows) if cells[0] == "税率"), len(rows))
        assert [column.title for column in SPLIT_COLUMNS] == ["付款方式", "笔数", "收款"]
        assert {a: (number(b), number(c)) for a, b, c in rows[:cut]} == self.tenders
        if rows[cut:]:
            assert rows[cut] == ("税率", "净销售额", "增值税")
        assert {a: (number(b), number(c)) for a, b, c in rows[cut + 1 :]} == self.taxes()

    def slip(self):
        told = pairs(DaySlip(ShopHeader("店"), self.report))
        self.on_paper(told, (*HEADLINE, *CHAIN), self.whole, self.lines)
        text = page_text(lay_out(DaySlip(ShopHeader("店"), self.report), 48))
        for name in HEADLINE:
            assert self.note(name) in text
        shown, zone = {}, ""
        zones = {z for z, _ in self.places()}
        for name, figure in told:
            zone = name if name in zones and figure == "净销售额" else zone
            place = re.fullmatch(r"(\S+) ([\d,]+) 单", name)
            if place:
                county = "" if place[1] == "小计" else place[1]
                shown[zone, county] = (number(place[2]), number(figure))
        assert shown == {k: (v["单数"], v["净销售额"]) for k, v in self.places().items()}
        ties = [number(f) for name, f in told if name.startswith("对账 ")]
        assert ties == [self.whole["净销售额"]] * 4

    def on_paper(self, told, names, whole, lines):
        """The figures, tenders and rates which slips of day and shift print alike."""
        told_of = dict(told)
        assert {n: number(told_of[n]) for n in names} == {n: whole[n] for n in names}
        self.last_tenders = {
            m[1]: (number(m[2]), number(f))
            for name, f in told
            if (m := re.fullmatch(r"(\S+) ([\d,]+) 笔", name))
        }
        rates, rate = {}, ""
        for name, f in told:
            if name.endswith(" 净销售额"):
                rate = name.removesuffix(" 净销售额")
                rates[rate] = (number(f), Decimal(0))
            elif name == "其中增值税":
                rates[rate] = (rates[rate][0], number(f))
        self.last_taxes = rates
        if lines is not None:
            assert self.last_tenders == self.tenders
            assert rates == self.taxes()

    def pages(self):
        read = PdfReader(io.BytesIO(daily_pdf(self.report))).pages
        words = [w.strip() for page in read for w in page.extract_text().splitlines()]
        for name in (*HEADLINE, "退款"):
            at = words.index(name)
            assert number(words[at + 1]) == self.whole[name]
            told = f"退货单数 {self.whole['退货单数']}" if name == "退款" else self.note(name)
            assert words[at + 2] == told
        titles = ["单数", "计件", "重量 kg", "原价", "让利", "退款", "净销售额", "增值税"]
        at = words.index("展区 / 县")
        assert words[at + 1 : at + 9] == titles
        at += 9
        zone, wanted = "", {**self.places(), (figures.TOTAL, ""): self.whole}
        for _ in wanted:
            name, cells = words[at], [number(x) for x in words[at + 1 : at + 9]]
            zone, county = (zone, name) if (zone, name) in wanted else (name, "")
            assert cells == [wanted[zone, county][t] for t in titles], (zone, county)
            at += 9
        tail = words[at:]
        for name, (count, fen) in self.tenders.items():
            there = tail.index(name)
            assert tail[there + 1] == f"{count} 笔"
            assert number(tail[there + 2]) == fen
        for name, (net, tax) in self.taxes().items():
            there = tail.index(name)
            assert number(tail[there + 1].removeprefix("净销售额 ")) == net
            assert number(tail[there + 2].removeprefix("增值税 ")) == tax
        assert self.verdict in tail

    def workbook(self):
        book = load_workbook(io.BytesIO(daily_xlsx(self.report)))
        overview = list(book["概览"].iter_rows(min_row=5, values_only=True))
        assert {name: cents(value) for name, value, *_ in overview} == self.whole
        notes = {name: note for name, _, note, _ in overview if note}
        assert notes.pop("退款") == f"退货单数 {self.whole['退货单数']}"
        assert notes == {name: self.note(name) for name in HEADLINE}
        head, *rows = book["展区与县"].iter_rows(values_only=True)
        wanted = {**self.places(), (figures.TOTAL, ""): self.whole}
        shown = {(r[0], "" if r[1] in {"小计", None} else r[1]): r[2:] for r in rows}
        assert {k: [cents(x) for x in row] for k, row in shown.items()} == {
            k: [v[t] for t in head[2:]] for k, v in wanted.items()
        }
        self.dashes(book["展区与县"], head)
        for name, wanted_rows in (("收款", self.tenders), ("税率", self.taxes())):
            _, *rows = book[name].iter_rows(values_only=True)
            assert {r[0]: (cents(r[1]), cents(r[2])) for r in rows} == wanted_rows
        _, *ties, gap = book["对账"].iter_rows(values_only=True)
        assert {cents(fen) for _, fen in ties} == {self.whole["净销售额"]}
        assert (gap[0], cents(gap[1])) == ("差额", 0)

    def dashes(self, sheet, head):
        """A figure that is nothing reads in the workbook as it does on the screen."""
        seldom = {each.name for each in figures.ALL if each.seldom}
        for row in sheet.iter_rows(min_row=2, min_col=3):
            for title, cell in zip(head[2:], row, strict=True):
                assert cell.number_format.endswith('"–"') is (title in seldom)

    def hours(self):
        """The bars of the chart are the lines of their hour and zone, refunds taken off."""
        wanted = {}
        for x in self.lines:
            key = ((x.at_us // HOUR_US + 8) % 24, x.zone)
            wanted[key] = wanted.get(key, 0) + x.net_fen
        hours, series = hour_bars(self.report)
        names = [z.zone for z in self.report.zones]
        shown = {
            (hour, name): fen
            for name, one in zip(names, series, strict=True)
            for hour, fen in zip(hours, one.values, strict=True)
        }
        assert {k: v for k, v in shown.items() if v} == {k: v for k, v in wanted.items() if v}
        assert {hour for hour, _ in wanted} <= set(hours)

    def lists(self):
        """Behind each figure stand the very receipts that it counts, at their own amounts."""
        receipts = self.shop.first.suite.reports.receipts
        net = {s.sale_id: s.net_fen for s in (*self.shop.sales, *self.shop.refunds)}
        for key, wanted in self.behind().items():
            opened = behind(self.report, key)
            assert opened is not None
            found = receipts(self.shop.first.owner, opened[1])
            assert {r.sale_id for r in found} == wanted, key
            assert all(r.net_fen == net[r.sale_id] for r in found)

    def behind(self):
        """Keys of rows, tiles and bars with the receipts that the pencil finds for them."""
        of = {}

        def put(key, x):
            of.setdefault(key, set()).add(x.sale_id)

        zones = {z.zone: z.zone_id for z in self.report.zones}
        counties = {c.county: c.county_id for z in self.report.zones for c in z.counties}
        for x in self.lines:
            put("total", x)
            put(("kind", x.kind), x)
            put(("zone", zones[x.zone]), x)
            put(("county", counties[x.county]), x)
            put(("tax", x.tax_kind, x.rate_bp), x)
            put(("hour", (x.at_us // HOUR_US + 8) % 24), x)
        for sale_id in of.get("total", ()):
            for kind in tender_kinds(self.shop, sale_id):
                of.setdefault(("tender", kind), set()).add(sale_id)
        return of

    def looks(self):
        """The X before a close says what its Z says, and a cashier's no figure that it has not."""
        for z, (whole, blind) in zip(self.shop.z, self.shop.looks, strict=True):
            last = pairs(ZSlip(ShopHeader("店"), z))
            told = [p for p in pairs(whole) if p[0] != "制表"]
            head = ("交班", "Z 号")
            assert [p for p in told if p not in last] == []
            kept = [p for p in last if p[0] not in head]
            assert told == kept[: kept.index(next(p for p in kept if p[0] == "应有现金")) + 1]
            seen = [p for p in pairs(blind) if p[0] != "制表"]
            assert [p for p in seen if p not in last] == []
            assert {"单数", "退货单数"} <= dict(seen).keys()
            assert not {"原价", "销售额", "净销售额", "增值税", "应有现金"} & dict(seen).keys()
            assert not any(name.startswith("现金") for name, _ in seen)

    def shifts(self):
        """What the day's Z slips say adds up to the day."""
        names = ("单数", *CHAIN, "净销售额")
        total = dict.fromkeys(names, Decimal(0))
        tenders, taxes, zones = {}, {}, {}
        for z in self.shop.z:
            told = pairs(ZSlip(ShopHeader("店"), z))
            told_of = dict(told)
            for name in names:
                total[name] += number(told_of[name])
            self.on_paper(told, (), {}, None)
            add(tenders, self.last_tenders)
            add(taxes, self.last_taxes)
            slips = {
                m[1]: (number(m[2]), number(f))
                for name, f in told
                if (m := re.fullmatch(r"(\S+) ([\d,]+) 单", name))
            }
            add(zones, slips)
            cash = self.last_tenders.get("现金", (0, Decimal(0)))[1]
            assert number(told_of["现金收款"]) == cash
            assert number(told_of["应有现金"]) == cash + number(told_of["备用金"])
            self.closed(z, told_of, slips)
        assert total == {name: self.whole[name] for name in names}
        assert tenders == self.tenders
        assert taxes == self.taxes()
        wanted = {z: v for (z, county), v in self.places().items() if not county}
        assert zones == {z: (v["单数"], v["净销售额"]) for z, v in wanted.items()}

    def closed(self, z, told_of, slips):
        """The screen after a close shows what its slip says."""
        page = self.window[2]
        page.show_report(z)
        gap = told_of.get("短款") or told_of.get("长款") or told_of["长短款"]
        shown = [number(x) for x in page.figures]
        assert shown == [number(x) for x in (told_of["应有现金"], told_of["实点现金"], gap)]
        tables = {t.accessibleName(): t.rows for t in page.findChildren(RowTable)}
        assert [column.title for column in ZONES] == ["展区", "单数", "净销售额"]
        assert {
            r.cells[0]: (number(r.cells[1].removesuffix(" 单")), number(r.cells[2]))
            for r in tables["展区"]
        } == slips
        assert {
            r.cells[0]: (number(r.cells[1]), number(r.cells[2])) for r in tables["付款方式"]
        } == self.last_tenders

    def receipts(self):
        """A receipt and the customer's screen name the same reductions, and a slip adds up."""
        for sale in (*self.shop.sales, *self.shop.refunds):
            slip = dict(pairs(Receipt(ShopHeader("店"), sale, "1-a")))
            parts = (slip.get(name, "0") for name in ("优惠", "抹零", "现金凑整"))
            gross = next(f for n, f in pairs(Receipt(ShopHeader("店"), sale, "1-a")) if "件数" in n)
            whole = number(gross.removeprefix("原价 ")) + sum(map(number, parts))
            assert whole == yuan(sale.net_fen)
            if sale.kind is SaleKind.REFUND:
                assert number(slip["应退"].lstrip("￥")) == -whole
                continue
            facts = dict(view_of(CustomerState("done", sale=sale)).facts)
            for here, there in (("优惠", "已优惠"), ("抹零", "抹零"), ("实收", "实收")):
                if here in slip or here != "实收":
                    assert slip.get(here) == facts.get(there)
            assert number(slip["应收"].lstrip("￥")) == number(facts["应收"])


def cents(value):
    """A cell's number as it was before the workbook made it a float."""
    return Decimal(0 if value in NOTHING else str(value)).quantize(Decimal("0.001"))


def add(sums, more):
    for name, (count, fen) in more.items():
        old = sums.get(name, (0, Decimal(0)))
        sums[name] = (old[0] + count, old[1] + fen)
