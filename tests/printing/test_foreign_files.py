"""Pictures and PDFs from outside are drawn by a child of ours, bounded, and it may die."""

import gc
import io
import os
import signal
import struct
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from PIL import Image

from showroom.domain.documents.pixels import MAX_LONG
from showroom.domain.errors import Fault, Refusal
from showroom.printing.foreign import drawing
from showroom.printing.foreign.asking import ForeignFiles
from showroom.printing.pdf.pages import page
from showroom.printing.render.logo import make_logo
from tests.hostile import nested_pdf, scanning_jpeg, swollen_pdf, tall_pdf
from tests.printing.dots import picture_of
from tests.services.stock.test_attachments import bomb, picture

SOON_S = 1
"""Time for what never ends; what does end has the usual time."""


@pytest.fixture
def files():
    with closing(ForeignFiles()) as made:
        yield made


@pytest.fixture
def hasty():
    with closing(ForeignFiles(draw_s=SOON_S)) as made:
        yield made


def stand_in(program, **bounds):
    """A child that says it is ready, then does as it is told here."""
    told = "import os, sys, json\nsys.stdout.buffer.write(b'ready\\n'); sys.stdout.flush()\n"
    return ForeignFiles((sys.executable, "-c", told + program), **bounds)


def child_of(files):
    return files._child  # noqa: SLF001 (whose end is looked at)


def refused(code, ask, *given):
    with pytest.raises(Refusal) as caught:
        ask(*given)
    assert caught.value.code == code
    return caught.value


# -- what is seen --------------------------------------------------------------------------------


def test_a_picture_and_a_page_come_as_dots_from_one_child(files):
    seen = files.picture(picture("JPEG", (600, 2_400)), 100, 100)
    assert (seen.width, seen.height) == (25, 100)
    child = child_of(files)
    sheet = io.BytesIO()
    Image.new("RGB", (210, 297), (200, 40, 30)).save(sheet, "PDF")
    pdf = sheet.getvalue()
    assert files.pdf_page_count(pdf) == 1
    drawn = files.pdf_page(pdf, 1, 300, 105)
    assert drawn == page(pdf, 1, 300, 105)
    assert drawn.width == 105
    red, green, blue = picture_of(drawn).getpixel((50, 70))
    assert red > 2 * max(green, blue)
    assert child_of(files) is child
    assert child.poll() is None


def test_a_picture_that_is_turned_keeps_to_its_place(files):
    """A telephone held upright writes the rows of its sensor and how to turn them."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("L", (2_400, 1_200)).save(out, "JPEG", exif=exif)
    seen = files.picture(out.getvalue(), 900, 560)
    assert (seen.width, seen.height) == (280, 560)


def png(made):
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("made", "seen"),
    [
        (Image.new("RGBA", (9, 5), (0, 0, 0, 0)), (255, 255, 255)),
        (Image.new("LA", (9, 5), (10, 255)), (10, 10, 10)),
        (Image.new("I;16", (9, 5), 0x8000), (128, 128, 128)),
        (Image.new("1", (9, 5), 1), (255, 255, 255)),
        (Image.new("P", (9, 5)).convert("P"), (0, 0, 0)),
        (Image.new("RGB", (9, 5), (1, 2, 3)), (1, 2, 3)),
    ],
)
def test_a_picture_of_any_mode_is_seen_on_white(made, seen):
    """No child: what is drawn is drawn by the same function."""
    found = picture_of(drawing.picture(png(made), 50, 50))
    assert (found.size, found.getpixel((4, 2))) == ((9, 5), seen)


def test_half_a_photograph_is_shown_and_no_picture_is_refused(files):
    whole = picture("JPEG", (64, 64), 200)
    noise = io.BytesIO()
    Image.effect_noise((400, 400), 90).save(noise, "JPEG")
    assert files.picture(noise.getvalue()[:5_000], 80, 80).width == 80
    for torn in (whole[:30], picture()[:40], b"GIF89a", b""):
        refused("picture_unreadable", files.picture, torn, 80, 80)
    for torn in (b"%PDF-1.4 nothing", b""):
        refused("pdf_unreadable", files.pdf_page, torn, 1, 72)


def test_the_shops_own_picture_is_made_apart_too(files, tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(picture("PNG", (90, 60), 30))
    assert files.make_logo(str(path)) == make_logo(path.read_bytes())
    path.write_bytes(b"GIF89a")
    refused("logo_unreadable", files.make_logo, str(path))
    with pytest.raises(Fault, match="file_unreadable"):
        files.make_logo(str(tmp_path / "gone.png"))


# -- what means harm -----------------------------------------------------------------------------


def test_what_never_ends_is_ended_and_the_next_file_is_seen(hasty):
    refused("file_undrawable", hasty.pdf_page, nested_pdf(), 1, 12, 88, 52)
    refused("file_undrawable", hasty.picture, scanning_jpeg(scans=100_000), 88, 52)
    assert child_of(hasty) is None, "nothing of it is left"
    assert hasty.picture(picture(), 88, 52).width == 8


def test_what_asks_for_all_memory_gets_none():
    """In the child itself: the bound is the system's, not a look at a clock."""
    pytest.importorskip("resource")
    program = (
        "from showroom.printing.foreign import drawing as d\n"
        "d.WORK = {'picture': lambda _: bytearray(d.MEMORY_BYTES)}\n"
        "d.answer()"
    )
    child = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        input=b'{"what": "picture", "time_s": 5, "bytes": 1}\n-',
        capture_output=True,
    )
    said = b'ready\n{"refused": "file_undrawable", "params": {}, "bytes": 0}\n'
    assert child.stdout == said, child.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows ends it by its job")
