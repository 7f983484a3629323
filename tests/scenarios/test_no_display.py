"""Started where nothing can be drawn: a sentence, not a crash."""

import os
import subprocess
import sys

import pytest

from showroom.ui.shell.application import NO_DISPLAY

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":9871"}])
def test_without_a_display_it_says_what_still_works(tmp_path, display):
    environment = {name: value for name, value in os.environ.items() if name not in SCREENS}
    told = subprocess.run(
        [sys.executable, "-m", "showroom"],
        env={**environment, **display, "SHOWROOM_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 2
    assert told.stderr.strip().endswith(NO_DISPLAY)
    assert not list(tmp_path.rglob("*.db")), "no books were begun"
