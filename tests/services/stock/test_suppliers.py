"""Suppliers and their papers: kept as the law asks, changed by one at a time, journaled."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from showroom.db.engine import Database
from showroom.db.tables.journal import journal
from showroom.domain.documents.credit_code import (
    check_sign,
    is_credit_code,
    is_organisation_number,
)
from showroom.domain.documents.supplier import (
    Borne,
    Contract,
    Licence,
    LicenceKind,
    PaperState,
    SupplierContent,
    matching,
)
from showroom.domain.documents.words import typed_day
from showroom.domain.errors import Refusal
from showroom.domain.ids import SupplierId
from showroom.domain.stock import Terms
from showroom.services.books.verify import Verify
from showroom.services.stock.supply.suppliers import MAX_PAPERS
from tests.domain.pay_codes import leaks
from tests.factories import TODAY, enter_shop, request
from tests.services.stock.deliveries import add_supplier, contract_of
from tests.services.test_free_text import CODES, every_text

CODE = "91420506MA48" + "ABCD1"
CREDIT_CODE = CODE + check_sign(CODE)
PHONE = "0717-7821234转8"
TEA = SupplierContent("宜昌萧氏茶业", "", CREDIT_CODE, "宜昌市夷陵区", "萧经理", PHONE, "上午送货")
TRADE = Licence(0, LicenceKind.FOOD_TRADE, "JY14205060012345", "2027-03-01")


def listed(shop):
    return shop.suite.suppliers.listed(shop.stock_keeper).suppliers


def add(shop, content=TEA, number=1):
    return shop.suite.suppliers.add(shop.stock_keeper, content, request(number)).supplier_id


def only(shop, supplier_id):
    return next(s for s in listed(shop) if s.supplier_id == supplier_id)


def events(shop, kind):
    asked = journal.select().where(journal.c.kind == kind).order_by(journal.c.seq)
    rows = shop.books.read(lambda tx: tx.connection.execute(asked).all())
    return [json.loads(row.payload) for row in rows]


def refused(code, verb, *args, **named):
    with pytest.raises(Refusal) as caught:
        verb(*args, **named)
    assert caught.value.code == code
    return caught.value


def test_what_was_filled_in_is_kept_and_journaled_without_the_telephone(demo_shop):
    number = add(demo_shop)
    kept = only(demo_shop, number)
    assert replace(kept.content, code="") == TEA
    assert kept.content.code == "G0009"  # after those of the demo shop
    assert (kept.active, kept.revision) == (True, 1)
    *_, told = events(demo_shop, "supplier_added")
    assert (told["name"], told["code"], told["supplier_id"]) == (TEA.name, "G0009", number)
    assert "phone" not in told
    changed = replace(TEA, phone="13812345678", contact="小萧")
    demo_shop.suite.suppliers.change(demo_shop.stock_keeper, number, 1, changed, request(2))
    (moved,) = events(demo_shop, "supplier_changed")
    assert moved["before"] == {"contact": "萧经理"}
    assert moved["after"] == {"contact": "小萧"}
    assert moved["phone"] == "changed"
    whole = demo_shop.books.read(lambda tx: str(tx.connection.execute(journal.select()).all()))
    assert "13812345678" not in whole
    assert PHONE not in whole
    assert [f for f in Verify(demo_shop.books).run().findings if not f.passed] == []


def test_a_request_makes_one_supplier_and_its_code_follows_the_last(demo_shop):
    assert add(demo_shop) == add(demo_shop)
    add(demo_shop, SupplierContent("乙社", "YS-01"), 2)
    third = add(demo_shop, SupplierContent("丙社", "g0070"), 3)
    assert only(demo_shop, third).content.code == "g0070"
    fourth = add(demo_shop, SupplierContent("丁社"), 4)
    assert only(demo_shop, fourth).content.code == "G0010"
    assert len([s for s in listed(demo_shop) if s.content.name == TEA.name]) == 1


def test_names_and_codes_are_one_suppliers_own(demo_shop):
    suppliers, keeper = demo_shop.suite.suppliers, demo_shop.stock_keeper
    add(demo_shop, SupplierContent("甲社", "JS-1"))
    taken = refused("supplier_name_taken", add, demo_shop, SupplierContent("甲社"), 2)
    assert taken.params == {"supplier": "甲社"}
    refused("supplier_code_taken", add, demo_shop, SupplierContent("乙社", "js-1"), 3)
    other = add(demo_shop, SupplierContent("乙社"), 4)
    wanted = SupplierContent("甲社")
    refused("supplier_name_taken", suppliers.change, keeper, other, 1, wanted, request(5))
    suppliers.change(keeper, other, 1, SupplierContent("乙社", note="周一"), request(6))


def test_who_is_second_to_change_reads_again(demo_shop):
    suppliers, keeper = demo_shop.suite.suppliers, demo_shop.stock_keeper
    number = add(demo_shop)
    suppliers.change(keeper, number, 1, replace(TEA, note="下午送货"), request(2))
    late = refused(
        *("supplier_moved", suppliers.change, demo_shop.owner, number, 1),
        *(replace(TEA, note="晚上"), request(3)),
    )
    assert late.params == {"supplier": TEA.name}
    assert only(demo_shop, number).content.note == "下午送货"
    suppliers.set_active(keeper, number, request(4), active=False)
    refused("supplier_moved", suppliers.change, keeper, number, 2, TEA, request(5))
    unknown = SupplierId(99)
    refused("supplier_unknown", suppliers.change, keeper, unknown, 1, TEA, request(6))


def test_a_stopped_supplier_stands_last_and_may_begin_again(demo_shop):
    suppliers, keeper = demo_shop.suite.suppliers, demo_shop.stock_keeper
    first = add(demo_shop, SupplierContent("甲社", "A"))
    add(demo_shop, SupplierContent("乙社", "B"), 2)
    ours = {"A", "B"}
    codes = lambda: [s.content.code for s in listed(demo_shop) if s.content.code in ours]  # noqa: E731
    assert codes() == ["A", "B"]
    suppliers.set_active(keeper, first, request(3), active=False)
    assert codes() == ["B", "A"]
    assert not listed(demo_shop)[-1].active
    suppliers.set_active(keeper, first, request(4), active=False)
    suppliers.set_active(keeper, first, request(5), active=True)
    assert codes() == ["A", "B"]
    assert [e["active"] for e in events(demo_shop, "supplier_active")] == [False, True]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SupplierContent(" \u202e "), "supplier_name_missing"),
        (SupplierContent("708090"), "words_like_pin"),
        (SupplierContent("甲" * 81), "draft_words"),
        (SupplierContent("甲社", "编号"), "supplier_code"),
        (SupplierContent("甲社", phone="问老王"), "supplier_phone"),
        (SupplierContent("甲社", credit_code=CREDIT_CODE[:-1]), "credit_code"),
        (SupplierContent("甲社", credit_code=CODE + "Z"), "credit_code"),
        (SupplierContent("甲社", credit_code="134567890123456789"), "credit_code"),
    ],
)
def test_what_makes_no_sense_is_refused(file_shop, content, code):
    before = len(listed(file_shop))
    refused(code, add, file_shop, content)
    assert len(listed(file_shop)) == before


@pytest.mark.parametrize("dress", CODES)
@pytest.mark.parametrize("field", ["name", "address", "contact", "note", "phone"])
def test_no_payment_code_comes_in(file_shop, field, dress):
    words, code = CODES[dress]
    wanted = replace(SupplierContent("甲社"), **{field: words})
    with pytest.raises(Refusal) as caught:
        add(file_shop, wanted)
    assert caught.value.code in {"text_is_pay_code", "supplier_phone", "draft_words"}
    assert not leaks(str(caught.value.params), code)


def test_a_credit_code_proves_itself():
    assert is_credit_code("91350100M000100Y43")  # the standard's own example
    assert is_credit_code(CREDIT_CODE)
    wrong = [CREDIT_CODE[:at] + "7" + CREDIT_CODE[at + 1 :] for at in range(18)]
    assert [w for w in wrong if w != CREDIT_CODE and is_credit_code(w)] == []
    assert not is_credit_code(CREDIT_CODE.lower())


def test_a_business_licence_of_figures_alone_is_no_payment_code(file_shop):
    """A public institution's code may begin with 12, as a 微信 payment code does."""
    figures = next(
        base + check_sign(base)
        for n in range(100_000, 100_100)
        if check_sign(base := f"12420506{n}775").isdigit()
    )
    number = add(file_shop, SupplierContent("县供销社", credit_code=figures))
    licence = Licence(0, LicenceKind.BUSINESS, figures, "")
    file_shop.suite.suppliers.add_licence(file_shop.stock_keeper, number, licence, request(2))
    assert only(file_shop, number).licences[0].licence_no == figures


