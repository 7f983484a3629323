"""The sheet that people fill in: Chinese headers that say how to write each column."""

from __future__ import annotations

import csv
import io

HEADERS = (
    "货号",
    "条码",
    "品名",
    "小票简称",
    "展区",
    "县/产地",
    "生产者",
    "品类",
    "计价单位",
    "规格",
    "计价方式(计件/称重)",
    "零售价(元)",
    "会员价(元)",
    "进价(元)",
    "税率(13%/9%/免税)",
    "保质期(天)",
    "贮存条件(常温/冷藏/冷冻)",
    "补货点",
    "经营方式(买断/代销)",
    "允许负库存(是/否)",
    "不参加优惠(是/否)",
    "限制未成年人(是/否)",
    "期初数量",
    "批号",
    "生产日期(2030-01-31)",
    "到期日(2030-12-31)",
)


def import_template() -> bytes:
    """An empty sheet as CSV; the mark at its head tells spreadsheets that it is UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(HEADERS)
    return out.getvalue().encode("utf-8-sig")
