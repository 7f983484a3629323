"""A day's report says what of it lies in another day, and proves nothing over nothing."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from showroom.domain import figures
from showroom.domain.basket import Basket
from showroom.domain.business_day import US_PER_S, day_ends_us
from showroom.domain.document import DaySlip, ShopHeader
from showroom.domain.report import LeftOpen, OtherDay, day_notes
from showroom.domain.shift import CashCount
from showroom.printing.documents import lay_out
from showroom.printing.pdf.report import daily_pdf
from showroom.printing.render.plain_text import page_text
from showroom.printing.render.xlsx_report import daily_xlsx
from showroom.ui.look import formats
from showroom.ui.report.rows import tie_out_words
from tests.factories import TODAY, request
from tests.printing.test_reports import text_of
from tests.services.selling.test_checkout import goods, sell, shop  # noqa: F401 (a fixture)

DAY_S = 86_400
LATER = "2026-06-18"


def slip_of(report):
    header = ShopHeader(report.shop)
    return page_text(lay_out(DaySlip(header, report), 32))


def seen_notes(report):
    return day_notes(report, formats.business_date)


def daily(till, day):
    return till.suite.reports.daily(till.owner, day)


def test_today_claims_nothing_over_nothing_while_an_older_shift_is_open(shop):  # noqa: F811
    report = daily(shop, TODAY)
    assert tie_out_words(report)[::2] == ("没有可对的账", "muted")
    assert "尚有 1 个班次未交班" in slip_of(report)
    shop.clock.advance(3 * DAY_S)
    report = daily(shop, LATER)
    assert report.left_open == (LeftOpen("01", 1, TODAY),)
    assert report.proves_nothing
    assert tie_out_words(report)[::2] == ("没有可对的账", "warning")
    nobody = "这一天没有开过班"
    still = "01 号台 6月15日 周一 第 1 班未交班"
    assert seen_notes(report) == (still, nobody), "what is to be done comes first"
    assert "没有可对的账" in text_of(daily_pdf(report))
    assert "没有可对的账" in slip_of(report)
    assert day_notes(report) == ("01 号台 2026-06-15 第 1 班未交班", nobody)
    assert nobody in slip_of(report)
    assert nobody in text_of(daily_pdf(report))
    assert nobody not in slip_of(daily(shop, TODAY))
    assert daily(shop, TODAY).left_open == ()
    shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(1))
    assert daily(shop, LATER).left_open == ()
    assert tie_out_words(daily(shop, LATER))[::2] == ("没有可对的账", "muted")
    assert "对账相符" not in text_of(daily_pdf(daily(shop, LATER)))


def test_both_days_say_what_a_night_that_ran_over_booked_across_them(shop):  # noqa: F811
    sell(shop, Basket().add(goods(shop)[0]))
    shop.clock.now = day_ends_us(TODAY) + US_PER_S
    shop.suite.shifts.run_on(shop.cashier, request(9))
    over = [sell(shop, Basket().add(goods(shop)[0]), number=n).sale for n in (2, 3)]
    back = shop.suite.returns.refund(shop.owner, over[0].sale_id, {1: 1}, "坏", request(8)).refund
    net = sum(s.net_fen for s in over) + back.net_fen
    own, next_day = daily(shop, TODAY), daily(shop, "2026-06-16")
    assert own.from_other_days == (OtherDay("2026-06-16", 3, net),)
    assert own.booked_elsewhere == ()
    assert next_day.booked_elsewhere == (OtherDay(TODAY, 3, net),)
    assert next_day.from_other_days == ()
    shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(10))
    shop.suite.shifts.open_shift(shop.cashier, 0, request(11))
    sell(shop, Basket().add(goods(shop)[0]), number=12)
    assert daily(shop, "2026-06-16").booked_elsewhere == next_day.booked_elsewhere
    shop.clock.advance(DAY_S)
    assert daily(shop, "2026-06-17").booked_elsewhere == ()


def test_screen_slip_page_and_workbook_say_the_same_notes_in_one_order(shop):  # noqa: F811
    """其中 … 是 … 收的 stood on the screen, 含 … 收的 … on the slip, and in another order."""
    sell(shop, Basket().add(goods(shop)[0]))
    shop.clock.now = day_ends_us(TODAY) + US_PER_S
    shop.suite.shifts.run_on(shop.cashier, request(9))
    sell(shop, Basket().add(goods(shop)[0]), number=2)
    report = replace(daily(shop, TODAY), shifts=0, left_open=(LeftOpen("02", 3, "2026-06-01"),))
    notes = day_notes(report)
    assert len(notes) == 4
    book = load_workbook(io.BytesIO(daily_xlsx(report))).worksheets[0]
    told = "\n".join(str(row[0]) for row in book.iter_rows(values_only=True))
    wide = page_text(lay_out(DaySlip(ShopHeader(report.shop), report), 48))
    for paper in (told, wide, text_of(daily_pdf(report))):
        places = [paper.find(note) for note in notes]
        assert -1 not in places
        assert places == sorted(places)


def test_an_average_of_no_sale_has_no_value_and_no_comparison(shop):  # noqa: F811
    """客单价 ¥0.00 stood there, 较上周六同时 -100.0%."""
    sell(shop, Basket().add(goods(shop)[0]))
    shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(10))
    shop.clock.advance(7 * DAY_S)
    shop.suite.shifts.open_shift(shop.cashier, 0, request(11))
    report = daily(shop, "2026-06-22")
    assert report.previous.orders
    told = figures.note(report, figures.AVERAGE)
    assert (figures.AVERAGE.large(report.total), told) == ("–", "没有销售单")
    assert figures.change(report, figures.AVERAGE) is None
    assert "%" in figures.note(report, figures.SALES)
    book = load_workbook(io.BytesIO(daily_xlsx(report))).worksheets[0]
    (row,) = [x for x in book.iter_rows(values_only=True) if x[0] == figures.AVERAGE.name]
    assert row[1:3] == ("–", "没有销售单")
    for paper in (slip_of(report), text_of(daily_pdf(report))):
        assert "没有销售单" in paper


@pytest.mark.parametrize("make", ["seen_notes", "day_notes"])
def test_every_note_names_its_day_and_its_sum(file_shop, make):
    file_shop.suite.shifts.open_shift(file_shop.cashier, 0, request(900))
    sale = sell(file_shop, Basket().add(goods(file_shop)[0])).sale
    file_shop.clock.now = day_ends_us(TODAY) + US_PER_S
    file_shop.suite.shifts.run_on(file_shop.cashier, request(9))
    sell(file_shop, Basket().add(goods(file_shop)[0]), number=2)
    notes = globals()[make](daily(file_shop, "2026-06-16"))
    amount = f"{sale.net_fen // 100}.{sale.net_fen % 100:02d}"
    day = "6月15日" if make == "seen_notes" else TODAY
    assert any(day in note and "1 单" in note and amount in note for note in notes)
    notes = globals()[make](daily(file_shop, TODAY))
    day = "6月16日" if make == "seen_notes" else "2026-06-16"
    assert any(day in note and "1 单" in note and amount in note for note in notes)