@pytest.mark.parametrize(
    "number", ["121101084000010456", "1211 0108 4000 0104 56", "NO2510123456789012"]
)
def test_a_number_of_figures_alone_is_kept_where_it_is_built_like_one(file_shop, number):
    """It stood as dots and was refused as a payment code."""
    supplier = add(file_shop)
    licence = Licence(0, LicenceKind.OTHER, number, "")
    file_shop.suite.suppliers.add_licence(file_shop.stock_keeper, supplier, licence, request(2))
    assert only(file_shop, supplier).licences[0].licence_no == number.replace(" ", "")
    contract = replace(contract_of(Terms.CONSIGNMENT), contract_no=number)
    file_shop.suite.suppliers.add_contract(file_shop.owner, supplier, contract, request(3))


@pytest.mark.parametrize(
    "number",
    ["134567890123456789", "101101084000010456", "2888000000000000", "6212345678901234567"],
)
def test_a_code_to_pay_by_is_no_number_of_a_paper(file_shop, number):
    supplier = add(file_shop)
    verbs = file_shop.suite.suppliers
    licence = Licence(0, LicenceKind.OTHER, number, "")
    refused("number_is_pay_code", verbs.add_licence, file_shop.owner, supplier, licence, request(2))
    contract = replace(contract_of(Terms.CONSIGNMENT), contract_no=number)
    refused(
        "number_is_pay_code", verbs.add_contract, file_shop.owner, supplier, contract, request(3)
    )
    assert number not in "".join(every_text(file_shop))


