"""No verb keeps a customer's payment code, whatever words a person gives it.

A verb with a text parameter that is in neither table fails the first test.
"""

import contextlib
import inspect
import json
import logging
import re
from dataclasses import fields, replace
from typing import get_type_hints

import pytest

from showroom.domain.approval import Act, Deed
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.documents.place import PlaceKind, PointKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, PointId
from showroom.domain.permission import Role
from showroom.domain.printer import PrinterSettings
from showroom.domain.scan import WaitingScan
from showroom.domain.shift import CashCount
from showroom.domain.stock import DocumentKind
from showroom.domain.tender import Payment, Tender, TenderKind
from showroom.machine.log import JsonLines
from showroom.services.stock.places import NewPlace
from showroom.services.suite import Suite
from tests.domain.pay_codes import leaks
from tests.factories import OWNER_PIN, request
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import add_supplier

CODES = {
    "plain": ("134567890123456789", "134567890123456789"),
    "in groups": ("1345 6789 0123 4567 89", "134567890123456789"),
    "full-width": ("２８６５０１９８７６５４３２１０９８", "286501987654321098"),
    "between letters": ("付款W6212345678901234567号", "6212345678901234567"),
    "twice": ("134567890123456789 134567890123456789", "134567890123456789"),
    "letters within": ("1345a6789b0123c4567d89", "134567890123456789"),
    "a measure within": ("退给 13x4567890123456789", "134567890123456789"),
    "wide gaps": ("1345    6789 ___ 0123 ---- 4567 .... 89", "134567890123456789"),
}
PINS = {"plain": "719283", "among words": "忘了719283", "in gaps": "71 92-83"}
WORDS = {
    "attachments.add",
    "approvals.approve",
    "asked.note",
    "baskets.give_up",
    "baskets.hold",
    "baskets.save_open",
    "catalogue.set_price",
    "documents.reverse",
    "checkout.complete_sale",
    "imports.check",
    "people.add_person",
    "people.change_person",
    "places.add",
    "places.add_point",
    "places.rename",
    "places.rename_point",
    "returns.refund",
    "setup.add_till",
    "shifts.close_shift",
    "shifts.move_cash",
    "shifts.open_drawer",
    "shifts.record_void",
    "waiting.keep",
}
"""Verbs that keep words of a person; each is a method of `Till`."""
REFUSE = {"settings.save", "settings.change", "setup.start_real"}
REFUSE |= {
    "purchasing.place",
    "purchasing.inspect",
    "drafts.begin",
    "drafts.save_head",
    "drafts.put_line",
    "drafts.put_lines",
}
REFUSE |= {f"suppliers.{verb}" for verb in ("add", "change", "add_licence", "add_contract")}
"""Words of the shop itself: a name or a 二维码 with holes would mislead, so they are refused."""
NO_WORDS = {
    "asked.forget": "it must be on the list",
    "attachments.read": "a digest",
    "attachments.unlink": "a digest",
    "suppliers.end_contract": "a date",
    "documents.find": "a number to look for",
    "drafts.discard": "a key",
    "drafts.drop_line": "keys",
    "drafts.open": "a key",
    "receiving.inspect": "a key",
    "receiving.learn_case": "a code of goods: one to pay by is refused",
    "receiving.post": "a key",
    "purchasing.post": "a key",
    "purchasing.begin_receipt": "a key",
    "purchasing.take_up": "a key",
    "places.find": "a code to look for",
    "places.print_cards": "a size",
    "transfers.move": "a key",
    "transfers.send": "a key",
    "transfers.receive": "a key",
    "issues.of_month": "a month",
    "issues.month_sheet": "a month",
    "issues.month_slip": "a month",
    "issues.post": "a key",
    "write_offs.post": "a key",
    "supplier_returns.post": "a key",
    "stock_sheets.journal": "dates",
    "stock_sheets.stock": "a date",
    "drafts.naming": "words to look for",
    "tracing.named": "a number to look for",
    "tracing.numbered": "a number to look for",
    "valuation.at": "a date",
    "people.replace_lost_pin": "six figures, hashed",
    "people.set_pin": "six figures, hashed",
    "people.sign_in": "six figures, hashed",
    "prints.comes_as_copy": "a kind",
    "prints.day": "a kind",
    "prints.labels": "titles are the program's, the rest is the catalogue's",
    "prints.redirect": "it must be one of the printers",
    "prints.reprint": "a kind",
    "prints.test_page": "it must be one of the printers",
    "queue.mark_blocked": "a problem's code",
    "queue.mark_failed": "a problem's code",
    "queue.mark_printed": "a printer's name, which settings check",
    "queue.mark_redirected": "a printer's name and a problem's code",
    "queue.mark_sending": "a printer's name, which settings check",
    "queue.mark_uncertain": "a printer's name and a problem's code",
    "queue.to_recall": "a printer's name to look for",
    "reports.daily": "a date",
    "reports.print_daily": "a date",
    "reports.print_pages": "a date",
    "reports.print_issues": "a month",
    "settings.picture": "a digest",
    "setup.start_demo": "a date",
}
ANNOTATIONS = {"str", "Basket", "Payment", "Payment | None", "Sequence[Deed]", "ShopSettings"}
ANNOTATIONS |= {"tuple[WaitingScan, ...]", "DraftHead", "DraftLine", "NewPlace"}
ANNOTATIONS |= {"SupplierContent", "Licence", "Contract"}
MAPPINGS = {"Mapping[str, object]"}


