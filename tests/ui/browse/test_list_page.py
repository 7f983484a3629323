from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from showroom.services.books.changes import Changes
from showroom.ui.browse import page as list_page
from showroom.ui.browse.asked import Found
from showroom.ui.browse.record_rows import RecordRows
from showroom.ui.engine.kept_scans import Until
from tests.ui.browse.shelf import THINGS, HeaderHands, Shelf, Thing

NUMBER, AMOUNT, MONEY, EXPIRY = 1, 2, 3, 4
LONG, IN_SIGHT = 20_000, 40


def numbers(page):
    return [row.key for row in page.table.rows]


# -- what is listed ------------------------------------------------------------------------------


def test_the_first_record_is_chosen_and_shown_beside_the_list(page, press):
    assert numbers(page) == [1, 2, 3, 4]
    assert page.detail.text() == "乙"
    assert "4 件" in [label.text() for label in page.bar.findChildren(QLabel)]
    press(Qt.Key.Key_Down)
    assert page.detail.text() == "甲"


def test_chips_and_text_ask_anew_and_the_chosen_record_stays(page, settle, press):
    press(Qt.Key.Key_Down)
    page.bar.choose_state("dear")
    settle()
    assert numbers(page) == [1, 2, 4]
    assert page.table.chosen == THINGS[1]
    assert (page.asked[-1].state, page.asked[-1].text) == ("dear", "")
    page.bar.field.take("丙")
    settle()
    assert (numbers(page), page.detail.text()) == ([], "")
    page.bar.field.take("甲")
    settle()
    assert (numbers(page), page.detail.text()) == ([2], "甲")


def test_an_answer_to_an_earlier_question_is_dropped(page, settle):
    shown = []
    page.table.model().modelReset.connect(lambda: shown.append(numbers(page)))
    page.bar.choose_state("dear")
    page.bar.choose_state("all")
    settle()
    assert shown == [[1, 2, 3, 4]]


def test_only_changes_that_concern_it_are_read(page, settle):
    asked = len(page.asked)
    page.on_changes(Changes(prints=True))
    assert len(page.asked) == asked
    page.things = [Thing(9, "新"), *page.things]
    page.on_changes(Changes(stock=True))
    settle()
    assert numbers(page) == [9, 1, 2, 3, 4]
    assert page.table.chosen == THINGS[0]


def test_a_refresh_shows_the_chosen_record_once_as_it_is_now(page, settle):
    page.looked.clear()
    page.things[0] = Thing(1, "乙二")
    page.read()
    settle()
    assert page.looked == [Thing(1, "乙二")]
    assert page.detail.text() == "乙二"


def test_when_the_chosen_record_goes_the_first_takes_its_place_at_once(page, press, settle):
    press(Qt.Key.Key_Down)
    page.looked.clear()
    del page.things[1]
    page.read()
    settle()
    assert page.looked == [THINGS[0]]
    assert page.table.chosen == THINGS[0]


def test_what_a_search_puts_first_is_shown_beside_it_after_the_rows(page, qtbot):
    """Of letters that come faster than turns only the last has its record shown."""
    page.looked.clear()
    table, third, fourth = page.table, THINGS[2:3], THINGS[3:]
    table.show_listed(RecordRows(table.listing, third), anew=False)
    assert table.chosen == THINGS[2], "keys are of the row that is lit, at once"
    table.show_listed(RecordRows(table.listing, fourth), anew=False)
    assert page.looked == []
    qtbot.waitUntil(lambda: page.looked == [THINGS[3]])
    table.show_listed(RecordRows(table.listing, THINGS), anew=False)
    table.select_key(1)
    assert page.looked == [THINGS[3], THINGS[0]], "whoever goes to a row waits for no turn"
    QApplication.processEvents()
    assert page.looked == [THINGS[3], THINGS[0]]


def test_rows_below_stay_with_their_record_however_it_is_sorted(page, settle):
    page.fold()
    assert numbers(page) == [1, ("below", 1), ("below", 2), 2, 3, 4]
    assert [row.level for row in page.table.rows[:3]] == [0, 1, 1]
    HeaderHands(page.table).click(MONEY)
    HeaderHands(page.table).click(MONEY)
    assert numbers(page) == [2, 1, ("below", 1), ("below", 2), 4, 3]
    page.read()
    settle()
    assert numbers(page) == [2, 1, ("below", 1), ("below", 2), 4, 3]
    page.table.select_key(("below", 1))
    assert (page.table.chosen, page.detail.text()) == (THINGS[0], "乙")
    page.table.toggle(1)
    assert numbers(page) == [2, 1, 4, 3]
    assert page.table.selected_key == 1, "its record, not the first of the list"
    page.table.toggle(2)
    assert numbers(page) == [2, 1, 4, 3]


