"""Random products as shops write them down: codes, prices, names and dates in every notation."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from openpyxl import Workbook

from showroom.domain.barcode import check_digit, gtin14, has_good_check_digit, long_upc

HEAD = ("货号", "条码", "品名", "规格", "县/产地", "零售价(元)", "税率", "计价方式", "期初数量")
HEADINGS = (*HEAD, "批号", "生产日期", "计价单位")
FIGURES = st.text("0123456789", min_size=13, max_size=13)


@dataclass(frozen=True)
class Ware:
    """One product as it is meant, and as its row says it; `scans` are what its pack may send."""

    code: str
    name: str
    fen: int
    made: date
    barcode: str
    scans: tuple[str, ...]
    cell: str
    price: str
    day: str
    weighed: bool = False


def body_of(figures, length):
    return figures[-length + 1 :] + check_digit(figures[-length + 1 :])


def gtin_scans(code):
    """A GTIN as printed, with AIM prefixes, as element strings and as links, FNC1 or not."""
    long = gtin14(code)
    return (
        code,
        f"]E0{code}",
        f"]C101{long}10L7\x1d21S1",
        f"]d201{long}17301231",
        f"01{long}17301231",
        f"\x1d01{long}10AB",
        f"https://id.gs1.org/01/{long}/10/L7",
        f"HTTPS://ID.GS1.ORG/01/{long}",
    )


def as_gtin(figures, length):
    code = body_of(figures, length)
    lost = code.lstrip("0") or code if length == 12 else code
    cells = (code, f"'{code}", f'="{code}"', f"(01){gtin14(code)}(10)L7", lost)
    return code, gtin_scans(code), cells


def as_short_upc(figures):
    """Eight figures that a scanner does not expand; most are no GTIN of their own."""
    for last in "0123456789":
        code = f"{figures[0]}{figures[1:7]}{last}".replace(figures[0], "0", 1)
        if long_upc(code) and not has_good_check_digit(code):
            return long_upc(code), (code, *gtin_scans(long_upc(code))), (code,)
    return as_gtin(figures, 13)


def as_link(figures):
    code = body_of(figures, 13)
    long = gtin14(code)
    return code, gtin_scans(code), (f"https://id.gs1.org/01/{long}/10/L", f"01{long}10L7AB")


def as_shop_code(figures):
    code = f"A-{figures[:6]}"
    return code, (code, code.lower(), f"]C0{code}"), (code, f'="{code}"')


BARS = st.one_of(
    st.builds(as_gtin, FIGURES, st.sampled_from((8, 12, 13, 14))),
    st.builds(as_gtin, FIGURES.map(lambda f: f"00{f[2:]}"), st.just(12)),
    st.builds(as_short_upc, FIGURES),
    st.builds(as_link, FIGURES),
    st.builds(as_shop_code, FIGURES),
)
SCRIPTS = "米线酸辣三七鲊䶮𠮷བོད་ཇئۇيغۇرمиüéñ🌶A1 -+=@（）"
NAMES = st.text(SCRIPTS, min_size=1, max_size=16).map(str.strip).filter(bool)
WRITTEN = ("{:.2f}", "{}", "¥{:.2f}", "￥{:,.2f}", "{:.2f}元", "{}元", "{:,.2f}", "'{:.2f}")
FULL = {ord("0") + n: 0xFF10 + n for n in range(10)} | {ord("."): ord("．")}
TWO_WAYS = (
    lambda yuan: f"{yuan:.2f}".replace(".", ","),
    lambda yuan: f"{yuan:,.2f}".replace(",", " "),
)
"""A comma before two figures, and thousands parted by a space."""


def written_price(fen, form):
    yuan = (Decimal(fen) / 100).normalize()
    if form == len(WRITTEN):
        return f"{yuan:.2f}".translate(FULL)
    if form > len(WRITTEN):
        return TWO_WAYS[form - len(WRITTEN) - 1](yuan)
    return WRITTEN[form].format(yuan if yuan % 1 else int(yuan))


PRICES = st.tuples(
    st.one_of(st.integers(1, 99_999), st.integers(1, 9_999_999)),
    st.integers(0, len(WRITTEN) + len(TWO_WAYS)),
)
DAYS = st.tuples(
    st.dates(date(2026, 1, 1), date(2026, 6, 14)),
    st.sampled_from(
        ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%d/%m/%Y", "%y-%m-%d")
    ),
)
FORMS = st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16", ";", "\t", "text", "number"))


def made(at, bars, cell_at, name, price, day):
    code, scans, cells = bars
    fen, form = price
    yuan = written_price(fen, form)
    return Ware(
        f"N{at}",
        name,
        fen,
        day[0],
        code,
        scans,
        cells[cell_at % len(cells)],
        yuan,
        day[0].strftime(day[1]),
    )


WARES = st.lists(
    st.tuples(BARS, st.integers(0, 9), NAMES, PRICES, DAYS), min_size=1, max_size=5
).map(lambda drawn: apart([made(at, *each) for at, each in enumerate(drawn)]))


def apart(wares):
    """Every pack its own number; a label of a loose good is no pack's."""
    kept = {
        gtin14(w.barcode): w for w in wares if not w.barcode.startswith(("20", "21", "22", "23"))
    }
    return list(kept.values())


LOOSE = Ware("LOOSE", "散装糖", 2990, date(2026, 1, 1), "2200099", (), "2200099", "29.90", "", True)


def row(ware, form):
    day = ware.made if form == "number" else ware.day
    price = float(Decimal(ware.fen) / 100) if form == "number" else ware.price
    kind, count = ("称重", "2.5") if ware.weighed else ("计件", "12")
    lot = ("", "") if ware.weighed else ("L1", day)
    name = f"'{ware.name}" if runs(ware.name) and form not in {"text", "number"} else ware.name
    unit = "kg" if ware.weighed else ""
    return (ware.code, ware.cell, name, "1-2", "广南县", price, "9%", kind, count, *lot, unit)


def runs(text):
    return text.lstrip("'").lstrip()[:1] in {"=", "+", "-", "@"}


def file_of(wares, form):
    """The table as that program writes it."""
    rows = [row(ware, form) for ware in wares]
    if form in {"text", "number"}:
        book = Workbook()
        for cells in (HEADINGS, *rows):
            book.active.append(cells)
        for cell in (c for line in book.active.iter_rows() for c in line):
            if isinstance(cell.value, str):
                cell.data_type = "s"
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()
    delimiter = form if len(form) == 1 else ","
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([HEADINGS, *rows])
    return out.getvalue().encode("utf-8" if len(form) == 1 else form)
