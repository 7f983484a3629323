"""What went to paper once says 重打 on every paper after it, files included."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from showroom.db.tables.outbox import outbox
from showroom.domain.basket import Basket
from showroom.domain.document import DrawerKick
from showroom.domain.errors import Refusal
from showroom.domain.permission import GRANTS, Permission, Role
from showroom.domain.printer import PrinterSettings
from showroom.domain.shift import CashCount
from showroom.domain.slip_kind import SlipKind
from showroom.domain.stock import DocumentKind
from showroom.printing.documents import DOCUMENTS, document_of, lay_out, render_job
from showroom.printing.links.turns import Turns
from showroom.printing.paper import PrintingPaper
from showroom.printing.pdf.report import daily_pdf
from showroom.printing.render.plain_text import page_text
from showroom.services.paper.originals import ASKS, ORIGINALS
from tests.factories import TODAY, request
from tests.printing.test_reports import text_of
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import delivery_line, receive
from tests.services.stock.leavings import arrived, kept_goods, out_of, take_out
from tests.services.verbs.day import Day

A4 = PrinterSettings(name="A4", role="report")
PRINTS = {SlipKind.DAY_SLIP: "print_daily", SlipKind.DAY_REPORT: "print_pages"}


@pytest.fixture
def day(file_shop):
    return Day(file_shop)


def on_paper(job):
    """The words of a job as its printer gets it."""
    if job.kind == SlipKind.DAY_REPORT:
        return text_of(render_job(job.kind, job.payload, A4, lambda _: None).data)
    return page_text(lay_out(slip_of(job), 32))


def slip_of(job):
    slip = document_of(job.kind, job.payload)
    assert not isinstance(slip, DrawerKick)
    return slip


def prints(day, kind):
    return [on_paper(job) for job in day.suite.prints.open_jobs() if job.kind == kind]


def ask(day, kind, number):
    return getattr(day.suite.reports, PRINTS[kind])(day.shop.owner, TODAY, request(number))


@pytest.mark.parametrize("kind", PRINTS)
def test_a_day_with_the_same_figures_is_a_copy_the_second_time(day, kind):
    for number in (1, 2, 3):
        ask(day, kind, number)
        day.shop.clock.advance(60)
    first, second, third = prints(day, kind)
    assert "重打" not in first
    assert "副本" not in first
    assert "重打 第1次" in second
    assert "重打 第2次" in third
    sell(day.shop, Basket().add(goods(day.shop)[0]), number=4)
    ask(day, kind, 5)
    assert "重打" not in prints(day, kind)[-1], "the day moved: another document"
    ask(day, kind, 6)
    assert "重打 第1次" in prints(day, kind)[-1]


def test_a_month_of_issues_with_the_same_figures_is_a_copy_the_second_time(day):
    shop, kind = day.shop, SlipKind.ISSUES_SHEET

    def ask_month(number):
        day.suite.reports.print_issues(shop.owner, TODAY[:7], request(number))
        job = [job for job in day.suite.prints.open_jobs() if job.kind == kind][-1]
        return text_of(render_job(job.kind, job.payload, A4, lambda _: None).data)

    first, second = ask_month(1), ask_month(2)
    assert ask_month(2) == second, "the same wish once more is the same paper"
    assert "重打" not in first
    assert "副本" not in first
    assert "重打 第1次" in second
    line = arrived(shop, kept_goods(shop), key="t", number=8, known={"cost_fen": 1_000})
    take_out(shop, "issues", DocumentKind.ISSUE, out_of(line, 2), reason="gift", asked_by="Li")
    moved = ask_month(3)
    assert "重打" not in moved, "the month moved: another document"
    assert "20.00" in moved


WRITTEN = {"reprint", "first_print"}
FATES = {
    "waits": ((), "重打 第1次"),
    "is printed": (("printed",), "重打 第1次"),
    "is in doubt": (("sent", "uncertain"), "重打 第1次"),
    "was given up in doubt": (("sent", "uncertain", "cancel"), "重打 第1次"),
    "found no printer": (("aside",), ""),
    "was given up unprinted": (("aside", "cancel"), ""),
    "cannot be laid out": (("failed",), ""),
}


def test_a_shift_counts_the_copies_of_receipts_alone(day):
    """重打小票 2 次 stood on the X slip of a cashier who had printed no receipt again."""
    shifts, prints, owner = day.suite.shifts, day.suite.prints, day.shop.owner
    closed = shifts.close_shift(owner, CashCount({100: 1}), request(70), "备注").report.shift
    shifts.open_shift(owner, 0, request(71))
    for number in (72, 73):
        day.suite.reports.print_daily(owner, TODAY, request(number))
        prints.reprint(owner, SlipKind.Z_SLIP, closed.shift_id, request(number + 10))
        day.shop.clock.advance(60)
    assert shifts.x_slip(owner).totals.reprints == 0
    assert "重打" in on_paper(prints.open_jobs()[-1])


@pytest.mark.parametrize(("fate", "mark"), FATES.values(), ids=FATES)
def test_the_mark_counts_papers_that_may_be_out_and_no_orders(day, fate, mark):
    """Without a printer the receipt that was wanted later said 重打 第1次, of no paper."""
    desk = day.suite.prints
    desk.discard_backlog(day.shop.owner)
    sale = sell(day.shop, Basket().add(goods(day.shop)[0]), number=40).sale
    meant(day.shop, fate)
    for number in (41, 42):
        desk.reprint(day.shop.cashier, SlipKind.RECEIPT, sale.sale_id, request(number))
    marked = [on_paper(job) for job in desk.open_jobs() if job.kind == SlipKind.RECEIPT]
    first, second = marked[-2:]
    assert mark in first if mark else "重打" not in first
    assert ("重打 第2次" if mark else "重打 第1次") in second
    assert desk.unprinted() == [], "the one that rested would be a second original"
    totals = day.suite.shifts.x_slip(day.shop.owner).totals
    assert totals.reprints == (2 if mark else 1)
    rows = day.shop.books.read(
        lambda tx: tx.cursor.execute("SELECT kind FROM journal ORDER BY seq").fetchall()
    )
    kinds = [kind for (kind,) in rows if kind in WRITTEN]
    assert kinds == ["reprint" if mark else "first_print", "reprint"]


def meant(shop, fate):
    """Let the receipt that waits come to that end."""
    queue, desk = shop.suite.queue, shop.suite.prints
    if not fate:
        return
    job = queue.claim(lambda job: job.kind == SlipKind.RECEIPT)
    assert job is not None
    for step in fate:
        match step:
            case "sent":
                queue.mark_sending(job)
                job = replace(job, bytes_sent=1)
            case "uncertain":
                queue.mark_uncertain(job, "timeout")
            case "printed":
                queue.mark_printed(job)
            case "aside":
                queue.set_aside(job)
            case "failed":
                queue.mark_failed(job, "document_unknown")
            case "cancel":
                (job,) = [
                    j for j in (*desk.open_jobs(), *desk.unprinted()) if j.job_id == job.job_id
                ]
                desk.cancel(shop.owner, job)


def test_copies_of_a_day_are_journaled_and_its_first_print_is_not(day):
    def written():
        rows = day.shop.books.read(
            lambda tx: tx.cursor.execute(
                "SELECT actor, payload FROM journal WHERE kind = 'reprint'"
            ).fetchall()
        )
        return [(actor, payload) for actor, payload in rows]

    ask(day, SlipKind.DAY_SLIP, 1)
    assert written() == []
    ask(day, SlipKind.DAY_SLIP, 2)
    ((_, payload),) = written()
    assert TODAY in payload


def test_every_file_of_a_posted_slip_is_a_copy(day):
    paper = PrintingPaper(Turns(), lambda: ())
    posted = receive(day.shop, delivery_line(day.sku)).document.document_id
    day.suite.prints.reprint(day.shop.owner, SlipKind.STOCK_SLIP, posted, request(80))
    slips = [slip_of(job) for job in day.suite.prints.open_jobs() if job.kind in ORIGINALS]
    assert {type(slip) for slip in slips} == {
        row.type for row in DOCUMENTS if row.kind in ORIGINALS
    }
    for slip in slips:
        assert "重打PDF副本" in "".join(text_of(paper.slip_pdf(slip, 32)).split())
        assert "***" not in page_text(lay_out(slip, 32))


def test_what_is_posted_and_what_can_be_printed_again_are_the_same_kinds():
    assert {row.kind for row in DOCUMENTS if row.posted} == set(ORIGINALS)
    assert {row.kind for row in DOCUMENTS} == set(ASKS) == set(SlipKind)


def test_a_file_of_a_day_says_on_every_page_that_it_is_one(day):
    report = day.suite.reports.daily(day.shop.owner, TODAY)
    many = replace(report, zones=report.zones * 60)
    pages = text_of(daily_pdf(many)).split("营业日报")[1:]
    assert len(pages) > 1
    assert all("副本" in page for page in pages)
    assert "副本" not in text_of(daily_pdf(report, 0))


@pytest.mark.parametrize("kind", [k for k in SlipKind if k is not SlipKind.DRAWER])
def test_a_doubtful_slip_asks_what_its_own_kind_asks(day, kind, monkeypatch):
    job = replace(day.doubtful, kind=kind)
    day.shop.books.keep(
        lambda tx: tx.connection.execute(
            update(outbox).where(outbox.c.job_id == job.job_id).values(kind=str(kind))
        )
    )
    monkeypatch.setitem(GRANTS, Role.CASHIER, frozenset(Permission) - {ASKS[kind]})
    with pytest.raises(Refusal, match="not_permitted"):
        day.suite.prints.reprint_uncertain(day.shop.cashier, job, request(1))
    monkeypatch.setitem(GRANTS, Role.CASHIER, frozenset({ASKS[kind]}))
    day.suite.prints.reprint_uncertain(day.shop.cashier, job, request(1))


def test_only_what_is_in_doubt_is_given_up_for_a_copy(day):
    ask(day, SlipKind.DAY_SLIP, 1)
    waiting = day.suite.prints.open_jobs()[-1]
    with pytest.raises(Refusal, match="job_moved"):
        day.suite.prints.reprint_uncertain(day.shop.owner, waiting, request(2))
    unknown = replace(day.doubtful, kind="later")
    with pytest.raises(Refusal, match="document_unknown"):
        day.suite.prints.reprint_uncertain(day.shop.owner, unknown, request(3))
