"""The first paint must not wait for what the first window does not show."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = (
    "sqlalchemy",
    "alembic",
    "pysqlite3",
    "psycopg",
    "reportlab",
    "escpos",
    "usb",
    "serial",
    "pypinyin",
    "numpy",
    "pyqtgraph",
    "PIL",
    "openpyxl",
    "argon2",
    "cryptography",
    "segno",
    "biip",
    "asyncio",
    "multiprocessing",
)

IMPORTS = f"""
import sys
import showroom.program.app
import showroom.ui.shell.application, showroom.ui.shell.main_window, showroom.ui.sign_in.sign_in
print([name for name in {HEAVY!r} if name in sys.modules])
"""

FIRST_PAINT = f"""
import sys
from showroom.program.app import Till, build_window
from showroom.machine.home import LocalSettings, find_home
from showroom.ui.shell.application import make_application

app = make_application("light")
home = find_home()
home.make()
window = build_window(Till(home, LocalSettings(), ""))
window.signed_out.sign_in.painted.disconnect()
window.signed_out.sign_in.painted.connect(app.quit)
window.show()
app.exec()
print([name for name in {HEAVY!r} if name in sys.modules])
from showroom.ui.shell.registry import SCREENS
rooms = set("showroom.ui." + s.target.partition(":")[0] for s in SCREENS)
print(*sorted(n for n in sys.modules if n in rooms))
pages = "showroom.ui.sign_in."
print(*sorted(n.removeprefix(pages) for n in sys.modules if n.startswith(pages)))
"""

SCREENS = """
import sys
from importlib import import_module
from showroom.ui.shell.registry import SCREENS
mine = sys.argv[1]
import_module(f"showroom.ui.{mine}")
others = {s.target.partition(":")[0] + ".screen" for s in SCREENS} - {mine}
print([m for m in others if f"showroom.ui.{m}" in sys.modules])
"""


def _answers(code: str, *words: str, **environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")


OPENED = """
import sys
from showroom.program.app import Till
from showroom.machine.home import LocalSettings, find_home

Till(find_home(), LocalSettings(), "").open()
from showroom.domain.scan import classify

before = set(sys.modules)
classify("]C10106901234567892" + "10L7\x1d21S")
classify("https://id.gs1.org/01/06901234567892")
print([name for name in sys.modules if name.startswith("biip") and name not in before])
"""


def test_the_first_element_string_finds_its_reader_loaded(tmp_path):
    assert _answers(OPENED, SHOWROOM_HOME=str(tmp_path))[0] == "[]"


def test_importing_the_window_loads_nothing_heavy():
    assert _answers(IMPORTS)[0] == "[]"


def test_the_first_paint_loads_nothing_heavy(tmp_path):
    heavy, screens, signed_out, *_ = _answers(FIRST_PAINT, SHOWROOM_HOME=str(tmp_path))
    assert heavy == "[]"
    assert screens == ""
    assert signed_out == "people sign_in"


@pytest.mark.parametrize("name", ["slips.screen", "settings.screen", "sign_in.sign_in"])
def test_a_page_does_not_import_another(name):
    assert _answers(SCREENS, name)[0] == "[]"
