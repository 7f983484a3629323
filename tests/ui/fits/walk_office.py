"""Through 日报, 设置 and the wizard of printers."""

from __future__ import annotations

from showroom.ui.settings.person_panel import PersonPanel
from showroom.ui.settings.screen import PARTS
from showroom.ui.widgets.chip import Chip
from showroom.ui.wizard.wizard import PrinterWizard
from tests.ui.fits.hands import go, leave


def report(till):
    go(till, "report")
    yield "report"
    till.screen._go("2025-12-26")  # noqa: SLF001 (the widest date, of a day without sales)
    shown = lambda: getattr(till.screen.report, "business_date", "")  # noqa: E731
    till.qtbot.waitUntil(lambda: shown() == "2025-12-26")
    yield "report, widest date"
    till.screen.go_today()
    till.qtbot.waitUntil(lambda: shown() != "2025-12-26")
    till.screen.fold_all()
    yield "report, unfolded"
    till.screen.pick()
    yield "report, calendar"
    leave(till)
    till.screen.show_pdf()
    till.settle()
    yield "report, pdf"
    leave(till)
    till.screen.open_all()
    till.settle()
    yield "report, receipts"
    leave(till)


def settings(till):
    screen = go(till, "settings")
    for part in PARTS:
        screen.open_part(part.key)
        till.settle()
        yield f"settings, {part.key}"
    PersonPanel(screen, "新增人员").open()
    till.settle()
    yield "settings, person"
    leave(till)


def printer_wizard(till):
    wizard = PrinterWizard(till.screen, till.desk.context, ())
    wizard.open()
    till.settle()
    yield "wizard 1"
    next(c for c in wizard.findChildren(Chip) if c.text() == "存成文件").click()
    for at in range(2, 5):
        wizard.next_page()
        till.settle()
        yield f"wizard {at}"
    leave(till)
