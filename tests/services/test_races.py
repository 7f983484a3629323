"""Two tills do the same thing at the same moment: each is done or told by a rule, never by a key.

On PostgreSQL, where nothing but the rows themselves lets one wait for the other.
"""

from collections import Counter, deque
from dataclasses import replace
from itertools import count
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from showroom.db.engine import Database
from showroom.db.stores import series
from showroom.domain.basket import Basket
from showroom.domain.documents.draft import DraftHead
from showroom.domain.documents.place import PointKind
from showroom.domain.documents.supplier import SupplierContent
from showroom.domain.errors import Refusal
from showroom.domain.ids import TillId
from showroom.domain.permission import Role
from showroom.domain.slip_kind import SlipKind
from showroom.domain.stock import DocumentKind
from showroom.services.suite import make_suite
from tests.factories import cheap_pins, enter_shop, request
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import FLOOR, WAREHOUSE, add_supplier, delivery_line, draft_of
from tests.services.stock.moves import asked, counted, delivered, proved, send
from tests.services.stock.orders import order
from tests.services.stock.test_debts import new_goods

pytestmark = pytest.mark.postgres
ROUNDS = 3
DONE = "done"


@pytest.fixture
def tills(postgres_databases):
    """Four tills of one shop, each with a connection of its own and its shift open."""
    with postgres_databases.fresh("shop") as here:
        url = here.url.render_as_string(hide_password=False)
        first = enter_shop(here)
        point = first.suite.setup.tills()[0].point_id
        shops = [first]
        for number in (2, 3, 4):
            first.suite.setup.add_till(first.owner, f"0{number}", f"{number} 号", point)
            books = replace(first.books, database=Database(url), till_id=TillId(number))
            shops.append(replace(first, suite=make_suite(books, cheap_pins(books))))
        for number, shop in enumerate(shops):
            shop.suite.shifts.open_shift(shop.cashier, 0, request(900 + number))
        yield shops
        for shop in shops[1:]:
            shop.books.database.close()


