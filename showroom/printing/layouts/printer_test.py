"""The test page: every line answers one question (docs/hardware.md#the-test-page)."""

from __future__ import annotations

from showroom.domain.document import TestPage
from showroom.domain.printer import WIDTHS
from showroom.printing.layouts.layout import Page, Paper, Ruler

COMMON, RARE, SIGNS = "中国 小票 应收 找零", "镕 囧 喆 〇", "￥ ① × ℃"


def lay_out_test(document: TestPage, width: int) -> Page:
    """Rulers, the printer's own characters beside drawn ones, both kinds of QR symbol."""
    paper = Paper(width)
    paper.middle("打印测试页", bold=True, large=True)
    paper.middle(document.header.name)
    paper.line(document.printer)
    paper.rule()
    paper.line("1 纸宽：哪一把尺子正好一行？", bold=True)
    paper.rows += [Ruler(columns) for columns in WIDTHS]
    paper.pair("左端", "右端")
    paper.line("2 汉字：和下面画的一样吗？", bold=True)
    paper.sample(f"  常用 {COMMON}", "font")
    paper.sample(f"  生僻 {RARE}", "font")
    paper.sample(f"  符号 {SIGNS}", "font")
    paper.sample("  画的", "dots")
    paper.sample(f"  {COMMON}", "dots")
    paper.sample(f"  {RARE} {SIGNS}", "dots")
    paper.line("3 大字：下面两行一样大吗？", bold=True)
    paper.sample("应收 88", "font", large=True)
    paper.sample("应收 88", "dots", large=True)
    paper.line("4 第一个二维码有吗，能扫吗？", bold=True)
    paper.qr(f"TEST 1 {document.printer}", "font")
    paper.qr(f"TEST 2 {document.printer}", "dots")
    paper.line("5 打完应当切纸，上面没有怪字", bold=True)
    return paper.page()