def test_rows_that_come_after_the_folding_are_dropped(page):
    page.fold()
    page.fold()
    page.unfold(THINGS[0])
    assert numbers(page) == [1, 2, 3, 4]


# -- sorting -------------------------------------------------------------------------------------


def test_a_click_on_a_header_sorts_by_value_and_shows_so(page):
    hands = HeaderHands(page.table)
    hands.click(AMOUNT)
    assert numbers(page) == [1, 3, 4, 2]
    assert hands.header.isSortIndicatorShown()
    assert hands.header.sortIndicatorSection() == AMOUNT
    assert hands.header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
    hands.click(AMOUNT)
    assert numbers(page) == [2, 4, 1, 3]
    assert hands.header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    hands.click(EXPIRY)
    assert numbers(page) == [3, 1, 2, 4]


def test_a_sorted_list_stays_sorted_when_it_is_read_again(page, settle):
    HeaderHands(page.table).click(MONEY)
    page.things.append(Thing(5, "丁", fen=800))
    page.read()
    settle()
    assert numbers(page) == [3, 5, 1, 4, 2]


class LongShelf(Shelf):
    """Counts the rows that are made: the text of a number is asked for by nothing else."""

    made = 0

    def __init__(self, context):
        def number(thing):
            self.made += 1
            return f"N{thing.number}"

        shown = (replace(c, text=number) if c.title == "编号" else c for c in Shelf.listing.columns)
        self.listing = replace(Shelf.listing, columns=tuple(shown))
        super().__init__(context)
        self.things = [Thing(n, f"物{n}", fen=n * 7_919 % LONG) for n in range(LONG)]

    def narrowing(self, found, wanted):
        return lambda: Found([x for x in found.records if wanted.text in x.name])


@pytest.fixture
def long_page(put_up):
    return put_up(kind=LongShelf)


def test_of_twenty_thousand_records_those_in_sight_alone_become_rows(long_page, settle):
    """Opened, scrolled, narrowed by a letter and sorted: a window of 600 px holds 20 rows."""
    table = long_page.table
    assert len(table.rows) == LONG
    assert long_page.made <= IN_SIGHT
    table.scrollToBottom()
    table.grab()
    assert long_page.made <= 2 * IN_SIGHT
    long_page.bar.field.take("7")
    settle()
    table.grab()
    assert 6_000 < len(table.rows) < LONG
    assert long_page.made <= 3 * IN_SIGHT
    assert len(long_page.asked) == 1
    HeaderHands(table).click(MONEY)
    settle()
    table.grab()
    assert long_page.made <= 4 * IN_SIGHT
    values = [row.sort[MONEY] for row in table.rows]
    assert values == sorted(values)


def test_what_was_typed_last_is_what_a_long_list_shows(long_page, settle):
    for text in ("1", "19", "199", "1998"):
        long_page.bar.field.take(text)
    settle()
    assert numbers(long_page) == [1998, *range(11_998, LONG, LONG), *range(19_980, 19_990)]
    HeaderHands(long_page.table).click(MONEY)
    long_page.bar.field.take("19989")
    settle()
    assert numbers(long_page) == [19_989]


def test_narrowing_looks_at_the_chosen_record_once(long_page, settle):
    long_page.table.select_key(1)
    long_page.looked.clear()
    long_page.bar.field.take("1")
    settle()
    assert long_page.table.chosen.number == 1
    assert long_page.looked == []
    long_page.bar.field.take("2")
    settle()
    assert [x.number for x in long_page.looked] == [2]


class SlowShelf(Shelf):
    """Its whole is there when the test says so, its beginning at once."""

    def __init__(self, context):
        self.go_on = threading.Event()
        super().__init__(context)

    def beginning(self):
        return lambda: Found(THINGS[:2])

    def reading(self, wanted):
        read = super().reading(wanted)
        return lambda: self.go_on.wait() and read()


def test_a_list_shows_what_it_begins_with_until_all_of_it_is_there(put_up, qtbot, settle):
    page = put_up(kind=SlowShelf, waits=False)
    qtbot.waitUntil(lambda: numbers(page) == [1, 2])
    assert not page.action_set["export"].isEnabled()  # half a list leaves nowhere
    page.table.select_key(2)
    page.go_on.set()
    settle()
    assert (numbers(page), page.table.chosen) == ([1, 2, 3, 4], THINGS[1])
    assert page.action_set["export"].isEnabled()


