from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from showroom.domain.basket import Basket
from showroom.domain.errors import Fault
from showroom.services.suite import make_suite
from showroom.ui.counter.due_card import DueCard
from showroom.ui.engine.screen import Screen
from showroom.ui.look.theme import apply_theme, dress
from showroom.ui.look.tokens import FLAT_BELOW, SMALLEST_WINDOW, span
from showroom.ui.shell.workspace import NONE_KEPT
from showroom.ui.sign_in.first_start import FirstStart
from showroom.ui.sign_in.trouble import Trouble
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label
from showroom.ui.widgets.chip import ChipRow
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.widgets.table_rows import Column, Row
from tests.factories import cheap_pins, make_books
from tests.services.selling.test_checkout import goods, sell
from tests.ui.counter.counter_player import Till
from tests.ui.fits.ruler import misfits
from tests.ui.fits.walk import walk

SIZES = (SMALLEST_WINDOW, (1280, 720), (1366, 690), (1920, 1040), (1200, 620))
"""Windows in logical pixels: what is left of a screen at 100 % less a title bar and a taskbar; the
last is lower than the page's usual design and as narrow as one beside another window."""
SCALED = ((1024, 576), (1280, 642), (1536, 832), (960, 520), (2560, 1400), (1280, 693))
"""What is left of 1280×720 and 1920×1080 at 125, 150 and 200 %, the lowest with a tall bar and
with a low one; and a large screen."""
LEAST = (960, 520)
USUAL = (*SIZES, *(size for size in SCALED if size[1] < SMALLEST_WINDOW[1] - 100))
"""Those and the lowest of the others, in one walk; `EVERY_SIZE=1` walks through all of them."""
TILL = SMALLEST_WINDOW
"""Goods by the ton and the longest names have the room of a till's window, and need it."""
EVERY_SIZE = os.environ.get("EVERY_SIZE")
PICTURES = os.environ.get("PICTURES")
"""For eyes: a folder that keeps how every sight looks, in every size, light and dark."""
TRIES = 20
"""Rounds of events until a window of another size has come to rest."""


def settled_misfits(window, size):
    """What does not fit once the window has that size and nothing moves any more."""
    window.resize(*size)
    found = []
    for _ in range(TRIES):
        QApplication.processEvents()
        found = misfits(window)
        if not found:
            break
    if window.size().toTuple() != size:
        found.append(f"the window is {window.size().toTuple()}")
    return found


def keep_picture(application, window, name):
    for shade in ("dark", "light"):
        apply_theme(application, shade)
        QApplication.processEvents()
        wide, tall = window.size().toTuple()
        window.grab().save(f"{PICTURES}/{name.replace(' ', '_')}-{wide}x{tall}-{shade}.png")


ONLY_BASES = {"ListPanel", "BrowsePage", "FormPanel", "SavingOverlay"}
"""Never shown themselves."""