def test_few_codes_to_pay_by_are_built_like_the_number_of_an_organisation():
    draw = random.Random(1)
    codes = (f"1{draw.randint(0, 5)}{draw.randint(0, 10**16 - 1):016d}" for _ in range(20_000))
    assert sum(map(is_organisation_number, codes)) < 20_000 // 40


def test_licences_come_and_go(demo_shop):
    suppliers, keeper = demo_shop.suite.suppliers, demo_shop.stock_keeper
    number = add(demo_shop)
    trade = suppliers.add_licence(keeper, number, TRADE, request(2)).paper_id
    refused("licence_taken", suppliers.add_licence, keeper, number, TRADE, request(3))
    long = replace(TRADE, kind=LicenceKind.BUSINESS, valid_until="")
    suppliers.add_licence(keeper, number, long, request(4))
    *_, told, _ = events(demo_shop, "licence_added")
    assert told["licence"]["licence_no"] == TRADE.licence_no
    assert [x.kind for x in only(demo_shop, number).licences] == [TRADE.kind, long.kind]
    assert only(demo_shop, number).soonest_end == "2027-03-01"
    suppliers.withdraw_licence(keeper, trade, request(5))
    assert [x.kind for x in only(demo_shop, number).licences] == [long.kind]
    assert [x.licence_no for x in only(demo_shop, number).withdrawn] == [TRADE.licence_no]
    assert events(demo_shop, "licence_withdrawn")[0]["licence"]["licence_id"] == trade
    refused("paper_gone", suppliers.withdraw_licence, keeper, trade, request(6))
    nothing = replace(TRADE, licence_no=" ")
    refused("licence_no_missing", suppliers.add_licence, keeper, number, nothing, request(7))
    never = replace(TRADE, valid_until="2027-02-30")
    refused("day_unknown", suppliers.add_licence, keeper, number, never, request(8))


