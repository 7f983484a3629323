"""The sheet that people fill in: Chinese headers that say how to write each column."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from showroom.services.goods.import_columns import TEMPLATE


def one_row(values: Mapping[str, str]) -> bytes:
    """A sheet of one product, by the template's headers without how to write them."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([values.keys(), values.values()])
    return out.getvalue().encode("utf-8-sig")


def import_template() -> bytes:
    """An empty sheet as CSV; the mark at its head tells spreadsheets that it is UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(TEMPLATE)
    return out.getvalue().encode("utf-8-sig")
