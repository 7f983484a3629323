"""Answers that nobody can take, streams that are shut, a verb that is stopped: real processes."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="its devices and signals are POSIX's")
PROGRAM = (sys.executable, "-m", "showroom")


@pytest.fixture(scope="module")
def home(demo_homes, tmp_path_factory):
    return demo_homes.whole(tmp_path_factory.mktemp("streams") / "home")


def told(home, line, **env):
    """A shell's line, in which $S is the program; its status and what it complained of."""
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        env={**os.environ, "S": " ".join(PROGRAM), "SHOWROOM_HOME": str(home.folder), **env},
        capture_output=True,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_an_answer_that_finds_a_full_disk_is_one_sentence(home):
    for words in ("report daily", "--help", "--version"):
        status, _, wrong = told(home, f"$S {words} > /dev/full")
        assert (status, wrong.decode().splitlines()) == (2, ["磁盘已满，存不下了"])
    status, out, _ = told(home, "$S --database x verify 2> /dev/full")
    assert (status, out) == (2, b""), "what cannot be complained of stands in the status"


def test_streams_that_are_shut_stop_no_verb(home):
    assert told(home, "$S report daily >&-")[0] == 0
    assert told(home, "$S verify 2>&- > /dev/null")[0] == 3
    status, _, wrong = told(home, "$S new-pin <&-")
    assert status == 1
    assert len(wrong.decode().splitlines()) == 1
    assert told(home, "$S report daily | head -0")[::2] == (2, b"")


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii:strict"},
    ],
    ids=["C", "cp1252", "ascii"],
)
def test_a_complaint_is_readable_whatever_the_system_speaks(env, home):
    status, _, wrong = told(home, "$S report daily --pdf $'店\\xff\\n.txt'", **env)
    assert status == 1
    (line,) = wrong.decode("utf-8").splitlines()
    assert "结尾" in line


def test_a_verb_that_is_stopped_says_that_it_was(tmp_path):
    # Whoever starts the tests in the background lets them ignore what Ctrl+C sends.
    running = subprocess.Popen(
        ["env", "--default-signal=INT", *PROGRAM, "demo", "--days", "3660"],
        env={**os.environ, "SHOWROOM_HOME": str(tmp_path / "home")},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    journal = tmp_path / "home" / "keys" / "head-1"
    while running.poll() is None and not journal.exists():
        with suppress(subprocess.TimeoutExpired):
            running.wait(0.05)
    running.send_signal(signal.SIGINT)
    out, wrong = running.communicate()
    assert (running.returncode, out) == (130, b"")
    assert wrong.decode().splitlines() == ["已中断，不能确定做完了没有"]