def test_papers_of_one_supplier_have_an_end(file_shop):
    suppliers, keeper = file_shop.suite.suppliers, file_shop.stock_keeper
    number = add(file_shop)
    for n in range(MAX_PAPERS):
        licence = replace(TRADE, licence_no=f"JY{n}")
        suppliers.add_licence(keeper, number, licence, request(100 + n))
    full = refused("papers_full", suppliers.add_licence, keeper, number, TRADE, request(2))
    assert full.params == {"limit": MAX_PAPERS}


@pytest.mark.parametrize(
    ("until", "state"),
    [
        ("", PaperState.SOUND),
        ("2026-07-16", PaperState.SOUND),
        ("2026-07-15", PaperState.SOON),
        (TODAY, PaperState.SOON),
        ("2026-06-14", PaperState.ENDED),
    ],
)
def test_a_licence_is_called_for_thirty_days_before_its_end(file_shop, until, state):
    number = add_supplier(file_shop, until=until)
    file_shop.suite.suppliers.add_licence(
        file_shop.stock_keeper,
        number,
        replace(TRADE, kind=LicenceKind.BUSINESS, valid_until="2030-01-01"),
        request(2),
    )
    assert only(file_shop, number).state(TODAY) is state
    assert only(file_shop, number).state("") is PaperState.SOUND


def test_contracts_say_the_terms(demo_shop):
    suppliers, owner = demo_shop.suite.suppliers, demo_shop.owner
    number = add(demo_shop)
    wanted = Contract(
        *(0, "HT-2026-01", Terms.CONSIGNMENT, 2_500, 45),
        *(Borne.SUPPLIER, Borne.SHARED, 30, "2026-01-01", "2026-12-31"),
    )
    made = suppliers.add_contract(owner, number, wanted, request(2)).paper_id
    assert only(demo_shop, number).contracts == (replace(wanted, contract_id=made),)
    assert events(demo_shop, "contract_added")[-1]["contract"]["commission_bp"] == 2_500
    refused("contract_no_taken", suppliers.add_contract, owner, number, wanted, request(3))
    keeper = demo_shop.stock_keeper
    refused("not_permitted", suppliers.add_contract, keeper, number, wanted, request(4))


@pytest.mark.parametrize(
    ("terms", "known", "code"),
    [
        (Terms.CONSIGNMENT, {"payment_days": 61}, "contract_payment_days"),
        (Terms.CONSIGNMENT, {"payment_days": -1}, "contract_payment_days"),
        (Terms.CONSIGNMENT, {"commission_bp": 10_000}, "contract_commission"),
        (Terms.CONSIGNMENT, {"commission_bp": -1}, "contract_commission"),
        (Terms.CONCESSION, {}, "contract_commission_missing"),
        (Terms.BUY_OUT, {"commission_bp": 1}, "contract_commission_bought"),
        (Terms.BUY_OUT, {"return_before_days": -1}, "contract_return_days"),
        (Terms.BUY_OUT, {"return_before_days": 3_651}, "contract_return_days"),
        (Terms.BUY_OUT, {"valid_from": ""}, "contract_begin_missing"),
        (Terms.BUY_OUT, {"valid_to": "2025-12-31"}, "contract_ends_first"),
        (Terms.BUY_OUT, {"valid_to": "someday"}, "day_unclear"),
    ],
)
def test_terms_that_no_contract_may_have(file_shop, terms, known, code):
    suppliers, number = file_shop.suite.suppliers, add(file_shop)
    wanted = contract_of(terms, **known)
    refused(code, suppliers.add_contract, file_shop.owner, number, wanted, request(2))
    nameless = replace(contract_of(Terms.BUY_OUT), contract_no="")
    adding = (suppliers.add_contract, file_shop.owner, number)
    refused("contract_no_missing", *adding, nameless, request(3))
    suppliers.add_contract(file_shop.owner, number, contract_of(Terms.BUY_OUT), request(4))