def _kinds(base):
    """Every screen or panel that the program has; importing the walk imports them."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith("showroom."):
            yield kind
            yield from _kinds(kind)


@pytest.fixture
def till(desk, shop, qtbot):
    return Till(desk, shop, qtbot)


@pytest.mark.parametrize("sizes", [USUAL, SCALED] if EVERY_SIZE else [USUAL], ids=len)
def test_every_sight_fits(till, light, tmp_path, sizes):
    found, seen = [], set()
    for sight in walk(till, tmp_path):
        seen.add(type(till.panel).__name__)
        if till.desk.context.signed_in:
            seen.add(type(till.screen).__name__)
        for size in sizes:
            wide, tall = size
            if sight.startswith("longest") and (wide < TILL[0] or tall < TILL[1]):
                continue
            found += [f"{sight} {wide}×{tall} {m}" for m in settled_misfits(till.window, size)]
            if PICTURES:
                keep_picture(light, till.window, sight)
        if till.panel is not None and sizes is USUAL and not till.desk.strip.latched:
            till.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            found += [] if till.said == NONE_KEPT else [f"{sight} is deaf to the window's keys"]
    assert not found, "\n".join(found)
    missed = {kind.__name__ for kind in (*_kinds(Overlay), *_kinds(Screen))} - seen - ONLY_BASES
    assert not missed, "the walk passes by"


def test_what_is_due_and_how_to_pay_never_scroll_away(till, tmp_path):
    """Where the least window scrolls, these do not; nor does what was refused."""
    seen = 0
    for sight in walk(till, tmp_path):
        settled_misfits(till.window, LEAST)
        if sight.startswith("tender"):
            tender = till.screen.tender
            kinds = (Figure, AmountEdit)
            must = [w for kind in kinds for w in tender.findChildren(kind)]
            must.append(tender.findChild(Keypad).enter_button)
        elif sight in ("counter, basket", "counter, refused", "counter, empty"):
            page = till.screen.page
            pays = [b for b in page.findChildren(QPushButton) if "结算" in b.text()]
            must = [page.findChild(DueCard), page.field, *pays]
        elif sight.startswith("refund"):
            break
        else:
            continue
        must.append(till.desk.strip)
        hidden = [w for w in must if w.visibleRegion().boundingRect() != w.rect()]
        assert not hidden, (sight, hidden)
        seen += 1
    assert seen == 7


def test_what_decides_a_refund_is_in_sight_beside_its_button(till):
    """去向 lay below the edge while 退款 was lit, and the only next step was a sliver."""
    till.open_shift(till.shop.cashier)
    till.enter(till.shop.cashier)
    sell(till.shop, Basket().add(goods(till.shop)[0]))
    till.press(Qt.Key.Key_F8)
    panel, hidden = till.panel, []
    for found in (False, True):
        if found:
            till.scan("01-000001")
            till.settle()
            panel.take_all()
            till.settle()
        kinds = (ChipRow,) if found else (Keypad, ScanField)
        must = [w for kind in kinds for w in panel.findChildren(kind)]
        must += [b for b in panel.findChildren(QPushButton) if "退款" in b.text()]
        assert len(must) == 3
        for size in (*SIZES, *SCALED):
            hidden += [f"{size} {fault}" for fault in settled_misfits(till.window, size)]
            unseen = (w for w in must if w.visibleRegion().boundingRect() != w.rect())
            hidden += [f"{size} {widget}" for widget in unseen]
    assert not hidden


@pytest.mark.slow
@pytest.mark.skipif("SCREEN_SCALES" not in os.environ, reason="a walk for each scale: set it")
@pytest.mark.parametrize("factor", ["1.25", "1.5", "2"])
def test_every_sight_fits_where_the_screen_is_scaled(factor):
    """The same walk in a window whose logical pixels are not those of the screen."""
    node = f"{__file__}::test_every_sight_fits[{len(SIZES)}]"
    environment = {**os.environ, "QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", node]
    folder = Path(__file__).parents[3]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()[-3000:]


@pytest.mark.parametrize("size", [*SIZES, LEAST])
def test_the_first_start_fits(desk, sqlite_databases, qtbot, size):
    with sqlite_databases.fresh("migrated") as database:
        books = make_books(database)
        window = desk.make_window(lambda: make_suite(books, cheap_pins(books)))
        window.show()
        qtbot.waitUntil(lambda: isinstance(window.signed_out.currentWidget(), FirstStart))
        assert not settled_misfits(window, size)
        page = window.signed_out.currentWidget()
        buttons = [b for b in page.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]
        buttons[0].click()
        assert not settled_misfits(window, size)
        window.close()
        qtbot.waitUntil(lambda: desk.quiet)


@pytest.mark.parametrize("size", [*SIZES, LEAST])
def test_what_is_said_of_unopenable_books_fits(desk, qtbot, size):
    def unopenable():
        raise Fault("database_unopenable")

    window = desk.make_window(unopenable)
    window.show()
    qtbot.waitUntil(lambda: isinstance(window.signed_out.currentWidget(), Trouble))
    assert not settled_misfits(window, size)


def test_three_spans_from_one_place():
    assert [span(w, 700) for w in (1024, 1279, 1280, 1599, 1600)] == [
        *("narrow",) * 2,
        *("usual",) * 2,
        "wide",
    ]
    assert span(1366, 689) == "narrow"
    assert span(1366, 620, FLAT_BELOW) == "usual"
    assert span(1366, 599, FLAT_BELOW) == "narrow"


def test_a_page_too_wide_for_its_box_hears_that_the_window_shrank(light, qtbot):
    """Whoever asked for more than there was is offered what there is, and may turn narrow."""

    class Page(QWidget):
        seen = 0

        def minimumSizeHint(self):  # noqa: N802 (Qt's)
            return QSize(500, 10)

        def resizeEvent(self, event):  # noqa: N802 (Qt's)
            self.seen += 1
            super().resizeEvent(event)

    page = Page()
    box = ScrollBox(page)
    qtbot.addWidget(box)
    box.resize(400, 200)
    box.show()
    light.processEvents()
    before = page.seen
    box.resize(300, 200)
    light.processEvents()
    assert page.seen > before


def test_a_refusal_stands_beside_its_entry_and_in_the_panel_that_caused_it(till):
    for sight in walk(till, Path()):
        if sight == "counter, refused":
            break
    page = till.screen.page
    assert page.said.text() == till.said
    till.desk.strip.answer()
    assert page.said.text() == ""


# the ruler itself: each fault that it must see


class Sheet(QWidget):
    """A plain window with a line of text, all in order."""

    def __init__(self):
        super().__init__()
        self.resize(400, 200)
        self.fine = QLabel("整齐", self)
        self.fine.setGeometry(20, 20, 100, 40)


@pytest.fixture
def sheet(light, qtbot):
    window = Sheet()
    dress(window)
    qtbot.addWidget(window)
    window.show()
    light.processEvents()
    assert misfits(window) == []
    return window


def planted(sheet, word):
    QApplication.processEvents()
    found = misfits(sheet)
    assert found
    assert all(f.startswith(word) for f in found), found


def test_the_ruler_sees_a_label_past_the_edge(sheet):
    sheet.fine.move(350, 20)
    planted(sheet, "clipped")


def test_the_ruler_sees_two_that_lie_on_each_other(sheet):
    other = QLabel("压住", sheet)
    other.setGeometry(100, 20, 100, 40)
    other.show()
    planted(sheet, "overlap")


def test_the_ruler_sees_a_page_that_is_too_wide_for_its_scroll_box(sheet):
    page = QWidget()
    line = QHBoxLayout(page)
    wide = QPushButton("太宽")
    wide.setMinimumWidth(500)
    line.addWidget(wide)
    box = ScrollBox(page, sheet)
    box.setGeometry(0, 80, 400, 100)
    box.show()
    planted(sheet, "clipped by ScrollBox")


@pytest.mark.parametrize("seen", [True, False])
def test_the_ruler_sees_a_panel_with_nothing_on_it(sheet, seen):
    sheet.resize(400, 500)
    panel = Overlay(sheet, "以往班次", 300)
    content = QLabel("一班")
    panel.body.addWidget(content)
    content.setVisible(seen)
    panel.open()
    QApplication.processEvents()
    assert any(f.startswith("blank") for f in misfits(sheet)) is not seen


def test_the_ruler_sees_a_button_without_a_pixel(sheet):
    QPushButton(sheet).show()
    sheet.children()[-1].resize(0, 0)
    planted(sheet, "blank")


def test_the_ruler_lets_a_page_go_on_below(sheet):
    page = QWidget()
    column = QVBoxLayout(page)
    for n in range(9):
        column.addWidget(QPushButton(f"第 {n} 行"))
    box = ScrollBox(page, sheet)
    box.setGeometry(0, 80, 400, 100)
    box.show()
    QApplication.processEvents()
    assert misfits(sheet) == []


def test_the_ruler_sees_a_figure_that_is_cut(sheet):
    class Stiff(RowTable):
        fits_itself = False

    table = Stiff((Column("商品", 0), Column("金额", 100, "right")), parent=sheet)
    table.set_rows([Row(n, ("一", "9,999,679,932.00")) for n in range(2)])
    table.setGeometry(10, 70, 380, 120)
    table.show()
    planted(sheet, "short")


def test_the_ruler_sees_half_a_keypad(sheet):
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(Keypad())
    box = ScrollBox(page, sheet)
    box.setGeometry(0, 70, 400, 120)
    box.show()
    planted(sheet, "half a keypad")


@pytest.mark.parametrize(("width", "height"), [(40, 40), (100, 12)])
def test_the_ruler_sees_words_that_are_cut(sheet, width, height):
    sheet.fine.setText("放不下的字")
    sheet.fine.resize(width, height)
    planted(sheet, "cut")


def test_the_ruler_sees_a_button_too_narrow_for_its_words(sheet):
    button = QPushButton("收取现金", sheet)
    button.setGeometry(20, 100, 60, 40)
    button.show()
    planted(sheet, "cut")


def test_the_ruler_sees_a_table_without_room_for_its_names(sheet):
    table = RowTable((Column("商品", 0), Column("金额", 300)), parent=sheet)
    table.set_rows([Row(n, ("一", "二")) for n in range(5)])
    table.setGeometry(10, 70, 340, 60)
    table.show()
    QApplication.processEvents()
    assert {f.split(" ")[0] for f in misfits(sheet)} == {"cramped"}


@pytest.mark.usefixtures("light")
def test_no_wrapped_line_of_a_panel_is_cut_however_long_it_is(qtbot):
    """A text one pixel over a line got the height of one line, and its end was nowhere."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 768)
    window.show()
    panel = Overlay(window, "核对", 460)
    said = label("", "muted", wrap=True)
    panel.body.addWidget(said)
    panel.open()
    room = said.width()
    cut = []
    for end in range(-8, 9):
        text = "原因 "
        while said.fontMetrics().horizontalAdvance(text) < room + end:
            text += "." if said.fontMetrics().horizontalAdvance(text) > room - 40 else "价"
        said.setText(text)
        cut += [(end, fault) for fault in settled_misfits(window, (1024, 768))]
    assert cut == []
