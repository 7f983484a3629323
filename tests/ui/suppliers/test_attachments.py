"""附件: files are dropped, seen, opened, saved and taken away, each where it belongs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.ui.suppliers.detail import Part
from showroom.ui.widgets import pdf_overlay
from showroom.ui.widgets.files.picture_overlay import PictureOverlay
from showroom.ui.widgets.pdf_overlay import PdfOverlay
from tests.factories import TODAY
from tests.services.stock.test_attachments import bomb, picture
from tests.ui.suppliers.test_suppliers_screen import enter, press

Key = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot):
    return enter(desk, shop, qtbot, shop.owner)


def drop(strip, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    strip.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *none))


def pdf(pages=1):
    out = BytesIO()
    sheets = [Image.new("L", (210, 297), 200) for _ in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def test_files_are_dropped_seen_opened_and_taken_away(till, tmp_path):
    strip = till.screen.detail.strip
    photo, paper = tmp_path / "正面.jpg", tmp_path / "合同.pdf"
    photo.write_bytes(picture("JPEG", (640, 480)))
    paper.write_bytes(pdf())
    drop(strip, photo, paper)
    till.qtbot.waitUntil(lambda: len(strip.files) == 2)
    till.qtbot.waitUntil(lambda: all(tile.has_picture for tile in strip.tiles))
    by_title = {tile.file.title: tile for tile in strip.tiles}
    by_title["正面.jpg"].setFocus()
    press(till, Key.Key_Return)
    till.qtbot.waitUntil(lambda: isinstance(till.panel, PictureOverlay))
    till.panel.close_panel()
    by_title["合同.pdf"].click()
    till.qtbot.waitUntil(lambda: isinstance(till.panel, PdfOverlay))
    till.settle()
    till.panel.close_panel()
    by_title["合同.pdf"].setFocus()
    press(till, Key.Key_Delete)
    till.click("删除附件", till.panel)
    till.qtbot.waitUntil(lambda: [f.title for f in strip.files] == ["正面.jpg"])
    till.screen.detail.show_part(Part.FACTS)
    till.settle()
    assert strip.files == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "证照.pdf 没有放上：只收 JPEG、PNG 图片和 PDF"),
        (b"", "这个文件是空的"),
        (b"%PDF-" + b"x" * 10_000_000, "文件超过 10 MB"),
        (bomb(60_000, 60_000), "图片 60000×60000 太大"),
    ],
)
def test_what_may_not_be_kept_is_said(till, tmp_path, content, said):
    path = tmp_path / "证照.pdf"
    path.write_bytes(content)
    drop(till.screen.detail.strip, path)
    till.qtbot.waitUntil(lambda: said in till.said)
    till.settle()
    assert till.screen.detail.strip.files == ()


# -- whose they are ---------------------------------------------------------------------------


def titles(till, row):
    """What hangs on the first licence of that supplier, by the books."""
    licence = till.screen.table.records[row].supplier.licences[0]
    owner = Owner(OwnerKind.LICENCE, str(licence.licence_id))
    return {f.title for f in till.shop.suite.attachments.listed(till.shop.owner, owner)}


def written(folder, *names):
    for n, name in enumerate(names):
        (folder / name).write_bytes(picture(colour=n))
    return [folder / name for name in names]


def turn_to(till, row):
    till.screen.table.select_key(till.screen.table.rows[row].key)


def test_files_hang_where_they_were_dropped_whatever_is_looked_at_meanwhile(till, tmp_path):
    strip = till.screen.detail.strip
    first, second, third = written(tmp_path, "a.png", "b.png", "c.png")
    drop(strip, first, second)
    drop(strip, third)
    turn_to(till, 1)  # before the first was read
    till.settle()
    assert strip.files == ()
    assert (titles(till, 0), titles(till, 1)) == ({"a.png", "b.png", "c.png"}, set())


def test_one_that_is_refused_is_named_and_keeps_none_from_its_place(till, tmp_path):
    first, second = written(tmp_path, "a.png", "b.png")
    wrong = tmp_path / "notes.txt"
    wrong.write_text("no picture")
    drop(till.screen.detail.strip, first, wrong, second)
    till.settle()
    assert titles(till, 0) == {"a.png", "b.png"}
    assert till.said == "notes.txt 没有放上：只收 JPEG、PNG 图片和 PDF，请换一个文件"
    drop(till.screen.detail.strip, wrong, wrong)
    till.settle()
    assert till.said.startswith("2 个没有放上，先看 notes.txt：")


def test_what_is_taken_away_is_taken_from_whom_it_was_asked_of(till, tmp_path):
    strip = till.screen.detail.strip
    (path,) = written(tmp_path, "a.png")
    drop(strip, path)
    till.settle()
    turn_to(till, 1)
    till.settle()
    drop(strip, path)
    till.settle()
    strip.ask_remove(strip.files[0])
    turn_to(till, 0)
    till.click("删除附件", till.panel)
    till.settle()
    assert (titles(till, 0), titles(till, 1)) == ({"a.png"}, set())


def test_a_file_that_was_opened_is_not_shown_over_another_owner(till, tmp_path):
    strip = till.screen.detail.strip
    drop(strip, *written(tmp_path, "a.png"))
    till.settle()
    strip.open(strip.files[0])
    turn_to(till, 1)
    till.settle()
    assert till.panel is None


def test_a_tile_stays_when_another_file_comes(till, tmp_path):
    strip = till.screen.detail.strip
    first, second = written(tmp_path, "a.png", "b.png")
    drop(strip, first)
    till.qtbot.waitUntil(lambda: [t.has_picture for t in strip.tiles] == [True])
    (tile,) = strip.tiles
    drop(strip, second)
    till.settle()
    assert tile in strip.tiles
    rows = strip.add.parentWidget().layout().rowCount()
    strip.resize(strip.width() + 1, strip.height())
    assert strip.add.parentWidget().layout().rowCount() == rows


def test_one_that_cannot_be_read_keeps_its_icon_and_no_other_from_its_picture(till, tmp_path):
    strip = till.screen.detail.strip
    broken, good = tmp_path / "broken.pdf", tmp_path / "good.png"
    broken.write_bytes(b"%PDF-1.4 nothing")
    good.write_bytes(picture())
    drop(strip, broken, good)
    till.qtbot.waitUntil(lambda: any(t.has_picture for t in strip.tiles))
    assert {t.file.title for t in strip.tiles if t.has_picture} == {"good.png"}


# -- PDFs -------------------------------------------------------------------------------------


def locked():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def opened(till, tile):
    tile.click()
    till.qtbot.waitUntil(lambda: isinstance(till.panel, PdfOverlay))
    till.settle()
    return till.panel


def labels(panel):
    return [x.text() for x in panel.findChildren(QLabel)]


def buttons(panel):
    return {b.text() for b in panel.findChildren(QPushButton) if b.isEnabled() and b.text()}


def test_a_pdf_with_a_password_says_so_and_can_be_saved(till, tmp_path):
    strip = till.screen.detail.strip
    (tmp_path / "locked.pdf").write_bytes(locked())
    (tmp_path / "plain.pdf").write_bytes(pdf())
    drop(strip, tmp_path / "locked.pdf", tmp_path / "plain.pdf")
    till.qtbot.waitUntil(lambda: len(strip.files) == 2)
    till.settle()
    tiles = {t.file.title: t for t in strip.tiles}
    panel = opened(till, tiles["locked.pdf"])
    assert any("有密码" in text for text in labels(panel))
    assert {"保存", "另存为…"} <= buttons(panel)
    assert "打印…" not in buttons(panel)
    press(till, Key.Key_Escape)
    assert "共 1 页" in labels(opened(till, tiles["plain.pdf"]))


def test_a_pdf_that_is_left_while_it_is_drawn_keeps_no_other_waiting(till, tmp_path):
    strip = till.screen.detail.strip
    (tmp_path / "a.pdf").write_bytes(pdf(3))
    drop(strip, tmp_path / "a.pdf")
    till.settle()
    content = (tmp_path / "a.pdf").read_bytes()
    given = (till.desk.context, "a", tmp_path / "x.pdf", lambda: content)
    left = PdfOverlay(till.window, *given)
    left.open()
    left.close_panel()
    again = PdfOverlay(till.window, *given)
    again.open()
    till.settle()
    assert "共 3 页" in labels(again)
    assert sum(x.pixmap().width() > 0 for x in again.findChildren(QLabel)) == 3


def test_of_a_long_pdf_the_first_pages_are_drawn(till, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_overlay, "MAX_SHOWN", 2)
    content = pdf(5)
    panel = PdfOverlay(till.window, till.desk.context, "a", tmp_path / "x.pdf", lambda: content)
    panel.open()
    till.settle()
    assert "共 5 页，只显示前 2 页，打印和保存是全部" in labels(panel)
    assert sum(x.pixmap().width() > 0 for x in panel.findChildren(QLabel)) == 2


def test_a_file_that_is_saved_takes_no_place_of_a_report(till, tmp_path):
    """Both are PDFs of one name; only what is the very same file is written once."""
    strip, folder = till.screen.detail.strip, Path(till.desk.machine.exports)
    folder.mkdir(parents=True, exist_ok=True)
    report = till.desk.context.paper.daily_pdf(
        till.shop.suite.reports.daily(till.shop.owner, TODAY)
    )
    (folder / "a.pdf").write_bytes(report)
    (tmp_path / "a.pdf").write_bytes(pdf())
    drop(strip, tmp_path / "a.pdf")
    till.settle()
    panel = opened(till, strip.tiles[0])
    for _ in range(2):
        till.click("保存", panel)
        till.settle()
    assert (folder / "a.pdf").read_bytes() == report
    assert (folder / "a 2.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()
    assert not (folder / "a 3.pdf").exists()
