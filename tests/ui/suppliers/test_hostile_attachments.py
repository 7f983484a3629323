"""附件 that would take the till with them: refused, or an icon with a sentence; the rest lives."""

from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.printing.foreign.asking import ForeignFiles
from showroom.ui.widgets.files.picture_overlay import PictureOverlay
from showroom.ui.widgets.pdf_overlay import ForeignPdfOverlay, PdfOverlay
from tests.factories import request
from tests.hostile import nested_pdf, scanning_jpeg, tall_pdf
from tests.services.stock.test_attachments import picture
from tests.ui.suppliers.test_attachments import drop, labels, pdf
from tests.ui.suppliers.test_suppliers_screen import enter, press

SOON_S = 1
UNSEEN = "看不了这个文件：太大或做得太复杂，可另存后用别的程序看"
SCANS = 100_000


@pytest.fixture
def till(desk, shop, qtbot):
    """What never ends is ended soon: the bound is the same, its length is not."""
    desk.context.foreign.close()
    with closing(ForeignFiles(draw_s=SOON_S)) as hasty:
        desk.context.foreign = hasty
        yield enter(desk, shop, qtbot, shop.owner)


def hang(till, *contents):
    """Files that are in the books since before; they were taken by an older program."""
    licence = till.screen.table.records[0].supplier.licences[0]
    owner = Owner(OwnerKind.LICENCE, str(licence.licence_id))
    for n, (title, content) in enumerate(contents):
        given = (till.shop.owner, owner, title, content, request(900 + n))
        till.desk.context.operations.do(till.shop.suite.attachments.add, *given, owner=till.screen)


def hung(till, *contents):
    """Likewise, and looked at."""
    hang(till, *contents)
    till.settle()
    return {tile.file.title: tile for tile in till.screen.detail.strip.tiles}


@pytest.mark.parametrize(
    "content", [nested_pdf(), scanning_jpeg(scans=SCANS)], ids=["nested PDF", "JPEG of scans"]
)
def test_what_nobody_could_look_at_is_not_hung_up(till, tmp_path, content):
    bad, good = tmp_path / "证照.pdf", tmp_path / "good.png"
    bad.write_bytes(content)
    good.write_bytes(picture())
    drop(till.screen.detail.strip, bad, good)
    till.settle()
    assert till.said == (
        "证照.pdf 没有放上：这个文件太大或做得太复杂，放上也看不了，请换一个，如拍张照片"
    )
    (tile,) = till.screen.detail.strip.tiles
    assert (tile.file.title, tile.has_picture) == ("good.png", True)


def test_files_that_never_end_hold_neither_books_nor_reports_up(till):
    """Reports of ours are drawn meanwhile, by the same library; and there are many such files."""
    context, lanes, drawn = till.desk.context, till.desk.lanes, []
    context.foreign._draw_s = context.foreign._watch_s = 3_600  # noqa: SLF001 (none ends)
    hang(till, *((f"{n}.pdf", nested_pdf(times=20 + n)) for n in range(5)))
    till.qtbot.waitUntil(lambda: len(till.screen.detail.strip.tiles) == 5)
    till.qtbot.waitUntil(lambda: [lane.pending for lane in lanes] == [0, 0, 0, 0, 1])
    operations, owner = context.operations, Owner(OwnerKind.LICENCE, "1")
    page, listed = (context.paper.pdf_page, pdf(), 1, 72), till.shop.suite.attachments.listed
    for _ in range(3):  # more than the pool has threads
        operations.compute(*page, owner=till.screen, on_done=drawn.append)
    operations.ask(listed, till.shop.owner, owner, owner=till.screen, on_done=drawn.append)
    till.qtbot.waitUntil(lambda: len(drawn) == 4)
    assert lanes.foreign.pending == 1, "one at a time"
    context.foreign.close()


def test_whoever_opens_it_can_still_save_it_and_take_it_away(till, tmp_path):
    bomb = scanning_jpeg(scans=SCANS)
    tiles = hung(till, ("正面.jpg", bomb), ("good.png", picture()))
    assert tiles["good.png"].has_picture
    bad = tiles["正面.jpg"]
    assert (bad.has_picture, bad.why) == (False, UNSEEN)
    assert UNSEEN in bad.toolTip()
    till.desk.context.foreign.close()  # it is not even tried a second time
    bad.click()
    till.qtbot.waitUntil(lambda: isinstance(till.panel, PictureOverlay))
    assert UNSEEN in labels(till.panel)
    till.panel.save_as(str(tmp_path / "x"))
    till.settle()
    assert (tmp_path / "x.jpg").read_bytes() == bomb
    till.click("删除附件", till.panel)
    till.click("删除附件", till.panel)
    till.settle()
    assert [f.title for f in till.screen.detail.strip.files] == ["good.png"]


def test_a_pdf_of_which_a_page_cannot_be_drawn_says_so_and_stays_open(till):
    tiles = hung(till, ("合同.pdf", nested_pdf()), ("长.pdf", tall_pdf()))
    assert tiles["合同.pdf"].why == UNSEEN
    assert tiles["长.pdf"].has_picture
    tiles["合同.pdf"].click()
    till.qtbot.waitUntil(lambda: isinstance(till.panel, ForeignPdfOverlay))
    till.settle()
    assert {"共 1 页", UNSEEN} <= set(labels(till.panel))
    press(till, Qt.Key.Key_Escape)
    tiles["长.pdf"].click()
    till.qtbot.waitUntil(lambda: isinstance(till.panel, PdfOverlay))
    till.settle()
    (page,) = (x for x in till.panel.findChildren(QLabel) if x.pixmap().width())
    assert page.pixmap().height() <= 16_000


def test_what_was_seen_once_is_not_drawn_again(till):
    hung(till, ("good.png", picture()), ("a.pdf", pdf()))
    till.desk.context.foreign.close()
    till.screen.table.select_key(till.screen.table.rows[1].key)
    till.settle()
    till.screen.table.select_key(till.screen.table.rows[0].key)
    till.settle()
    strip = till.screen.detail.strip
    assert [tile.has_picture for tile in strip.tiles] == [True, True]
