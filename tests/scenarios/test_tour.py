"""The tour that README promises goes to its end, whatever became of the keys it presses."""

import os
import subprocess
import sys

import pytest

ONE_PICTURE_EACH = (
    "import sys\n"
    "from showroom.__main__ import main\n"
    "from showroom.showcase import player\n"
    "player.SIZES, player.SHADES = player.SIZES[:1], ('light',)\n"
    "sys.exit(main(['tour', sys.argv[1]]))\n"
)


@pytest.mark.slow
def test_the_tour_goes_to_its_end(tmp_path):
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SHOWROOM_HOME": str(tmp_path / "home")}
    folder = tmp_path / "pictures"
    command = [sys.executable, "-c", ONE_PICTURE_EACH, str(folder)]
    told = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-2_000:]
    names = {path.name.split("-", 1)[1] for path in folder.glob("*.png")}
    assert {"sign-in-light-1366.png", "before-close-light-1366.png"} <= names
    assert len(names) > 30
    assert list((folder / "receipts").iterdir())
