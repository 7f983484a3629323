"""Walks through everything the window shows: one step a sight, each from where the last one left.

A step brings the window to a sight and gives its name; the walk yields at each, and whoever walks
measures or takes a picture there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt

from showroom.domain.approval import Act, Deed, GoodsBack
from showroom.domain.basket import Basket
from showroom.domain.business_day import day_ends_us
from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.quantity import SoldBy
from showroom.domain.sale import freeze_lines
from showroom.domain.tender import Payment, Tender, TenderKind
from showroom.services.selling.baskets import LeftOver
from showroom.services.stock.valuation import GroupBy
from showroom.ui.browse.choice_panel import ChoicePanel
from showroom.ui.catalogue.asked_panel import AskedPanel
from showroom.ui.catalogue.column_panel import FieldPanel, FixedPanel
from showroom.ui.catalogue.file_panel import FilePanel
from showroom.ui.catalogue.new_product import NewProductPanel
from showroom.ui.counter.age_panel import AgePanel
from showroom.ui.counter.cash_question import CashQuestion
from showroom.ui.counter.give_up import GiveUp, GivingUp
from showroom.ui.counter.panels import WordsPanel
from showroom.ui.documents.rows import kind_chips
from showroom.ui.look.tokens import SMALLEST_WINDOW
from showroom.ui.settings.person_panel import PersonPanel
from showroom.ui.settings.screen import PARTS
from showroom.ui.shell.kept_panel import KeptPanel
from showroom.ui.shell.time_questions import CLOCK
from showroom.ui.shift.before_close import Ways, ask_before
from showroom.ui.shift.close_question import ask_gap
from showroom.ui.stock.trace_rows import Part as TracePart
from showroom.ui.suppliers.detail import Part
from showroom.ui.widgets.approval import ApprovalPanel
from showroom.ui.widgets.chip import Chip
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.wizard.wizard import PrinterWizard
from tests.factories import MONDAY_TEN_US
from tests.services.goods.spreadsheets import csv_file, product, table
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.test_attachments import picture
from tests.ui.counter.counter_player import BANANA, FLOWER, RICE, TEA, label
from tests.ui.documents.books import fill
from tests.ui.fits.hands import answer, go, leave
from tests.ui.fits.walk_leaving import leaving
from tests.ui.fits.walk_longest import longest_sights
from tests.ui.fits.walk_receiving import receiving
from tests.ui.fits.walk_transfers import transfers
from tests.ui.suppliers.test_attachments import pdf

Key = Qt.Key
LINES = 30
CLOCK_DOUBTS = [
    Refusal(code, clock_us=2 * MONDAY_TEN_US, known_us=MONDAY_TEN_US) for code in sorted(CLOCK)
]
MUCH_LEFT = LeftOver(12, Payment(9_999_999).pay(TenderKind.WECHAT, 5_000_000).tenders, 49)
LONG = "云南文山丘北普者黑湖区特产手工剥壳"
"""Seventeen characters; with three more, what a box and a single pack are told apart by."""
MUCH_BACK = (
    Deed(
        Act.REFUND,
        "receipt",
        "01-000041",
        67_993_200,
        0,
        "包装破损",
        goods=tuple(
            GoodsBack(n, f"{LONG}单袋装", SoldBy.EACH, 9_999, 67_993_200, restock=False)
            for n in range(3)
        ),
        ways=tuple(Tender(kind, -11_332_200, -11_332_200) for kind in TenderKind),
    ),
)
EXPECTED = {10_000: 4, 2_000: 1, 1_000: 1, 500: 1, 100: 2, 10: 4}
"""The float of 300.00 and the one cash sale, as pieces by denomination in fen."""


def walk(till, folder, *, deliveries=True):
    """Every sight behind the sign-in, and the sign-in."""
    yield "sign_in"
    yield from _without_shift(till)
    yield from _counter(till)
    yield from _counter_panels(till)
    yield from _questions(till)
    yield from _refund(till)
    yield from _suppliers(till)
    yield from _stock_books(till)
    yield from _lists(till)
    yield from _import(till, folder)
    yield from _documents(till)
    if deliveries:
        yield from receiving(till)
    yield from transfers(till)
    yield from leaving(till)
    if deliveries:
        yield from longest_sights(till)
    yield from _report(till)
    yield from _settings(till)
    yield from _wizard(till)
    yield from _shift(till)
    yield from _cashier(till)


def _nothing():
    """What would go on."""


def _giving_up():
    payment = Payment(100_000).pay(TenderKind.WECHAT, 50_000).pay(TenderKind.ALIPAY, 12_345)
    return GivingUp(Basket(), Payment(100_000), payment.tenders)


def _time(till, doubt):
    till.window._questions.ask(doubt, None)  # noqa: SLF001 (as a verb's refusal comes to it)


def _day(till):
    """The widest: a shift of last year whose night may run on."""
    context, clock = till.desk.context, till.shop.clock
    shift, now = context.shift, clock.now
    context.shift = replace(shift, business_date="2026-12-31")
    clock.now = day_ends_us("2026-12-31") + 1
    till.window._questions._ask_day()  # noqa: SLF001 (behind the clock's own question)
    context.shift, clock.now = shift, now


def _pressed(till, key):
    till.press(key)
    till.settle()


def _trade(shop):
    skus = goods(shop)
    sell(shop, Basket().add(skus[0], 2).add(goods(shop, weighed=True)[0], 250), number=2)
    basket = Basket().add(skus[-1])
    sell(shop, basket, Payment(basket.due_fen).pay(TenderKind.WECHAT), number=3)


def _without_shift(till):
    till.enter(till.shop.owner)
    go(till, "checkout")
    yield "counter, no shift"
    answer(till)
    go(till, "shift")
    yield "shift, opening"
    till.open_shift(till.shop.owner)
    _trade(till.shop)
    yield "shift, running"


def _counter(till):
    go(till, "checkout")
    yield "counter, empty"
    till.scan(*[label(BANANA, 20)] * (LINES - 3), FLOWER, TEA, RICE)
    till.settle()
    yield "counter, basket"
    till.screen.page.fold.setChecked(True)
    yield "counter, basket and tiles"
    till.screen.page.fold.setChecked(False)
    yield from _large(till)
    till.write("ws")
    yield "counter, results"
    _pressed(till, Key.Key_Escape)
    till.scan("nonsense")
    yield "counter, refused"
    answer(till)
    _pressed(till, Key.Key_F1)
    yield "counter, keys"
    leave(till)
    _pressed(till, Key.Key_Space)
    yield "tender, cash"
    till.screen.tender.choose(TenderKind.WECHAT)
    yield "tender, wechat"
    till.desk.context.operations.refuse(Refusal("scan_while_paying"))
    yield "tender, refused"
    answer(till)
    _pressed(till, Key.Key_Escape)


def large_basket(shop):
    """The longest names and figures that a line may come to: 679 932.00 and 2 680.00, 1.250 kg."""
    (box, pack), weighed = goods(shop)[:2], goods(shop, weighed=True)[0]
    box = replace(box, name=f"{LONG}礼盒装", spec="500g×12袋", list_price_fen=268_000)
    pack = replace(pack, name=f"{LONG}单袋装", spec="500g×1袋", list_price_fen=6_800)
    return Basket().add(box, 12).add(pack, 9_999).add(replace(weighed, name=LONG), 1_250)


def _large(till):
    screen, tender = till.screen, till.screen.tender
    before, basket = screen.counter.basket, large_basket(till.shop)
    screen.counter.start(basket)
    screen._show()  # noqa: SLF001 (as after a scan)
    yield "counter, large"
    _pressed(till, Key.Key_F4)
    yield "counter, discount large"
    leave(till)
    half = Payment(basket.due_fen).pay(TenderKind.WECHAT, 50_000_000).pay_cash(12_345_600)
    screen._turn_to_tender(half)  # noqa: SLF001 (as after a start with money taken down)
    yield "tender, large"
    tender.left.emit()
    screen.counter.start(before)
    screen._show()  # noqa: SLF001


def _counter_panels(till):
    for name, key in (("quantity", Key.Key_F3), ("discount", Key.Key_F4)):
        _pressed(till, key)
        yield f"counter, {name}"
        till.desk.context.operations.refuse(Refusal("discount_out_of_range"))
        yield f"counter, {name} refused"
        answer(till)
        leave(till)
    for n in range(9):
        if n:
            till.scan(FLOWER)
        _pressed(till, Key.Key_F6)
    answer(till)
    _pressed(till, Key.Key_F7)
    yield "counter, held"
    leave(till)
    till.scan(BANANA)
    till.settle()
    yield "counter, weight"
    answer(till)
    leave(till)
    for name, key in (("drawer", Key.Key_F9), ("receipt", Key.Key_F10)):
        _pressed(till, key)
        yield f"counter, {name}"
        leave(till)


def _questions(till):
    """Panels that only some days show, as their openers open them."""
    screen, context = till.screen, till.desk.context
    basket = Basket().add(goods(till.shop)[0])
    asking: tuple[tuple[str, Callable[[], object]], ...] = (
        ("choice", lambda: ChoicePanel(screen, goods(till.shop)).open()),
        ("words", lambda: WordsPanel(screen, "为什么开钱箱？").open()),
        ("age", lambda: AgePanel(screen, basket).open()),
        ("cash", lambda: CashQuestion(screen, Payment(1_580).pay_cash(9_999_900)).open()),
        ("scans", lambda: KeptPanel(screen, context).open()),
        ("asked", lambda: AskedPanel(screen, context).open()),
        ("new product", lambda: NewProductPanel(screen, context, FLOWER).open()),
        ("gap", lambda: ask_gap(screen, lambda: None)),
        ("before the count", lambda: ask_before(screen, MUCH_LEFT, Ways(_nothing, _nothing))),
        (
            "approval of a refund",
            lambda: ApprovalPanel(screen, context, MUCH_BACK, lambda _grants: None).open(),
        ),
        ("giving up", lambda: GiveUp(context, screen).ask("返回商品？", _giving_up(), _nothing)),
        *((f"clock, {doubt.code}", partial(_time, till, doubt)) for doubt in CLOCK_DOUBTS),
        ("day", partial(_day, till)),
    )
    for name, ask in asking:
        ask()
        till.settle()
        yield f"question, {name}"
        till.panel.close_panel()
    till.write("zzqq")
    till.settle()
    yield "counter, nothing found"
    _pressed(till, Key.Key_Escape)
    answer(till)


def _refund(till):
    _pressed(till, Key.Key_F8)
    yield "refund, asks"
    till.panel.scanned("01-000001")
    till.settle()
    yield "refund, found"
    yield from _large_refund(till)
    till.panel.take_all()
    till.panel.scanned("6901234567892")
    till.settle()
    yield "refund, refused"
    till.press(Key.Key_Escape)
    yield "refund, dropped"
    leave(till)


def _large_refund(till):
    table = till.panel.table
    found = table._found  # noqa: SLF001 (a larger receipt than the books hold)
    large = freeze_lines(basket := large_basket(till.shop), Payment(basket.due_fen).pay_cash())
    lines = [replace(large[n % len(large)], line_no=n + 1) for n in range(9)]
    sale, left = replace(found.sale, lines=tuple(lines)), {x.line_no: x.quantity for x in lines}
    table.show_sale(replace(found, sale=sale, remaining=left))
    yield "refund, large"
    table.step(-1, 2)
    table.wanted.update(left)
    table._over = 2  # noqa: SLF001 (asked for one more)
    table._show()  # noqa: SLF001
    yield "refund, large, all"
    table.show_sale(found)


def _lists(till):
    for name in ("stock", "catalogue", "prints"):
        screen = go(till, name)
        yield name
        screen.findChild(RowTable).select_first()
        till.settle()
        yield f"{name}, chosen"
    till.screen.give_up()
    till.settle()
    yield "prints, give up"
    leave(till)
    go(till, "catalogue")
    till.screen.table.select_first()
    for name in ("change_price", "print_tag", "toggle_active"):
        getattr(till.screen, name)()
        till.settle()
        yield f"catalogue, {name}"
        leave(till)


def _stock_books(till):
    screen = go(till, "stock")
    screen.table.select_first()
    till.settle()
    screen.show_ledger()
    till.settle()
    yield "stock, ledger"
    for name in ("choose_lot", "choose_place"):
        getattr(screen.books.ledger, name)()
        till.settle()
        yield f"stock, {name}"
        leave(till)
    screen.books.ledger.trace_wanted.emit(screen.detail.lot_id)
    till.settle()
    for part in TracePart:
        yield f"stock, trace {part.value}"
        screen.books.trace.next_part()
    screen.show_value()
    for by in GroupBy:
        till.settle()
        yield f"stock, value {by.value}"
        screen.books.value.next_grouping()
    till.settle()
    while screen.books.page is not None:
        screen.books.page.leave()
    till.settle()


def _suppliers(till):
    screen = go(till, "suppliers")
    line = screen.table.chosen
    for n in range(4):
        owner = Owner(OwnerKind.LICENCE, str(line.supplier.licences[0].licence_id))
        add, asked = till.shop.suite.attachments.add, RequestId(f"file {n}")
        till.desk.context.announce(
            add(till.shop.owner, owner, f"营业执照正本{n}.png", picture(colour=n), asked)
        )
    asked = RequestId("file pdf")
    add = till.shop.suite.attachments.add
    till.desk.context.announce(add(till.shop.owner, owner, "经营许可证.pdf", pdf(2), asked))
    till.settle()
    for part in Part:
        screen.detail.show_part(part)
        till.settle()
        yield f"suppliers, {part.value}"
    for name in ("make_new", "change", "add_licence", "add_contract", "end_contract", "toggle"):
        getattr(screen, name)()
        till.settle()
        yield f"suppliers, {name}"
        leave(till)
    screen.detail.show_part(Part.LICENCES)
    screen.withdraw()
    till.settle()
    yield "suppliers, withdraw"
    leave(till)
    strip = screen.detail.strip
    till.qtbot.waitUntil(lambda: len(strip.files) > 0)
    paper = next(file for file in strip.files if file.title.endswith(".pdf"))
    shown = (strip.open, paper), (strip.open, strip.files[0]), (strip.ask_remove, strip.files[0])
    for name, (show, file) in zip(("page", "open", "remove"), shown, strict=True):
        show(file)
        till.settle()
        yield f"suppliers, file, {name}"
        leave(till)


def _documents(till):
    """Every kind has a chip at once, the longest names and figures stand in rows and detail."""
    fill(till.shop)
    screen = go(till, "documents")
    screen.table.select_first()
    till.settle()
    yield "documents, draft"
    screen.discard()
    till.settle()
    yield "documents, discard"
    leave(till)
    for row in screen.table.rows[2:4]:
        screen.table.select_key(row.key)
        till.settle()
        yield f"documents, {row.cells[-1]}"
    screen.table.select_key(screen.table.rows[4].key)  # neither taken back nor taking back
    till.settle()
    screen.reverse()
    till.settle()
    yield "documents, reverse"
    leave(till)
    for face in filter(lambda face: face.counted, kind_chips()):
        screen.bar.states.set_count(face.key, 10_000)
    screen.bar.show_found({}, "只列最近 500 张")
    screen.bar.days.show_days("2026-05-01/2026-06-15")
    yield "documents, every kind"
    screen.show_all()
    till.settle()
    screen.table.select_key(screen.table.rows[-1].key)
    till.settle()
    yield "documents, many lines"
    screen.pick_days()
    till.settle()
    yield "documents, first day"
    till.panel.calendar.activated.emit(till.panel.calendar.selectedDate())
    till.settle()
    yield "documents, last day"
    leave(till)
    screen.show_pdf()
    till.settle()
    yield "documents, pdf"
    leave(till)


def _import(till, folder):
    till.screen.open_import()
    till.settle()
    yield "import"
    FilePanel(till.screen, till.desk.context, folder).open()
    till.settle()
    yield "import, file"
    leave(till)
    path = folder / "goods.csv"
    path.write_bytes(table(product(), product(货号="X2", 品名="")))
    till.screen.importing.check_file(path)
    till.settle()
    yield "import, checked"
    yield from _column_question(till, folder / "other.csv")
    till.screen.uncover()
    till.settle()


def _column_question(till, path):
    path.write_bytes(csv_file(("X1", "米" * 40, "9" * 30), header=["代号", "叫" * 30, "价钱"]))
    till.screen.importing.check_file(path)
    till.settle()
    yield "import, columns"
    FieldPanel(till.panel, till.panel.question, "代号").open()
    yield "import, field"
    till.panel.close_panel()
    FixedPanel(till.panel, till.panel.question, "tax").open()
    yield "import, for all rows"
    till.panel.close_panel()
    leave(till)
    yield "import, columns open"


def _report(till):
    go(till, "report")
    yield "report"
    till.screen._go("2025-12-26")  # noqa: SLF001 (the widest date, of a day without sales)
    shown = lambda: getattr(till.screen.report, "business_date", "")  # noqa: E731
    till.qtbot.waitUntil(lambda: shown() == "2025-12-26")
    yield "report, widest date"
    till.screen.go_today()
    till.qtbot.waitUntil(lambda: shown() != "2025-12-26")
    till.screen.fold_all()
    yield "report, unfolded"
    till.screen.pick()
    yield "report, calendar"
    leave(till)
    till.screen.show_pdf()
    till.settle()
    yield "report, pdf"
    leave(till)
    till.screen.open_all()
    till.settle()
    yield "report, receipts"
    leave(till)


def _settings(till):
    screen = go(till, "settings")
    for part in PARTS:
        screen.open_part(part.key)
        till.settle()
        yield f"settings, {part.key}"
    PersonPanel(screen, "新增人员").open()
    till.settle()
    yield "settings, person"
    leave(till)


def _wizard(till):
    wizard = PrinterWizard(till.screen, till.desk.context, ())
    wizard.open()
    till.settle()
    yield "wizard 1"
    next(c for c in wizard.findChildren(Chip) if c.text() == "存成文件").click()
    for at in range(2, 5):
        wizard.next_page()
        till.settle()
        yield f"wizard {at}"
    leave(till)


def _shift(till):
    screen = go(till, "shift")
    yield "shift, running with moves"
    screen.drop()
    till.settle()
    yield "shift, drop"
    leave(till)
    screen.start_count()
    till.settle()
    yield "shift, before the count"
    till.panel.first.click()
    screen.counting.grid.set_counts(EXPECTED)
    till.settle()
    yield "shift, counting"
    screen.finish_count()
    till.settle()
    yield "shift, question"
    till.panel.first.click()
    till.settle()
    yield "shift, result"
    screen.open_next()
    till.settle()
    yield "shift, next"
    screen.closed.opened.emit(till.shop.suite.shifts.closed(till.shop.owner, 1)[0])
    till.settle()
    yield "shift, Z"
    leave(till)
    till.window.resize(*SMALLEST_WINDOW)
    till.settle()
    screen.show_past()
    till.settle()
    yield "shift, past"
    leave(till)
    answer(till)


def _cashier(till):
    till.window.lock()
    till.settle()
    yield "locked"
    till.enter(till.shop.cashier)
    till.shop.suite.shifts.open_shift(till.shop.cashier, 30_000, RequestId("fits"))
    till.desk.context.reload_shift()
    till.settle()
    go(till, "checkout")
    till.scan(FLOWER)
    yield "cashier, counter"
    till.press(Key.Key_F4)
    till.write("90")
    _pressed(till, Key.Key_Return)
    yield "cashier, approval"
    leave(till)
