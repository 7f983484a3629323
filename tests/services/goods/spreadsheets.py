"""Files as people make them, for the importer's tests."""

import io

from openpyxl import Workbook

from showroom.domain.barcode import check_digit
from showroom.services.goods.formats.import_csv import read_csv
from showroom.services.goods.formats.import_xlsx import read_xlsx
from showroom.services.goods.import_files import IS_ARCHIVE
from showroom.services.goods.import_table import ANYTHING

CHINESE = ["货号", "条码", "品名", "展区", "县/产地", "零售价(元)", "税率"]
PRODUCT = ("X1", "", "试吃米线", "云南文山", "广南县", "12.50", "9%")


def read_any(content):
    """A file's rows, whether one of them is a header or not."""
    if content.startswith(IS_ARCHIVE):
        return read_xlsx(content, lambda _rows: True, ANYTHING)
    return read_csv(content, lambda _rows: True)


def gtin(number):
    body = f"699{number:09d}"
    return body + check_digit(body)


def csv_file(*rows, header=CHINESE, encoding="utf-8", delimiter=","):
    lines = [delimiter.join(header), *(delimiter.join(map(str, row)) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


def product(**changes):
    values = dict(zip(CHINESE, PRODUCT, strict=True))
    unknown = {k: v for k, v in changes.items() if k not in values}
    return {**values, **changes, **unknown}


def table(*products, encoding="utf-8"):
    """A CSV of dict rows; the header is the union of their keys."""
    header = list(dict.fromkeys(key for p in products for key in p))
    return csv_file(
        *([p.get(key, "") for key in header] for p in products), header=header, encoding=encoding
    )


def xlsx_file(*rows, sheets=1):
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for number in range(1, sheets):
        book.create_sheet(f"另一张{number}").append(["别的"])
    return saved(book)


def big_catalogue(count, first=0):
    """`count` different products in the columns of the sample catalogue."""
    from showroom.machine.assets import asset_bytes

    header, *samples = asset_bytes("sample", "catalogue.csv").decode().splitlines()
    rows = [header]
    for number in range(first, first + count):
        cells = samples[number % len(samples)].split(",")
        cells[0], cells[2] = f"T{number:06d}", f"{cells[2]}{number}"
        cells[1] = gtin(number) if cells[10] == "each" else ""
        rows.append(",".join(cells))
    return "\n".join(rows).encode()


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def book_of(**sheets):
    book = Workbook()
    for at, (name, rows) in enumerate(sheets.items()):
        sheet = book.create_sheet(name) if at else book.active
        sheet.title = name
        for row in rows:
            sheet.append(row)
    return book
