"""First start to closed shift through the real window: offscreen, and on a real X display."""

import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from pypdf import PdfReader

from showroom.__main__ import main
from showroom.domain.permission import Role
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.actor import SYSTEM, Actor
from showroom.services.books.verify import Verify
from tests.printing.escpos_interpreter import read

ROOT = Path(__file__).parents[2]


@contextmanager
def offscreen():
    yield {"QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def virtual_display():
    """Xvfb picks a free display itself and says which."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait(10)


PLATFORMS = [
    pytest.param(offscreen, "offscreen", id="offscreen"),
    pytest.param(
        virtual_display,
        "xcb",
        id="xvfb",
        marks=[
            pytest.mark.xvfb,
            pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no Xvfb on this machine"),
        ],
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("display", "platform"), PLATFORMS)
def test_a_day_through_the_window(display, platform, tmp_path, monkeypatch, capsys):
    home = Home(tmp_path / "home")
    with display() as env:
        done = subprocess.run(
            [sys.executable, "-m", "tests.scenarios.window_day", str(home.folder)],
            cwd=ROOT,
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["platform"] == platform
    assert (told["pieces"], told["lines"]) == (12, 11)
    check_paper(sorted((home.folder / "slips").iterdir()), told)
    opened = open_books(home, LocalSettings())
    try:
        verdict = Verify(opened.suite.books).run()
        assert [f for f in verdict.findings if not f.passed] == []
        (sold,) = opened.suite.reports.receipts(SYSTEM)
        assert sold.net_fen == told["due_fen"] - told["due_fen"] % 10
        boss = next(p for p in opened.suite.people.list_people() if p.role is Role.SHOP_MANAGER)
        who = Actor(boss.person_id, boss.name, boss.role)
        (z_report,) = opened.suite.shifts.closed(who)
        assert z_report.counted.total_fen == 50_000
        assert z_report.totals.sales == 1
        day = sold.business_date
    finally:
        opened.close()
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    assert main(["report", "daily", "--date", day, "--pdf", str(tmp_path / "day.pdf")]) == 0
    capsys.readouterr()
    pages = PdfReader(io.BytesIO((tmp_path / "day.pdf").read_bytes())).pages
    text = "".join(page.extract_text() for page in pages)
    for words in ("云南文山", "新疆巴楚", "湖北夷陵", "青海果洛", "对账相符"):
        assert words in text


def check_paper(slips, told):
    """The drawer first, then the receipt, then the Z slip: each once, each whole."""
    jobs = [read(path.read_bytes()) for path in slips]
    assert [bool(job.kicks) for job in jobs] == [True, False, False]
    receipt, z_slip = jobs[1], jobs[2]
    lines = "\n".join(receipt.texts)
    assert "微信支付 尾号684213" in lines
    assert "0.735kg" in lines
    due = told["due_fen"] - told["due_fen"] % 10
    assert f"￥{due // 100}.{due % 100:02d}" in lines
    assert receipt.qr[0].startswith("01-000001/")
    assert any("交班单" in text for text in z_slip.texts)
    assert all(line.columns <= 48 for job in jobs for line in job.lines)
