"""`showroom tour DIR`: a cashier's, a stock-keeper's and a manager's minutes on a throwaway shop.

Everything goes through the real window: keys, scans and clicks. It leaves pictures of every
screen at both sizes, light and dark, the bytes the printer got, the day's PDF and workbook.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.domain.business_day import business_date
from showroom.machine.clock import SystemClock
from showroom.machine.home import Home, LocalSettings
from showroom.program.app import Till, build_window
from showroom.program.progress_bar import progress_bar
from showroom.showcase.demo import build_demo

if TYPE_CHECKING:
    from showroom.showcase.player import Player
    from showroom.ui.engine.context import Context
    from showroom.ui.engine.tasks import Lanes
    from showroom.ui.shell.main_window import MainWindow

DAYS, SEED = 9, 88
CASHIER, KEEPER, MANAGER = (1, "206080"), (2, "405060"), (0, "708090")
PACKS = (
    "6990100100011",
    "6990100200018",
    "6990101000013",
    "6990101500018",
    "6990202000011",
    "6990201400027",
    "6990300400034",
    "6990402400031",
)
LABELS = ("2210001007351", "2210019007350", "221000101441007357")
WRONG = "6990100100012"
FLOAT_PIECES = ("1", "2", "3", "2", "2", "10")
ANY_GAP_FEN = 10**8
COUNTED_PIECES = ("7", "1", "2", "0", "0", "1", "1", "3")
SCREENS = frozenset({"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
"""Any of them says where to draw."""


def tour(folder: Path) -> int:
    """Play the minutes; how many pictures of the window were made."""
    if sys.platform == "linux" and not SCREENS & os.environ.keys():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):  # said before the minutes are played, not after
        pass
    place = Path(tempfile.mkdtemp(prefix="showroom-tour-"))
    home = Home(place)
    today = date.fromisoformat(business_date(SystemClock().now_us()))
    yesterday = today - timedelta(days=1)
    try:
        with progress_bar("准备演示店") as step:
            build_demo(home, LocalSettings(), days=DAYS, seed=SEED, until=yesterday, step=step)
        return _play(home, folder)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _play(home: Home, folder: Path) -> int:
    from showroom.showcase.player import Player
    from showroom.ui.shell.application import make_application, start_lanes

    app = make_application("light")
    till, lanes = Till(home, LocalSettings(theme="light"), ""), start_lanes()
    window = build_window(till, lanes)
    window.resize(1366, 768)
    window.show()
    try:
        pictures = _Walk(Player(window), folder).walk()
    finally:
        _end(window, lanes)
        till.close()
    app.processEvents()
    return pictures


def _end(window: MainWindow, lanes: Lanes) -> None:
    window.close()
    for lane in lanes:
        lane.close()
    window.deleteLater()


class _Walk:
    """The steps, numbered by their pictures."""

    def __init__(self, player: Player, folder: Path) -> None:
        self._player = player
        self._folder = folder
        self._number = self._made = 0

    def walk(self) -> int:
        """All three people; how many pictures were made."""
        self._player.wait_for("the books", lambda: self._context.is_open)
        self._player.wait_for("the people", lambda: self._context.shop.people)
        self._connect_printer()
        self._picture("sign-in")
        self._cashier()
        self._keeper()
        self._as_lead()
        return self._made

    @property
    def _context(self) -> Context:
        return self._player.window.context

    def _picture(self, name: str) -> None:
        from showroom.showcase.player import photograph

        self._player.wait_quiet()
        self._number += 1
        made = photograph(self._player.window, self._folder, f"{self._number:02d}-{name}")
        self._made += len(made)

    def _connect_printer(self) -> None:
        """A printer that writes its bytes into the tour's folder."""
        from showroom.domain.printer import PrinterSettings
        from showroom.services.books.actor import SYSTEM

        settings = self._context.services.settings
        printer = PrinterSettings(
            name="小票", connection="file", address=str(self._folder / "receipts"), model="generic"
        )
        # The tour counts the same pieces whatever was sold: its drawer may be over or short.
        wanted = {"printers": (printer,), "theme": "light", "cash_gap_fen": ANY_GAP_FEN}
        settings.change(SYSTEM, wanted)

    # -- 收银员 -------------------------------------------------------------------------------

    def _cashier(self) -> None:
        from PySide6.QtCore import Qt

        player = self._player
        player.sign_in(*CASHIER)
        self._picture("no-shift")
        player.go("shift")
        for pieces in FLOAT_PIECES:
            player.write(pieces)
            player.press(Qt.Key.Key_Return)
        self._picture("open-shift")
        player.press(Qt.Key.Key_F12)
        player.wait_for("the shift", lambda: self._context.shift)
        player.go("checkout")
        self._ring_up()
        self._pay()
        self._documents()
        self._close_shift()
        player.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    def _ring_up(self) -> None:
        from PySide6.QtCore import Qt

        player = self._player
        for code in PACKS:
            player.scan(code)
        player.write("3*")
        player.scan(PACKS[0])
        for code in LABELS:
            player.scan(code)
        player.wait_quiet()
        self._picture("checkout")
        player.write("lxh")
        self._picture("search")
        player.press(Qt.Key.Key_Return)
        player.scan(WRONG)
        self._picture("refusal")
        player.press(Qt.Key.Key_Escape)

    def _pay(self) -> None:
        from PySide6.QtCore import Qt

        from showroom.ui.counter.screen import CounterScreen

        player = self._player
        player.press(Qt.Key.Key_Space)
        player.press(Qt.Key.Key_F3)
        player.write("200")
        player.press(Qt.Key.Key_Tab)
        player.write("684213")
        player.press(Qt.Key.Key_Return)
        self._picture("tender")
        player.press(Qt.Key.Key_F2)
        shown = player.window.workspace
        page = shown.stack.page if shown is not None else None
        assert isinstance(page, CounterScreen)  # noqa: S101 (the tour is paying)
        player.write(f"{page.tender.payment.next_notes()[-1] // 100}")
        player.press(Qt.Key.Key_Return)
        player.wait_for(
            "the sale", lambda: self._context.services.reports.latest(self._context.actor, 1)
        )
        player.wait_quiet()
        self._picture("sold")

    def _documents(self) -> None:
        from PySide6.QtCore import Qt

        player = self._player
        player.press(Qt.Key.Key_F10)
        self._picture("receipt")
        player.press(Qt.Key.Key_Escape)
        for code in PACKS[1], PACKS[0]:
            player.scan(code)
            player.press(Qt.Key.Key_F6)
            player.wait_quiet()
        player.press(Qt.Key.Key_F7)
        self._picture("held")
        player.press(Qt.Key.Key_Escape)
        player.press(Qt.Key.Key_F1)
        self._picture("keys")
        player.press(Qt.Key.Key_Escape)

    def _close_shift(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QLineEdit, QPushButton

        player = self._player
        player.go("shift")
        self._picture("shift")
        player.press(Qt.Key.Key_F8)
        button = lambda: isinstance(player.window.focusWidget(), QPushButton)  # noqa: E731
        player.wait_for("what is held", button)
        self._picture("before-close")
        player.press(Qt.Key.Key_Return)
        field = lambda: isinstance(player.window.focusWidget(), QLineEdit)  # noqa: E731
        player.wait_for("the count", field)
        for pieces in COUNTED_PIECES:
            player.write(pieces)
            player.press(Qt.Key.Key_Return)
        self._picture("count")
        # No Enter that bounces may answer: the button has the keyboard a moment later.
        player.wait_for("the question", button)
        player.press(Qt.Key.Key_Return)
        player.wait_for("the closed shift", lambda: self._context.shift is None)
        self._picture("z-report")

    # -- 库管员, 店长 --------------------------------------------------------------------------

    def _keeper(self) -> None:
        from PySide6.QtCore import Qt

        player = self._player
        player.sign_in(*KEEPER)
        from showroom.showcase.keeping import Keeping

        Keeping(player, self._picture).show()
        player.go("catalogue")
        self._picture("catalogue")
        player.press(Qt.Key.Key_F9)
        self._picture("price-tag")
        player.press(Qt.Key.Key_Escape)
        player.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    def _as_lead(self) -> None:
        from PySide6.QtCore import Qt

        from showroom.services.books.actor import SYSTEM

        player = self._player
        player.sign_in(*MANAGER)
        player.go("report")
        player.press(Qt.Key.Key_Left)
        self._picture("report")
        player.press(Qt.Key.Key_P)
        player.wait_quiet()
        self._picture("report-pages")
        player.press(Qt.Key.Key_Escape)
        player.go("prints")
        self._picture("prints")
        player.go("settings")
        self._picture("settings")
        for part in ("receipt", "printer", "devices", "customer"):
            self._context.go_to.emit(f"settings:{part}")
            self._picture(f"settings-{part}")
        from showroom.showcase.scenes import Showcase

        Showcase(player, self._folder, self._picture).show()
        context = self._context
        report = context.services.reports.daily(SYSTEM, context.services.reports.today())
        (self._folder / "day.pdf").write_bytes(context.paper.daily_pdf(report))
        (self._folder / "day.xlsx").write_bytes(context.paper.daily_xlsx(report))
        latest = context.services.reports.latest(context.actor, 1)[0]
        receipt = context.services.reports.receipt(latest.sale_id)
        for columns in (32, 48):
            picture = context.paper.preview_png(receipt, columns)
            (self._folder / f"receipt-{columns}.png").write_bytes(picture)
