from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QApplication

from showroom.domain.errors import Fault
from showroom.domain.sheet import money
from showroom.machine.home import Home, LocalSettings
from showroom.program.app import Till
from showroom.ui.browse.columns import ListColumn, Listing
from tests.ui.browse.shelf import HeaderHands

REST, NUMBER, AMOUNT, MONEY, EXPIRY, COST = range(6)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def start(desk, home, put_up):
    """The list after a start of the program: what it knows comes from the file."""

    def open_anew(**kw):
        local, _problem = home.load()
        desk.context.machine = Till(home, local, "")
        page = put_up(**kw)
        return page, HeaderHands(page.table)

    return open_anew


def test_an_edge_follows_the_hand_and_its_neighbour_gives(start):
    page, hands = start()
    rest, *others = hands.widths
    hands.pull(AMOUNT, 20)
    assert hands.widths == [rest, 80, 110, 80, 120, 90]
    hands.pull(REST, -40)
    assert hands.widths == [rest - 40, 120, 110, 80, 120, 90]
    hands.pull(MONEY, -500)
    figure = hands.widths[MONEY]
    assert 48 < figure < 80, "as wide as its figures, and no figure is cut"
    assert hands.widths == [rest - 40, 120, 110, figure, 200 - figure, 90]
    assert sum(hands.widths) == rest + sum(others)
    assert not page.table.horizontalScrollBar().isVisible()


def test_the_last_edge_has_nothing_to_take_from(start):
    _page, hands = start()
    before = hands.widths
    hands.pull(EXPIRY, 500)
    assert hands.widths == [*before[:EXPIRY], 162, 48]


def test_the_column_that_takes_the_rest_keeps_its_least(start):
    _page, hands = start()
    hands.pull(REST, -900)
    assert hands.widths[REST] == 160
    hands.pull(REST, 900)
    assert hands.widths[NUMBER] == 48


def test_widths_are_there_again_after_a_restart(start, home, settle):
    _page, hands = start()
    hands.pull(AMOUNT, 20)
    settle()
    pulled = hands.widths
    assert home.load()[0].widths == {"shelf": {"数量": 110, "金额": 80}}
    _page, hands = start()
    assert hands.widths == pulled


def test_a_double_click_on_an_edge_brings_the_design_back(start, home, settle):
    _page, hands = start()
    designed = hands.widths
    hands.pull(AMOUNT, 30)
    hands.double_click(NUMBER)
    settle()
    assert hands.widths == designed
    assert home.load()[0].widths == {}


def test_a_width_nobody_can_mean_is_bounded_and_an_unknown_column_ignored(start, home):
    home.save(LocalSettings(widths={"shelf": {"数量": 1, "金额": 1_999, "没有": 90, "品名": 300}}))
    _page, hands = start()
    assert 48 < hands.widths[AMOUNT] < 90, "as wide as its figures"
    assert hands.widths[MONEY] == 800


def test_a_narrow_window_shrinks_columns_then_leaves_out_the_least(start):
    page, hands = start(width=1_060)

    def at(width):
        page.resize(width, 600)
        QApplication.processEvents()
        shown = [at for at in range(6) if not hands.header.isSectionHidden(at)]
        return page.detail.width(), hands.header.sectionSize(EXPIRY), shown

    assert at(1_060) == (300, 120, [REST, NUMBER, AMOUNT, MONEY, EXPIRY, COST])
    assert at(960) == (200, 120, [REST, NUMBER, AMOUNT, MONEY, EXPIRY, COST])
    assert at(890) == (200, 90, [REST, NUMBER, AMOUNT, MONEY, EXPIRY, COST])
    assert at(820) == (200, 90, [REST, AMOUNT, MONEY, EXPIRY, COST])
    assert at(780) == (200, 0, [REST, AMOUNT, MONEY, COST])
    assert at(1_300) == (300, 120, [REST, NUMBER, AMOUNT, MONEY, EXPIRY, COST])


def test_what_was_pulled_does_not_shrink(start):
    page, hands = start()
    hands.pull(MONEY, -20)
    assert hands.widths[EXPIRY] == 140
    page.resize(890, 600)
    QApplication.processEvents()
    assert hands.widths[EXPIRY] == 140


def test_pulling_beside_a_column_left_out_takes_from_the_next_one_seen(start):
    _page, hands = start(width=820)
    before = hands.widths
    hands.pull(REST, -20)
    assert hands.widths == [before[REST] - 20, 0, 110, 100, 90, 90]


def test_two_lists_keep_their_own(home):
    till = Till(home, LocalSettings(theme="dark"), "")
    till.remember_widths("a", {"品名": 90})
    till.remember_widths("b", {"品名": 70})
    till.remember_theme("light")
    till.remember_widths("a", {})
    assert (till.column_widths("a"), till.column_widths("b")) == ({}, {"品名": 70})
    assert home.load()[0] == LocalSettings(theme="light", widths={"b": {"品名": 70}})


def test_answers_about_a_file_are_kept_and_forgotten_by_its_headings(home):
    till = Till(home, LocalSettings(), "")
    said = {"columns": {"叫法": "name", "备注": ""}, "fixed": {"tax": "9%"}}
    till.remember_answers("a", said)
    till.remember_answers("b", {"columns": {"x": ""}})
    till.remember_answers("b", {})
    assert home.load()[0].files == {"a": said}
    assert (till.file_answers("a"), till.file_answers("b")) == (said, {})
    torn = {"a": {"columns": {"叫法": 1, "b": "name"}, "fixed": []}, "c": 5}
    home.settings_file.write_text(json.dumps({"files": torn}))
    assert home.load()[0].files == {"a": {"columns": {"b": "name"}}}


def test_torn_widths_cost_themselves_alone(home):
    home.make()
    torn = {
        "a": {"品名": 90, "x": "90", "y": True, "z": -1, "w": 10**9, "f": 1.5},
        "b": [1],
        "c": {},
    }
    home.settings_file.write_text(json.dumps({"theme": "dark", "widths": torn}))
    assert home.load() == (LocalSettings(theme="dark", widths={"a": {"品名": 90}}), "")
    home.settings_file.write_text(json.dumps({"theme": "dark", "widths": [1]}))
    assert home.load()[0] == LocalSettings(theme="dark")
    many = {f"s{at}": {f"c{n}": 50 for n in range(200)} for at in range(200)}
    home.settings_file.write_text(json.dumps({"widths": many}))
    kept = home.load()[0].widths
    assert (len(kept), len(kept["s0"])) == (64, 64)


def test_a_file_that_is_no_settings_is_told(home):
    home.make()
    home.settings_file.write_text("[1]")
    with pytest.raises(Fault, match="settings_unreadable"):
        home.load()


def test_what_has_no_figure_is_not_the_largest():
    """Eight rows without an amount took the place of those whose figures had to fit."""
    column = ListColumn("金额", 104, money, align="right")
    listing = Listing("单", (column,), lambda fen: fen)
    assert listing.largest([None, 5, None, -70, 600], 0)[:3] == [600, -70, 5]
