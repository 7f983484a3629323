"""The page of definitions: one name, one meaning, one value, one way to print it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain import figures
from showroom.domain.axis import TICKS, axis_of, nice_step
from showroom.domain.codec import from_json, to_json
from showroom.domain.ids import ShiftId, TillId
from showroom.domain.report import DailyReport, HourCell, SalesFigures, TieOut
from showroom.domain.shift import CashCount, Shift, ShiftTotals, TenderTotal, ZoneTotal, ZReport

DAY = SalesFigures(
    orders=2,
    pieces=1_234,
    weight_g=2_350,
    gross_fen=1_000,
    reduction_fen=120,
    net_fen=880,
    refund_orders=1,
    refund_fen=30,
    tax_fen=70,
    round_off_fen=7,
)


NOTHING_SOLD = SalesFigures()


def a_day(total=DAY, before=NOTHING_SOLD, **changes):
    facts = {"shop": "店", "demo": False, "business_date": "2030-05-02", "made_at_us": 0}
    parts = {"zones": (), "tenders": (), "taxes": (), "hours": ()}
    ties = {"tie_out": TieOut(0, 0, 0, 0)}
    return DailyReport(**{**facts, **parts, **ties, "total": total, "previous": before, **changes})


def test_every_figure_has_one_name_one_meaning_and_its_sign():
    told = {each.name: each.text(DAY) for each in figures.ALL}
    assert told == {
        "单数": "2",
        "退货单数": "1",
        "计件": "1,234",
        "重量 kg": "2.350",
        "原价": "10.00",
        "优惠": "-1.13",
        "抹零": "-0.07",
        "让利": "-1.20",
        "销售额": "8.80",
        "退款": "-0.30",
        "净销售额": "8.50",
        "客单价": "4.40",
        "增值税": "0.70",
    }
    assert len({each.name for each in figures.ALL}) == len(figures.ALL)
    assert len({each.meaning for each in figures.ALL}) == len(figures.ALL)
    meanings = {}
    named = [x for x in vars(figures).values() if isinstance(x, figures.Figure)]
    for each in (*named, *figures.TIES):
        assert meanings.setdefault(each.name, each.meaning) == each.meaning, each.name


def test_a_row_of_the_table_adds_up():
    value = {each.name: each.of(DAY) for each in figures.ALL}
    assert value["原价"] + value["优惠"] + value["抹零"] == value["销售额"]
    assert value["优惠"] + value["抹零"] == value["让利"]
    assert value["销售额"] + value["退款"] == value["净销售额"]
    assert value["原价"] + value["让利"] + value["退款"] == value["净销售额"]


def test_a_table_leaves_empty_what_seldom_is():
    assert [each.cell(SalesFigures()) for each in figures.TABLE] == [
        *("0", "0", "–", "0.00", "–", "–", "0.00", "0.00")
    ]
    assert figures.REFUND.cell(DAY) == "-0.30"
    assert figures.REFUND.large(DAY) == "-¥0.30"
    assert figures.SALES.large(DAY) == "2"


def test_an_average_is_rounded_half_up_and_nothing_without_orders():
    assert figures.AVERAGE.of(replace(DAY, net_fen=881)) == 441
    assert figures.AVERAGE.of(replace(DAY, orders=0)) == 0


@pytest.mark.parametrize(
    ("now", "before", "tenths"),
    [
        (1123, 1000, 123),
        (969, 1000, -31),
        (1000, 1000, 0),
        (201, 200, 5),
        (20_009, 20_000, 0),
        (20_010, 20_000, 1),
        (5, 0, None),
        (5, -1, None),
    ],
)
def test_a_change_has_one_rounding(now, before, tenths):
    assert figures.change_tenths(now, before) == tenths


def test_what_a_day_is_compared_with_is_said():
    day = a_day(before=replace(DAY, net_fen=1_000, refund_fen=0))
    assert figures.note(day, figures.NET) == "较上周四 -15.0%"
    assert figures.note(day, figures.SALES) == "较上周四 0.0%"
    running = replace(day, same_time_us=1)
    assert figures.note(running, figures.AVERAGE) == "较上周四同时 -12.0%"
    assert figures.note(running, figures.REFUND) == "退货单数 1"
    up = a_day(before=replace(DAY, net_fen=800, refund_fen=0))
    assert figures.note(up, figures.NET) == "较上周四 +6.3%"
    only_refunds = a_day(before=SalesFigures(refund_orders=1, refund_fen=5))
    assert figures.note(only_refunds, figures.NET) == "上周四没有可比的数"
    assert figures.note(a_day(), figures.NET) == "上周四没有销售"


def test_the_books_say_whether_they_agree():
    assert figures.verdict(TieOut(5, 5, 5, 5)) == "对账相符"
    assert figures.verdict(TieOut(100, 0, 0, 0)) == "对账不符 相差 1.00"
    assert [part.text(TieOut(1, 2, 3, 4)) for part in figures.TIES] == [
        *("0.04", "0.01", "0.02", "0.03")
    ]


def a_z(counted):
    cash = (TenderTotal("cash", 1, 500), TenderTotal("card", 1, 380))
    totals = ShiftTotals(2, 1, 1_000, 120, 7, 880, 30, 70, "", "", cash, (), (), (), 0, 0, 0)
    shift = Shift(ShiftId(7), TillId(1), "01", "2030-05-02", 0, "周", 2, 300)
    return ZReport(shift, 0, "周", totals, CashCount(counted), 800, 5_000, 40, 1, 2, "")


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        ({100: 9}, ("长款", "+1.00")),
        ({100: 7}, ("短款", "-1.00")),
        ({100: 8}, ("长短款", "0.00")),
    ],
)
def test_the_drawer_is_over_or_short(counted, told):
    assert figures.over_short(a_z(counted)) == told


def test_a_shift_has_the_figures_of_a_day():
    z = a_z({})
    sums = figures.of_shift(z.totals)
    assert sums == replace(DAY, pieces=0, weight_g=0)
    assert (figures.FLOAT.text(z.shift), figures.CASH.text(z.totals)) == ("3.00", "5.00")
    assert (figures.EXPECTED.text(z), figures.COUNTED.text(z)) == ("8.00", "0.00")
    assert figures.EVER_SOLD.text(z) == "50.00"
    assert figures.EVER_BACK.text(z) == "-0.40"


def test_an_old_z_counted_refunds_among_its_slips_and_says_so():
    assert figures.slips_of(ZoneTotal(1, "云南文山", 109, 5, 2)) == "109 单"
    assert figures.slips_of(ZoneTotal(1, "云南文山", 109, 5, 0)) == "109 单"
    assert figures.slips_of(ZoneTotal(1, "云南文山", 111, 5)) == "111 张小票"


def test_what_an_earlier_program_froze_still_opens():
    zone = from_json(ZoneTotal, '{"zone_id":1,"zone":"云南文山","orders":111,"net_fen":5}')
    assert figures.slips_of(zone) == "111 张小票"
    written = to_json(a_day()).replace(',"round_off_fen":7', "").replace(',"same_time_us":0', "")
    old = from_json(DailyReport, written)
    assert old == a_day(replace(DAY, round_off_fen=0))
    assert figures.compared_with(old) == "上周四"


def test_the_hours_of_a_day_widen_with_its_sales():
    assert a_day().hours_shown == tuple(range(9, 20))
    late = a_day(hours=(HourCell(7, 1, 5), HourCell(21, 1, -5)))
    assert late.hours_shown == tuple(range(7, 22))
    night = a_day(hours=(HourCell(0, 1, 5), HourCell(10, 1, 5)))
    assert night.hours_shown == (*range(9, 24), 0)


@pytest.mark.parametrize(
    ("span", "step"), [(1, 1), (4, 1), (5, 2), (37, 10), (99, 50), (123_456, 50_000)]
)
def test_a_step_is_round(span, step):
    assert nice_step(span) == step


@given(st.lists(st.integers(0, 10**9)), st.lists(st.integers(-(10**9), 0)), st.integers(1, 10**6))
def test_an_axis_holds_every_stack_on_round_marks(ups, downs, least):
    axis = axis_of(ups, downs, least)
    assert axis.low <= min([0, *downs])
    assert axis.high >= max([1, *ups])
    assert 0 in axis.marks
    assert axis.marks[-1] == axis.high
    assert len(axis.marks) <= TICKS + 3
