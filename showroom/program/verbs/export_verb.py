"""`showroom export`: the catalogue as the sheet that `showroom import` reads."""

from __future__ import annotations

import argparse
from pathlib import Path

from showroom.machine.fsafe import write_whole
from showroom.program.verbs.table_file import check_table_place, table_bytes
from showroom.program.verbs.verb import OK, Verb, opened_shop, path_word, say
from showroom.services.books.actor import SYSTEM


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=path_word, metavar="文件", help="以 .xlsx 或 .csv 结尾")


def _run(options: argparse.Namespace) -> int:
    path: Path = options.file
    check_table_place(path)
    with opened_shop(options) as opened:
        made = opened.suite.catalogue.whole_sheet(SYSTEM)
        write_whole(path, table_bytes(path, made.sheet))
    say(f"已保存 {path}：{len(made.sheet.rows)} 行")
    if made.delisted:
        say(f"停售的 {made.delisted} 种没有导出：导入以后会变成在售")
    return OK


EXPORT = Verb("export", "导出商品资料（XLSX 或 CSV），可以再导入", _run, _words)
