"""A stock document as A4 pages, and what slip and sheet say of it."""

import io
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from showroom.domain.document import AS_FILE
from showroom.domain.documents.kinds import KINDS
from showroom.domain.documents.purchase import Apart
from showroom.domain.ids import DocumentId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, Terms
from showroom.printing.documents import lay_out
from showroom.printing.layouts import stock_words as words
from showroom.printing.layouts.stock_table import stock_table
from showroom.printing.pdf.pages import page_pixels
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from tests.printing import samples
from tests.printing.dots import picture_of
from tests.printing.pdf_fonts import all_fonts, embedded_fonts
from tests.printing.test_reports import boxes, neighbours, text_of

LONG = "云南文山丘北普者黑湖区特产手工剥壳" * 4


def many(count, slip=samples.DELIVERY, **changes):
    given = slip.document.lines
    lines = tuple(replace(given[n % len(given)], line_no=n + 1, **changes) for n in range(count))
    return replace(slip, document=replace(slip.document, lines=lines))


def joined(told):
    return "".join(told.split())


def test_a_sheet_is_searchable_and_its_fonts_embedded():
    pdf = stock_pdf(samples.DELIVERY)
    told = text_of(pdf)
    for part in (
        *("收货单", "SH-2030-000012", "萧氏茶业", "SF1390-22817", "刘店长", "57-ab12cd34ef56"),
        *(
            "订 24 收 23 短 1",
            "订 10 收 12 多 2",
            "联营 扣点 12.5%",
            "代销",
            "655.50",
            "128.00/kg",
        ),
        *("库位 冷库", "SC10463262100012", "件数 35", "重量 1.500kg"),
    ):
        assert joined(part) in joined(told), part
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert len(embedded_fonts(page)) == len(all_fonts(page)) >= 4


def test_every_page_has_the_head_of_the_table_and_its_number():
    pages = PdfReader(io.BytesIO(stock_pdf(many(60)))).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        told = page.extract_text()
        assert f"第 {number} / {len(pages)} 页" in told
        assert told.count("品名规格") == 1
        assert "SH-2030-000012" in told


def test_pages_that_follow_say_that_they_are_a_reversal_and_of_a_demo_shop():
    """A loose page is read alone; the file is called by the same title."""
    header = replace(samples.HEADER, demo=True)
    document = replace(many(60).document, reverses=DocumentId(7))
    pdf = PdfReader(io.BytesIO(stock_pdf(replace(many(60), header=header, document=document))))
    assert pdf.metadata.title == "收货单冲红 SH-2030-000012"
    for page in pdf.pages:
        assert page.extract_text().count("演示数据") == 1
    assert all("收货单冲红 SH-2030-000012（续）" in p.extract_text() for p in pdf.pages[1:])


@pytest.mark.parametrize("count", range(1, 30, 4))
def test_it_is_signed_once_below_its_last_line_and_its_total(count):
    told = text_of(stock_pdf(many(count)))
    for who in words.SIGNED_BY[DocumentKind.GOODS_RECEIPT]:
        assert told.count(f"{who}：") == 1
        assert told.index(f"{who}：") > told.index("买断金额") > told.rindex("2031-02-28")


@pytest.mark.parametrize("count", [1, 17, 18, 19, 20, 21])
def test_a_page_that_is_just_full_has_no_head_without_a_line(count):
    """Whatever fits the first page, the next one never begins with an empty table."""
    plain = many(count, samples.SENT)
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(stock_pdf(plain))).pages]
    for page in pages:
        assert page.count("品名规格") == (1 if "2031-02-28" in page else 0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_word_and_its_signers(kind):
    slip = replace(samples.SENT, document=samples.stock_document(kind))
    told, sheet = page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))
    for who in words.signers(slip.document):
        assert f"{who}：" in told
        assert f"{who}：" in sheet
    assert kind.word in told
    assert kind.word in sheet


def test_what_arrived_names_one_place_not_one_as_where_it_came_from():
    """调出 卖场, 调入 卖场 stood on the paper of a transfer's arrival."""
    arrived = replace(
        samples.SENT.document,
        kind=DocumentKind.TRANSFER_RECEIPT,
        place_id=samples.SENT.document.to_place_id,
        place="市场专柜 卖场",
        to_place="市场专柜 卖场",
    )
    slip = replace(samples.SENT, document=arrived)
    for told in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
        assert told.count("市场专柜 卖场") == 1
        assert "调出" not in told


def test_a_reversal_is_marked_large_and_names_what_it_takes_back():
    for told in (
        page_text(lay_out(samples.DELIVERY_BACK, 32)),
        text_of(stock_pdf(samples.DELIVERY_BACK)),
    ):
        assert "冲 红" in told
        assert "SH-2030-000012" in told
        assert "供应商选错" in told
    assert "冲 红" not in page_text(lay_out(samples.DELIVERY, 32)) + text_of(
        stock_pdf(samples.DELIVERY)
    )


