from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from showroom.services.books.changes import Changes
from showroom.ui.engine.kept_scans import Until
from tests.ui.browse.shelf import THINGS, HeaderHands, Thing

NUMBER, AMOUNT, MONEY, EXPIRY = 1, 2, 3, 4


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
    assert (page.table.chosen, page.detail.text()) == (None, "乙")
    page.table.toggle(1)
    assert numbers(page) == [2, 1, 4, 3]
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


def test_twenty_thousand_rows_sort_by_what_was_made_before(page, settle, monkeypatch):
    page.things = [Thing(at, f"物{at}", fen=at * 7_919 % 20_000) for at in range(20_000)]
    page.read()
    settle()
    monkeypatch.setattr(type(page.table.listing), "rows", None)
    HeaderHands(page.table).click(MONEY)
    values = [row.sort[MONEY] for row in page.table.rows]
    assert values == sorted(values)
    assert len(values) == 20_000


# -- what a role may see -------------------------------------------------------------------------


def test_a_column_that_a_role_may_not_see_is_nowhere(put_up, shop):
    titles = [column.title for column in put_up().table.listing.faces]
    assert titles[-1] == "进价"
    listing = put_up(shop.cashier).table.listing
    assert [column.title for column in listing.faces] == titles[:-1]
    assert all(len(row.cells) == len(titles) - 1 for row in listing.rows(THINGS).values())
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