def test_every_verb_that_takes_text_is_known():
    hints = get_type_hints(Suite)
    found = {
        f"{field.name}.{name}"
        for field in fields(Suite)
        for name, verb in inspect.getmembers(hints[field.name], inspect.isfunction)
        if not name.startswith("_")
        and any(
            p.annotation in ANNOTATIONS | MAPPINGS
            for p in inspect.signature(verb).parameters.values()
        )
    }
    assert found == WORDS | REFUSE | set(NO_WORDS)


class Till:
    """Every verb of `WORDS`, with the same words wherever it takes some."""

    def __init__(self, shop, words, reference):
        self.shop, self.suite, self.words = shop, shop.suite, words
        self.sku, self.supplier = goods(shop)[0], add_supplier(shop)
        little = Discount(DiscountKind.PERCENT, 99, words)  # above every limit: nobody is asked
        rung = Basket().add(self.sku).discount_line(1, little).discount_order(little)
        self.basket = replace(rung, note=words)
        due = self.basket.due_fen
        self.tender = Tender(TenderKind.WECHAT, due, due, reference)
        self.payment = Payment(due, tenders=(self.tender,))
        self.suite.shifts.open_shift(shop.cashier, 30_000, request(800))
        self.sold = sell(shop, Basket().add(self.sku), number=801).sale

    def approvals_approve(self):
        deed = Deed(Act.DRAWER, "shift 1", "", 0, 0, self.words)
        owner = self.shop.owner.person_id
        self.suite.approvals.approve(self.shop.cashier, [deed], owner, OWNER_PIN)

    def documents_reverse(self):
        keeper, drafts = self.shop.stock_keeper, self.suite.drafts
        drafts.begin(keeper, DocumentKind.OPENING, DraftHead(LocationId(2)), "d")
        draft = drafts.put_line(keeper, "d", "l", DraftLine(self.sku.sku_id, 5))
        posted = self.suite.receiving.post(
            self.shop.owner, "d", draft.revision, request(11)
        ).document
        self.suite.documents.reverse(self.shop.owner, posted.document_id, self.words, request(12))

    def places_add(self):
        new = NewPlace(PointId(1), self.words, PlaceKind.WAREHOUSE)
        self.suite.places.add(self.shop.owner, new, request(21))

    def places_add_point(self):
        kind = PointKind.COUNTER
        self.suite.places.add_point(self.shop.owner, "X1", self.words, kind, request(22))

    def places_rename(self):
        self.suite.places.rename(self.shop.owner, LocationId(2), self.words)

    def places_rename_point(self):
        self.suite.places.rename_point(self.shop.owner, PointId(1), self.words)

    def attachments_add(self):
        owner = Owner(OwnerKind.SUPPLIER, str(self.supplier))
        asked = request(14)
        self.suite.attachments.add(self.shop.owner, owner, self.words, b"%PDF-", asked)

    def asked_note(self):
        self.suite.asked.note(self.shop.cashier, self.words)

    def baskets_save_open(self):
        self.suite.baskets.save_open(self.shop.cashier, self.basket, self.payment)

    def waiting_keep(self):
        self.suite.waiting.keep((WaitingScan(self.words, self.words),))

    def baskets_give_up(self):
        nothing = replace(self.payment, tenders=())
        given = (self.tender,)
        self.suite.baskets.save_open(self.shop.cashier, self.basket, self.payment)
        self.suite.baskets.give_up(self.shop.cashier, self.basket, nothing, given, request(2))

    def baskets_hold(self):
        self.suite.baskets.save_open(self.shop.cashier, self.basket)
        self.suite.baskets.hold(self.shop.cashier, self.basket, self.words)

    def catalogue_set_price(self):
        set_price, sku_id = self.suite.catalogue.set_price, self.sku.sku_id
        set_price(self.shop.owner, sku_id, 7_000, request(11), reason=self.words)

    def checkout_complete_sale(self):
        self.suite.checkout.complete_sale(self.shop.owner, self.basket, self.payment, request(3))

    def imports_check(self):
        content = "货号,零售价(元)\nWS0001,70.00\n".encode()
        plan = self.suite.imports.check(self.shop.owner, content, f"{self.words}.csv")
        self.suite.imports.apply(self.shop.owner, plan, request(4))

    def people_add_person(self):
        self.suite.people.add_person(
            self.shop.owner, self.words, Role.CASHIER, "719283", request(5)
        )

    def people_change_person(self):
        keeper = self.shop.stock_keeper.person_id
        self.suite.people.change_person(self.shop.owner, keeper, self.words, Role.CASHIER)

    def returns_refund(self):
        wanted = {1: 1}
        sale = self.sold.sale_id
        self.suite.returns.refund(self.shop.owner, sale, wanted, self.words, request(6))

    def setup_add_till(self):
        point = self.suite.setup.tills()[0].point_id
        self.suite.setup.add_till(self.shop.owner, "02", self.words, point)

    def shifts_move_cash(self):
        self.suite.shifts.move_cash(self.shop.cashier, 100, self.words, request(7))

    def shifts_open_drawer(self):
        self.suite.shifts.open_drawer(self.shop.owner, self.words, request(8))

    def shifts_record_void(self):
        self.suite.shifts.record_void(self.shop.cashier, self.words, request(9))

    def shifts_close_shift(self):
        expected = 30_000 + self.sold.net_fen
        pieces, rest = {}, expected
        for piece in (10000, 1000, 100, 10):
            pieces[piece], rest = divmod(rest, piece)
        self.suite.shifts.close_shift(self.shop.cashier, CashCount(pieces), request(10), self.words)