def test_a_contract_ends_after_its_last_day(demo_shop):
    suppliers, owner = demo_shop.suite.suppliers, demo_shop.owner
    number = add_supplier(demo_shop, terms=[("buy_out", 0), ("consignment", 0)])
    first, second = only(demo_shop, number).contracts
    suppliers.end_contract(owner, first.contract_id, TODAY, request(2))
    assert len(only(demo_shop, number).terms_on(TODAY)) == 2
    assert [c.terms for c in only(demo_shop, number).terms_on("2026-06-16")] == [second.terms]
    later = (first.contract_id, "2026-07-01")
    refused("contract_ends_before", suppliers.end_contract, owner, *later, request(3))
    suppliers.end_contract(owner, second.contract_id, "2025-12-31", request(4))
    assert [c.contract_id for c in only(demo_shop, number).contracts] == [first.contract_id]
    again = (second.contract_id, TODAY)
    refused("paper_gone", suppliers.end_contract, owner, *again, request(5))
    refused("day_unclear", suppliers.end_contract, owner, first.contract_id, "", request(6))
    ended, never = events(demo_shop, "contract_ended")
    assert (ended["begun"], never["begun"]) == (True, False)


def test_a_supplier_is_found_as_it_is_typed(file_shop):
    add(file_shop)
    add(file_shop, SupplierContent("长阳土家米业", "CY-7", contact="覃老板"), 2)
    ours = [s for s in listed(file_shop) if s.content.name in {TEA.name, "长阳土家米业"}]

    def found(text):
        return {s.content.name for s in matching(ours, text)}

    assert found("") == {TEA.name, "长阳土家米业"}
    assert found("茶业") == found("ycxs") == found("xiaoshi") == found("萧经理") == {TEA.name}
    assert found("77821") == found("0717-7821") == found(CREDIT_CODE[:8].lower()) == {TEA.name}
    assert found("cytj") == found("cy-7") == found("覃") == {"长阳土家米业"}
    assert found("没有") == found("?") == set()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20270301", "2027-03-01"),
        (" 2027-3-1 ", "2027-03-01"),
        ("2027.03.01", "2027-03-01"),
        ("2027/3/01", "2027-03-01"),
        ("2027年3月1日", "2027-03-01"),
        ("", ""),
    ],
)
def test_a_day_is_read_as_it_is_written_here(typed, day):
    assert typed_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("20270230", "day_unknown"),
        ("270301", "day_unclear"),
        ("2027-12", "day_missing"),
        ("1999-12-31", "year_out_of_range"),
        ("2101-01-01", "year_out_of_range"),
        ("长期", "day_unclear"),
        ("3-1", "day_unclear"),
    ],
)
def test_what_is_no_day_is_not_guessed(typed, code):
    refused(code, typed_day, typed)


@pytest.mark.postgres
def test_who_has_a_code_drawn_is_refused_by_nobody_elses(postgres_databases):
    """Of twenty that two people added at once without a code ten were to be saved again.

    Of fifty that five added three drew a number that was taken between two looks.
    """
    with postgres_databases.fresh("shop") as here:
        url = here.url.render_as_string(hide_password=False)
        shops = [enter_shop(here), *(enter_shop(Database(url)) for _ in range(4))]
        names = ("甲乙丙丁戊", "子丑寅卯辰", "天地玄黄宇", "东南西北中", "金木水火土")
        start = Barrier(len(names))

        def add(shop, of):
            for x in of:
                start.wait()
                wanted = SupplierContent(f"{x}社", address="x", phone="1")
                shop.suite.suppliers.add(shop.owner, wanted, request(ord(x)))
            return of

        with ThreadPoolExecutor(len(names)) as both:
            made = [*both.map(add, shops, names)]
        codes = [x.content.code for x in shops[0].suite.suppliers.listed(shops[0].owner).suppliers]
        for shop in shops[1:]:
            shop.books.database.close()
    assert made == [*names]
    assert len({*codes}) == len(codes) >= 25