def test_without_money_no_figure_of_it_stands_anywhere():
    seen = replace(samples.DELIVERY, document=samples.DELIVERY.document.without_money())
    for told in (page_text(lay_out(seen, 48)), text_of(stock_pdf(seen))):
        for money in ("金额", "单价", "28.50", "655.50", "¥", "￥", "扣点", "0.00"):
            assert money not in told
        assert "代销" in told
        assert "23 袋" in told


def test_a_file_says_that_it_is_one_and_a_copy_which():
    pages = PdfReader(io.BytesIO(stock_pdf(replace(many(60), copy_no=AS_FILE)))).pages
    assert all("PDF 副本" in page.extract_text() for page in pages)
    assert "重打 第2次" in text_of(stock_pdf(samples.DELIVERY_BACK))
    assert "副本" not in text_of(stock_pdf(samples.DELIVERY))


def test_the_code_of_a_sheet_is_the_number():
    (drawn,) = page_pixels(stock_pdf(samples.DELIVERY), 150)
    (found,) = zxingcpp.read_barcodes(picture_of(drawn).convert("L"))
    assert found.text == "SH-2030-000012"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"terms": Terms.BUY_OUT}, ""),
        ({"terms": Terms.CONCESSION, "commission_bp": 1000}, "联营 扣点 10%"),
        ({"terms": Terms.CONCESSION, "commission_bp": 1205}, "联营 扣点 12.05%"),
    ],
)
def test_terms_are_said_where_there_is_something_to_say(line, told):
    assert words.terms(samples.stock_line(**line)) == told


def test_a_difference_is_named_by_what_the_kind_does():
    line, apart = samples.stock_line(quantity=20, expected=24), Apart(24, 20)
    assert words.difference(line, apart, DocumentKind.TRANSFER_RECEIPT) == (
        "发 24",
        "收 20",
        "短 4",
    )
    assert words.difference(line, Apart(24, 26), DocumentKind.GOODS_RECEIPT) == (
        "订 24",
        "收 26",
        "多 2",
    )
    assert words.difference(line, None, DocumentKind.GOODS_RECEIPT) == ()


def test_one_order_in_two_lots_is_not_said_to_be_short():
    one = samples.stock_line(quantity=12, expected=24)
    two = (one, replace(one, line_no=2, expected=0))
    came = samples.stock_document(DocumentKind.GOODS_RECEIPT, two)
    assert came.apart == {}
    assert replace(came, kind=DocumentKind.TRANSFER_RECEIPT).apart == {1: Apart(24, 12)}


def test_what_was_refused_stands_on_both_papers_with_its_reason():
    facts = {"lot_no": "", "cost_fen": 0, "amount_fen": 0, "remark": "拒收：已到期"}
    gone = samples.stock_line(2, quantity=0, expected=6, **facts)
    document = samples.stock_document(lines=(samples.stock_line(), gone))
    slip = replace(samples.DELIVERY, document=document)
    for told in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
        assert "订6收0短6" in joined(told)
        assert "拒收：已到期" in joined(told)


def test_a_reversal_says_what_was_not_taken_back():
    told = joined("没有冲回 萧氏毛尖 2袋、阿克苏冰糖心苹果 1.500kg")
    assert told in joined(text_of(stock_pdf(samples.DELIVERY_BACK)))
    assert told in joined(page_text(lay_out(samples.DELIVERY_BACK, 48)))
    whole = replace(samples.DELIVERY_BACK, stays=())
    assert "没有冲回" not in text_of(stock_pdf(whole)) + page_text(lay_out(whole, 48))


@pytest.mark.parametrize("kind", ["usual", "long", "huge", "without money", "reversal"])
def test_nothing_lies_on_anything_or_off_the_page(kind):
    long = many(9, name=LONG, lot_no="批" + "9" * 38, remark=LONG, certificate="SC" + "1" * 38)
    slip = {
        "usual": many(30),
        "long": replace(long, document=replace(long.document, supplier=LONG, note=LONG)),
        "huge": many(
            30,
            quantity=99_999,
            expected=88_888,
            cost_fen=1_000_000_000,
            amount_fen=99_999_000_000_000,
        ),
        "without money": replace(
            samples.DELIVERY, document=many(30).document.without_money(), copy_no=12
        ),
        "reversal": samples.DELIVERY_BACK,
    }[kind]
    if kind == "long":  # shaped scripts lie closer than their boxes tell
        assert joined(text_of(stock_pdf(slip))).count(LONG) == 20
        assert "…" not in text_of(stock_pdf(slip))
    with pypdfium2.PdfDocument(stock_pdf(slip)) as document:
        for page in document:
            wide, high = page.get_size()
            shown = boxes(page)
            assert all(
                20 < b[0] < b[2] < wide - 20 and 20 < b[1] < b[3] < high - 20 for _, b in shown
            )
            plain = [found for found in shown if not "\u0600" <= found[0] <= "\u0fff"]
            assert list(neighbours(sorted(plain, key=lambda found: found[1][0]))) == []