def race(tills, *works):
    """How they ended that began at once, each at a till of its own."""
    start, ends = Barrier(len(works), timeout=60), Counter()

    def run(work, till):
        start.wait()
        try:
            work(till)
            ends[DONE] += 1
        except Refusal as refusal:
            ends[refusal.code] += 1
        except Exception as error:  # noqa: BLE001 (what no rule tells is what this looks for)
            ends[repr(error)] += 1

    threads = [Thread(target=run, args=pair) for pair in zip(works, tills, strict=False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


@pytest.mark.parametrize(("pieces", "told"), [(1, {DONE: 2}), (2, {DONE: 1, "refund_too_much": 1})])
def test_one_line_is_given_back_at_two_tills(tills, pieces, told):
    first, numbers = tills[0], count(1)
    for _ in range(ROUNDS):
        sale = sell(first, Basket().add(goods(first)[0], 2), number=next(numbers)).sale

        def refund(till, sale_id=sale.sale_id):
            till.suite.returns.refund(till.owner, sale_id, {1: pieces}, "坏", asked())

        assert race(tills, refund, refund) == told
    assert proved(first) == []


def test_one_draft_is_begun_by_several(tills):
    first = tills[0]
    tea = goods(first)[0]
    for number in range(ROUNDS):
        key, head = f"same{number}", DraftHead(place_id=WAREHOUSE)

        def begin(till, key=key, head=head):
            till.suite.drafts.begin(till.stock_keeper, DocumentKind.GOODS_RECEIPT, head, key)

        assert race(tills, *[begin] * 4) == {DONE: 4}
        sent = send(first, tea, [(delivered(first, tea, 9), 4)], to=FLOOR).document

        def count_it(till, sent=sent):
            counted(till, sent, {1: 4})

        ends = race(tills, *[count_it] * 3)
        assert set(ends) <= {DONE, "draft_moved"}
        assert ends[DONE] >= 1


def test_one_delivery_of_an_order_is_begun(tills):
    first, tea = tills[0], goods(tills[0])[0]
    for number in range(ROUNDS):
        supplier_id, key = add_supplier(first, f"社{number}"), f"o{number}"
        placed = order(first, tea, 24, key, 10 + number, supplier_id=supplier_id)
        keys = iter([f"r{number}-{n}" for n in range(4)])

        def begin(till, placed=placed, keys=keys):
            verb = till.suite.purchasing.begin_receipt
            verb(till.stock_keeper, placed.document_id, next(keys))

        assert race(tills, *[begin] * 4) == {DONE: 1, "order_in_draft": 3}


def test_a_copy_is_printed_once_for_each_who_asks(tills):
    first = tills[0]
    sale = sell(first, Basket().add(goods(first)[0], 2), number=1).sale

    def reprint(till):
        till.suite.prints.reprint(till.owner, SlipKind.RECEIPT, sale.sale_id, asked())

    assert race(tills, *[reprint] * 4) == {DONE: 4}


def test_a_name_is_taken_by_one(tills):
    for number in range(ROUNDS):

        def point(till, number=number):
            kind = PointKind.COUNTER
            till.suite.places.add_point(till.owner, f"P{number}", f"点{number}", kind, asked())

        def person(till, number=number):
            till.suite.people.add_person(till.owner, f"人{number}", Role.CASHIER, "719283", asked())

        ends = race(tills, *[point] * 4)
        assert (ends.pop(DONE), set(ends) <= {"point_code_taken", "point_name_taken"}) == (1, True)
        assert race(tills, *[person] * 4) == {DONE: 1, "person_name_taken": 3}


def test_one_request_is_carried_out_once_and_answered_each_time(tills):
    """A retry comes while the first COMMIT is under way: it is told what that one did."""
    first, tea = tills[0], goods(tills[0])[0]
    for number in range(ROUNDS):
        wanted, one, other = SupplierContent(f"同{number}"), asked(), asked()

        def add(till, wanted=wanted, one=one):
            till.suite.suppliers.add(till.owner, wanted, one)

        assert race(tills, *[add] * 4) == {DONE: 4}
        supplier_id = add_supplier(first, f"供{number}")
        key, line = f"d{number}", delivery_line(tea, 5)
        draft = draft_of(first, line, key=key, actor=first.owner, supplier_id=supplier_id)

        def post(till, draft=draft, other=other):
            till.suite.receiving.post(till.owner, draft.draft_id, draft.revision, other)

        before = len(first.suite.documents.listed(first.owner).rows)
        assert race(tills, *[post] * 4) == {DONE: 4}
        assert len(first.suite.documents.listed(first.owner).rows) == before + 1


def deadlocks(shop):
    """How often the server had to choose one of two that waited for each other."""
    asked = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return shop.books.read(lambda tx: tx.connection.execute(asked).scalar_one())


def test_documents_of_two_kinds_are_numbered_in_any_order(tills):
    """A move draws the transfer's number first, its 冲红 that of the receipt."""
    first, tea = tills[0], goods(tills[0])[0]
    for _ in range(ROUNDS):
        lots = [delivered(first, tea, 9) for _ in range(4)]
        moved = [send(first, tea, [(lot, 1)], to=FLOOR, step="move").document for lot in lots[:2]]

        def move(till, lot):
            send(till, tea, [(lot, 1)], to=FLOOR, step="move")

        def back(till, document_id):
            till.suite.documents.reverse(till.owner, document_id, "录错", asked())

        works = [lambda till, lot=lot: move(till, lot) for lot in lots[2:]]
        works += [lambda till, x=x.document_id: back(till, x) for x in moved]
        assert race(tills, *works) == {DONE: 4}
    assert deadlocks(first) == 0
    assert proved(first) == []


def test_a_refund_that_brings_a_document_along_waits_for_no_other_till(tills):
    """It has its balances by then, and who has the numbers of the shop wants those: a ring."""
    first, second = tills[:2]
    tea = new_goods(first, goods(first)[0])
    sale = sell(first, Basket().add(tea, 2), number=1).sale
    delivered(first, tea, 4)  # which gives it what it was owed

    def corrections():
        counts = first.suite.documents.listed(first.owner).counts
        return counts.get(DocumentKind.LOT_CORRECTION, 0)

    def while_numbers_are_drawn(tx):
        series.lock_shop(tx)
        second.suite.returns.refund(second.owner, sale.sale_id, {1: 1}, "坏", asked())

    before = corrections()
    first.books.keep(while_numbers_are_drawn)
    assert corrections() == before + 1
    assert proved(first) == []


def test_crowded_goods_that_were_owed_wait_in_no_ring(tills):
    """A delivery held what owes and wanted the lots, a sale and a refund the other way round."""
    first, numbers, sold = tills[0], count(1), deque[int]()
    crowded = [new_goods(first, goods(first)[n], f"CS-{n}", sku_id=9_000 + n) for n in (0, 1)]
    for sku in crowded:
        sell(first, Basket().add(sku, 1), number=next(numbers))

    def each(act):
        def several(till):
            for n in range(25):
                act(till, crowded[n % 2])

        return several

    def trade(till, sku):
        sold.append(sell(till, Basket().add(sku, 2), number=next(numbers)).sale.sale_id)
        of = sold.popleft()
        for _ in range(2):
            till.suite.returns.refund(till.owner, of, {1: 1}, "坏", asked())

    def bring(till, sku):
        delivered(till, sku, 3)

    assert race(tills, each(trade), each(trade), each(bring), each(bring)) == {DONE: 4}
    assert deadlocks(first) == 0
    assert proved(first) == []