def every_text(shop):
    """All text that the books hold, journal and outbox included."""

    def read(tx):
        tables = tx.cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return [
            str(value)
            for (table,) in tables
            for row in tx.cursor.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
            for value in row
            if isinstance(value, str)
        ]

    return shop.books.read(read)


@pytest.mark.parametrize("name", sorted(WORDS))
@pytest.mark.parametrize("dress", CODES)
def test_no_verb_keeps_a_payment_code(file_shop, name, dress):
    words, code = CODES[dress]
    till = Till(file_shop, words, words)
    before = set(every_text(file_shop))
    getattr(till, name.replace(".", "_", 1))()
    written = set(every_text(file_shop)) - before
    assert written, "the verb wrote nothing, which proves nothing"
    assert [t for t in written if leaks_one(t, code)] == []


UNSEEN = "\u202e\x07\u200b\u2066\ufeff\ue000\u2069\x9f\u2028\n"
TURNED = f"换{UNSEEN}货"


@pytest.mark.parametrize("name", sorted(WORDS))
def test_no_verb_keeps_what_cannot_be_seen(file_shop, name):
    """Neither in a column nor escaped in a payload; the words beside it stay."""
    till = Till(file_shop, TURNED, TURNED)
    before = set(every_text(file_shop))
    getattr(till, name.replace(".", "_", 1))()
    written = set(every_text(file_shop)) - before
    unseen = [*UNSEEN[:-1], *(f"\\u{ord(c):04x}" for c in UNSEEN), "换\\n"]
    assert [t for t in written if any(c in t for c in unseen)] == []
    assert any("换" in t and "货" in t for t in written)