def test_whose_goods_they_are_is_never_added_up():
    """期初单 金额合计 ¥509,751.77 held ¥360,000 of goods that belong to the suppliers."""
    slip, document = samples.DELIVERY, samples.DELIVERY.document
    assert document.sums == (
        ("买断金额", 23 * 2850),
        ("代销金额（按结算价）", 19_200),
    )
    for told in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
        for name, figure in (("买断金额", "655.50"), ("代销金额（按结算价）", "192.00")):
            assert joined(name) in joined(told)
            assert figure in told
        assert "847.50" not in told
        assert "联营金额" not in told, "goods on 扣点 come to nothing before they are sold"
    below = {name: cell.value for name, cell in stock_table(slip).below}
    assert below.items() >= dict(document.sums).items()
    assert not replace(document, lines=document.without_money().lines).sums


def test_consigned_goods_that_go_back_come_to_what_they_came_to():
    """A delivery of consigned goods had an amount, their return said 0.00."""
    came = samples.stock_line(terms=Terms.CONSIGNMENT, quantity=4)
    back = replace(came, amount_fen=0)
    assert back.worth_fen == came.amount_fen == 4 * 2850
    assert back.of(-4, 1).worth_fen == -came.amount_fen


def test_what_came_apart_is_said_as_large_as_all_else():
    """``发 2,465.432kg 收 1,234.567kg 短 1,230.865kg`` was shrunk to a line nobody can read."""
    kilo = {"sold_by": SoldBy.WEIGHT, "unit": "kg", "cost_fen": 123_456}
    line = samples.stock_line(quantity=1_234_567, expected=2_465_432, **kilo)
    slip = replace(samples.DELIVERY, document=samples.stock_document(lines=(line,)))
    sizes = []

    def see(text, _matrix, _place, _font, size):
        sizes.extend([size] if text.strip() else [])

    (page,) = PdfReader(io.BytesIO(stock_pdf(slip))).pages
    told = page.extract_text(visitor_text=see)
    assert joined("订 2,465.432kg 收 1,234.567kg 短 1,230.865kg") in joined(told)
    assert min(sizes) >= 7


def test_figures_are_grouped_alike_on_slip_and_sheet():
    line = samples.stock_line(quantity=1_200, cost_fen=123_456)
    slip = replace(samples.DELIVERY, document=samples.stock_document(lines=(line,)))
    for told in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
        for figure in ("1,200袋", "1,234.56", "1,481,472.00"):
            assert joined(figure) in joined(told)


def test_what_was_lost_on_its_way_has_no_price_here():
    lost = samples.stock_line(2, cost_fen=0, amount_fen=0)
    slip = replace(
        samples.DELIVERY, document=samples.stock_document(lines=(samples.stock_line(), lost))
    )
    assert "0.00" not in text_of(stock_pdf(slip)).replace("28.50", "").replace("655.50", "")


def test_what_did_not_arrive_is_neither_numbered_nor_counted():
    """Line 2 said 1袋 above 行数 1, and nobody saw where it came from."""
    slip = samples.SHORT_ARRIVAL
    for told in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
        for part in ("短 1 袋", "途中短少", "行数1", "件数4", "调出库位仓库", "调入库位卖场"):
            assert joined(part) in joined(told), part
        assert joined("调拨单 DB-2030-000003") in joined(told)
        assert "对方单号" not in told
        assert joined(f"2 {slip.document.lines[1].name}") not in joined(told)
    table = stock_table(slip)
    heads = [head.title for head in table.heads]
    first, second = (dict(zip(heads, row, strict=True)) for row in table.rows)
    assert (first["行"].value, first["数量"].value) == (1, 4)
    assert (second["行"].value, second["数量"].value) == ("", "")
    assert second["备注"].value == "途中短少 短 1 袋"


def test_what_was_refused_at_the_door_is_not_numbered():
    """Three numbers stood above 行数 2."""
    refused = samples.stock_line(3, quantity=0, refused=6, remark="破损", lot_no="")
    lines = (samples.stock_line(1), samples.stock_line(2), refused)
    slip = replace(samples.DELIVERY, document=samples.stock_document(lines=lines))
    assert [words.number(slip.document, line) for line in lines] == ["1", "2", ""]
    assert dict(words.totals(slip.document))["行数"] == "2"
    for told in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
        assert joined("拒收 6 袋：破损") in joined(told)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_brings_anything_by_a_reversal(kind):
    """It asked 送货人 and 验收人 to sign."""
    back = replace(samples.stock_document(kind), reverses=DocumentId(7))
    assert words.signers(back) == ("经手人", "审核")
