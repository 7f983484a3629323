"""The sheet that people fill in: Chinese headers that say how to write each column."""

from __future__ import annotations

import csv
import io

from showroom.services.goods.import_columns import TEMPLATE


def import_template() -> bytes:
    """An empty sheet as CSV; the mark at its head tells spreadsheets that it is UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(TEMPLATE)
    return out.getvalue().encode("utf-8-sig")
