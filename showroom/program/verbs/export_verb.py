"""`showroom export`: the catalogue as the sheet that `showroom import` reads."""

from __future__ import annotations

import argparse
from pathlib import Path

from showroom.domain.errors import Refusal
from showroom.machine.fsafe import write_whole
from showroom.program.verbs.verb import OK, Verb, check_folder, opened_shop, path_word, say
from showroom.services.books.actor import SYSTEM
from showroom.services.goods.export_sheet import sheet_csv

WORKBOOK, TEXT = ".xlsx", ".csv"


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=path_word, metavar="文件", help="以 .xlsx 或 .csv 结尾")


def _run(options: argparse.Namespace) -> int:
    path: Path = options.file
    if path.suffix.lower() not in {WORKBOOK, TEXT}:
        raise Refusal("export_kind", path=str(path))
    check_folder(path)
    if path.exists() or path.is_symlink():
        # A sheet of ours too: somebody may have filled in new prices since, to import them.
        raise Refusal("export_there", path=str(path))
    with opened_shop(options) as opened:
        made = opened.suite.catalogue.whole_sheet(SYSTEM)
        if path.suffix.lower() == TEXT:
            content = sheet_csv(made.sheet)
        else:
            from showroom.printing.render.xlsx_report import table_xlsx

            content = table_xlsx(made.sheet)
        write_whole(path, content)
    say(f"已保存 {path}：{len(made.sheet.rows)} 行")
    if made.delisted:
        say(f"停售的 {made.delisted} 种没有导出：导入以后会变成在售")
    return OK


EXPORT = Verb("export", "导出商品资料（XLSX 或 CSV），可以再导入", _run, _words)
