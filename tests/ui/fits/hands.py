"""What every walk does with its hands: pages, keys, scans, and out of whatever is in front."""


def go(till, where, part=""):
    """That page, and a part of it."""
    till.window.workspace.go(where)
    till.settle()
    if part:
        till.screen.open_part(part)
        till.settle()
    return till.screen


def press(till, *keys):
    """Each once the one before is done with."""
    for key in keys:
        till.press(key)
        till.settle()


def read(till, *codes):
    """Scans, each once the one before was taken."""
    for code in codes:
        till.scan(code)
        till.qtbot.waitUntil(lambda: not till.desk.context.kept.scans)
        till.settle()


def leave(till):
    """Out of every panel in front."""
    while till.panel is not None:
        till.panel.close_panel()
    till.settle()


def answer(till):
    """Until the strip says nothing."""
    while till.desk.strip.message is not None:
        till.desk.strip.answer()