def test_what_changes_while_a_list_is_read_is_read_once_more_and_no_oftener(put_up, qtbot, settle):
    page = put_up(kind=SlowShelf, waits=False)
    qtbot.waitUntil(lambda: numbers(page) == [1, 2])
    for _ in range(5):
        page.on_changes(Changes(stock=True))
    page.things.append(Thing(9, "新"))
    page.go_on.set()
    settle()
    assert len(page.asked) == 2
    assert numbers(page) == [1, 2, 3, 4, 9]


# -- what a role may see -------------------------------------------------------------------------


def test_a_column_that_a_role_may_not_see_is_nowhere(put_up, shop):
    titles = [column.title for column in put_up().table.listing.faces]
    assert titles[-1] == "进价"
    listing = put_up(shop.cashier).table.listing
    assert [column.title for column in listing.faces] == titles[:-1]
    assert all(len(row.cells) == len(titles) - 1 for row in map(listing.row, THINGS))
    sheet = listing.sheet(THINGS)
    assert "进价" not in [head.title for head in sheet.heads]
    assert all(len(row) == len(sheet.heads) for row in sheet.rows)


# -- another page in its place -------------------------------------------------------------------


def test_a_page_in_its_place_rests_its_keys_and_scans(page, settle, press):
    other = QLabel("other")
    page.cover(other)
    assert page.covered
    assert other.isVisible()
    assert not page.action_set["copy"].isEnabled()
    assert page.scan_waits("6990100100011").until is Until.ANSWER
    page.read()
    settle()
    press(Qt.Key.Key_A)
    assert page.bar.field.text() == ""
    assert not page.action_set["copy"].isEnabled()
    page.things = page.things[:2]
    page.uncover()
    settle()
    assert (numbers(page), page.action_set["copy"].isEnabled()) == ([1, 2], True)
    page.cover(other)
    assert other.isVisible()


def test_a_scan_looks_among_everything(page, desk, settle):
    page.bar.choose_state("dear")
    page.scanned("6990100100011")
    settle()
    assert (page.asked[-1].text, page.asked[-1].state) == ("6990100100011", "all")
    assert page.bar.states.choice == "all"
    assert page.bar.field.text() == "6990100100011"
    page.scanned("6990100100012")
    assert "校验" in desk.strip.message.text


def test_typing_searches_and_the_keyboard_comes_back(page, press, qtbot):
    press(Qt.Key.Key_A)
    assert page.bar.field.hasFocus()
    assert page.bar.field.text() == "a"
    page.bar.field.clear()
    QTest.keyClicks(page.bar.field, "LINK")
    qtbot.waitUntil(lambda: numbers(page) == [4])
    press(Qt.Key.Key_Return)
    assert page.table.hasFocus()


class Narrowed(Shelf):
    """Its part is made by something that is found out meanwhile."""

    also = 0

    @property
    def narrowed_by(self):
        return self.also

    def narrowing(self, found, wanted):
        del wanted
        least = self.also

        def part():
            return Found([x for x in found.records if x.number > least])

        return part


def test_a_part_that_was_overtaken_while_it_was_made_is_made_again(put_up, settle, monkeypatch):
    monkeypatch.setattr(list_page, "AT_ONCE", 0)
    page = put_up(kind=Narrowed)
    page.table.ordered.emit()  # the pool is making a part now
    page.also = 2
    page.table.ordered.emit()
    settle()
    assert numbers(page) == [3, 4]


def test_nothing_is_said_to_be_missing_before_the_answer(put_up, settle):
    page = put_up(waits=False)
    said = [x for x in page.table.findChildren(QLabel) if x.text() and x.isVisible()]
    assert (len(page.table.rows), said) == (0, [])
    settle()
    page.bar.field.take("nothing has this name")
    settle()
    assert [x.text() for x in page.table.findChildren(QLabel) if x.isVisible() and x.text()]


class Cut(Shelf):
    """There are more than it lists."""

    def reading(self, wanted):
        del wanted
        return lambda: Found(self.things, told="x", left_out="，只列最近 4 张")


def test_what_is_left_out_is_said_on_what_leaves(put_up, settle, desk):
    page = put_up(kind=Cut)
    page.copy()
    settle()
    assert desk.strip.message.text == "已复制 4 行，只列最近 4 张"
    page.export()
    settle()
    assert "只列最近 4 张" in desk.strip.message.text
    (path,) = Path(desk.machine.exports).iterdir()
    assert "只列最近 4 张" in path.name