def test_words_of_which_nothing_can_be_seen_are_none(file_shop):
    suite, owner = file_shop.suite, file_shop.owner
    for ask, code in (
        (lambda: suite.people.change_person(owner, owner.person_id, UNSEEN, Role.CASHIER), "name"),
        (lambda: suite.shifts.open_drawer(owner, UNSEEN, request(1)), "reason_missing"),
        (lambda: suite.returns.refund(owner, 1, {1: 1}, UNSEEN, request(2)), "reason_missing"),
        (lambda: suite.asked.note(owner, UNSEEN), "asked_empty"),
    ):
        with pytest.raises(Refusal, match=code):
            ask()


NO_PIN_ASKED = {
    "attachments.add": "a file's name may bear a date",
    "imports.check": "a file's name may bear a date",
    "shifts.record_void": "the program's own figures, amounts among them",
}


@pytest.mark.parametrize("name", sorted(WORDS - set(NO_PIN_ASKED)))
@pytest.mark.parametrize("dress", PINS)
def test_no_verb_keeps_a_pin(file_shop, name, dress):
    """Refused, or kept without it; a payment's reference is a place of its own."""
    words = PINS[dress]
    till = Till(file_shop, words, "1234")
    before = set(every_text(file_shop))
    with contextlib.suppress(Refusal):
        getattr(till, name.replace(".", "_", 1))()
    written = set(every_text(file_shop)) - before
    assert [t for t in written if words in t or "719283" in t] == []


@pytest.mark.parametrize("dress", CODES)
@pytest.mark.parametrize("column", ["品名", "简称", "规格", "货号", "条码", "单位"])
def test_no_name_of_a_product_brings_a_payment_code_in(file_shop, column, dress):
    words, code = CODES[dress]
    head, row = ["货号", "零售价(元)"], ["WS0001", "70.00"]
    if column == "货号":
        row[0] = words
    else:
        head.append(column)
        row.append(words)
    content = f"{','.join(head)}\n{','.join(row)}\n".encode()
    plan = file_shop.suite.imports.check(file_shop.owner, content, "x.csv")
    assert plan.errors
    assert [p for p in plan.errors if leaks(str(p.params), code)] == []


HASH = re.compile(r"[0-9a-f]{64}")


def leaks_one(text, code):
    """Ids, instants and hashes have figures too: only a run of the code's own counts."""
    return any(leaks(part, code) for part in text.split('"') if not HASH.fullmatch(part))


@pytest.mark.parametrize("dress", CODES)
def test_words_of_the_shop_with_a_code_are_refused(file_shop, dress):
    words, suite = CODES[dress][0], file_shop.suite
    printer = PrinterSettings("receipt", words, "network", "10.0.0.9")
    for name in ("shop_name", "phone", "address", "footer", "receipt_qr_text"):
        with pytest.raises(Refusal, match="text_is_pay_code"):
            suite.settings.change(file_shop.owner, {name: words})
        wanted = replace(suite.settings.load(), **{name: words})
        with pytest.raises(Refusal, match="text_is_pay_code"):
            suite.settings.save(file_shop.owner, wanted)
    with pytest.raises(Refusal, match="text_is_pay_code"):
        suite.settings.change(file_shop.owner, {"printers": (printer,)})


@pytest.mark.parametrize("dress", CODES)
def test_the_log_keeps_none(dress):
    words, code = CODES[dress]
    error = ValueError(words)
    trace = (ValueError, error, None)
    record = logging.LogRecord("showroom", 30, "x.py", 1, "typed %s", (words,), trace)
    entry = json.loads(JsonLines().format(record))
    assert not leaks(entry["said"], code)
    assert code[-5:] not in entry["trace"]
    assert words not in entry["trace"]