def test_a_child_that_nobody_watches_ends_by_itself():
    """Whoever asked is gone: the system counts the processor's time."""
    program = (
        "import time\n"
        "from showroom.machine import apart\n"
        "apart.Bound(2**30).begin(1)\n"
        "while time.process_time() < 20: pass"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False)
    assert ended.returncode == -signal.SIGXCPU


def test_a_page_as_high_as_a_house_is_a_thin_line(files):
    seen = files.pdf_page(tall_pdf(), 1, 300, 740)
    assert max(seen.width, seen.height) <= MAX_LONG
    thumb = files.pdf_page(tall_pdf(), 1, 300, 88, 52)
    assert (thumb.width, thumb.height) == (1, 52)
    refused("file_undrawable", files.picture, bomb(60_000, 60_000), 88, 52)


def test_a_page_whose_picture_is_huge_is_drawn_or_refused(hasty):
    try:
        assert hasty.pdf_page(swollen_pdf(), 1, 300, 88, 52).height <= 52
    except Refusal as refusal:
        assert refusal.code == "file_undrawable"


# -- a child that goes ---------------------------------------------------------------------------


def test_one_that_died_at_rest_is_not_the_next_files_fault(files):
    files.picture(picture(), 8, 8)
    child_of(files).kill()
    child_of(files).wait()
    assert files.picture(picture(), 8, 8).width == 8


@pytest.mark.parametrize(
    "program",
    [
        "os.abort()" if os.name == "posix" else "os._exit(3)",
        "sys.stdin.buffer.readline(); os._exit(0)",
        "sys.stdin.buffer.readline(); print('no answer')",
        "sys.stdin.buffer.readline(); print(json.dumps({'size': [9, 9], 'bytes': 10**12}))",
        "sys.stdin.buffer.readline(); print(json.dumps({'size': [9, 9], 'bytes': 300}))",
        "sys.stdin.buffer.readline(); print(json.dumps({'size': [9, 9], 'bytes': 0}))",
    ],
)
def test_one_that_dies_or_babbles_while_it_draws_is_a_refusal(program):
    with closing(stand_in(program)) as files:
        refused("file_undrawable", files.picture, picture(), 8, 8)


def test_one_that_does_not_listen_is_ended_by_the_clock_on_the_wall():
    deaf = "import threading; threading.Event().wait()"
    with closing(stand_in(deaf, watch_s=SOON_S)) as files:
        refused("file_undrawable", files.picture, b"x" * 2**20, 8, 8)  # more than a pipe holds


def test_one_that_cannot_be_had_is_a_fault(tmp_path):
    for words in ((str(tmp_path / "gone"),), (sys.executable, "-c", "raise SystemExit(3)")):
        with (
            closing(ForeignFiles(words)) as files,
            pytest.raises(Fault, match="reader_failed"),
        ):
            files.picture(picture(), 8, 8)


def test_whoever_closes_waits_for_no_file():
    files = ForeignFiles()
    files.picture(picture(), 8, 8)
    ends = []

    def ask():
        with pytest.raises((Refusal, Fault)) as caught:
            files.pdf_page(nested_pdf(), 1, 12)
        ends.append(caught.value.code)

    asker = threading.Thread(target=ask)
    asker.start()
    files.close()
    asker.join()
    assert ends in (["file_undrawable"], ["reader_failed"])
    with pytest.raises(Fault, match="reader_failed"):
        files.picture(picture(), 8, 8)


def test_one_that_rests_is_let_go_and_none_outlives_who_asked(files):
    files.picture(picture(), 8, 8)
    resting = child_of(files)
    files._idle.function(*files._idle.args)  # noqa: SLF001 (its hour has come)
    assert resting.poll() is not None
    left = ForeignFiles()
    left.picture(picture(), 8, 8)
    child = child_of(left)
    left._idle.cancel()  # noqa: SLF001
    del left
    gc.collect()
    assert child.poll() is not None


def test_a_frozen_program_starts_itself(monkeypatch):
    started = (sys.executable, "-m", "showroom", "draw-files")
    assert ForeignFiles()._words == started  # noqa: SLF001
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert ForeignFiles()._words == (sys.executable, "draw-files")  # noqa: SLF001


def test_no_bytes_of_a_picture_are_a_bug(files):
    """Whatever lies in a file is a picture or a refusal, and the child lives on."""
    whole = picture("JPEG", (40, 30), 90)
    for at in range(2, len(whole), 37):
        torn = whole[:at] + struct.pack(">I", 0xFFDA0000 | at) + whole[at + 4 :]
        try:
            files.picture(torn, 20, 20)
        except Refusal as refusal:
            assert refusal.code in {"picture_unreadable", "file_undrawable"}
