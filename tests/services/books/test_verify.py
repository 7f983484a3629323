"""Books that were tampered with: every check says its own word, and only that one."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import Text, func, select, text

from showroom.db.reads import verify as reads
from showroom.db.tables.approval import approval
from showroom.db.tables.journal import journal, journal_head
from showroom.db.tables.sale import (
    sale,
    sale_line,
    sale_lot,
    sale_reduction,
    sales_day_zone,
    tender,
)
from showroom.db.tables.shift import shift, shift_close
from showroom.db.tables.stock import stock_move
from showroom.domain.approval import Act, Deed
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.journal import GENESIS, chain_hash, pre_image, seal
from showroom.domain.scan import ScaleLabel
from showroom.domain.shift import CashCount
from showroom.domain.tender import Payment, TenderKind
from showroom.machine.keystore import FileSecrets
from showroom.services.books.books import Books
from showroom.services.books.drawer import Drawer
from showroom.services.books.verify import Verify
from showroom.services.suite import make_suite
from tests.factories import MemorySecrets, grant, request
from tests.services.books.unguarded import unguarded
from tests.services.selling.test_checkout import goods, prove, sell
from tests.services.stock.deliveries import delivery_line, receive

SUMS = [column.name for column in sales_day_zone.columns if not column.primary_key]


def day(shop):
    """A day that leaves no sum at zero: pieces, grams, reductions, tax, a taxed refund."""
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    shop.suite.shifts.move_cash(shop.cashier, -1_000, "上缴", request(901))
    taxed = next(s for s in goods(shop) if s.tax_rate_bp)
    basket = (
        Basket().add(taxed, 3).add_label(goods(shop, weighed=True)[0], ScaleLabel("x", 500, None))
    )
    basket = basket.discount_order(Discount(DiscountKind.PERCENT, 90))
    sale = sell(shop, basket, Payment(basket.due_fen).pay(TenderKind.WECHAT, 500).pay_cash()).sale
    shop.suite.returns.refund(shop.owner, sale.sale_id, {1: 1}, "坏", request(2))
    return shop


def found(shop):
    return {f.check: f.problems for f in Verify(shop.books).run().findings if not f.passed}


def tamper(shop, *statements):
    """Change rows as somebody with the file in hand would."""

    def work(tx):
        with unguarded(tx):
            for statement in statements:
                tx.connection.execute(text(statement) if isinstance(statement, str) else statement)

    shop.books.database.write(work)


def test_every_sum_of_the_roll_up_is_compared(demo_shop):
    shop = day(demo_shop)
    kept = shop.books.read(
        lambda tx: tx.connection.execute(
            sales_day_zone.select().where(sales_day_zone.c.refund_orders == 1)
        ).all()
    )
    (zone,) = {row.zone_id for row in kept}
    prove(shop)
    for name in SUMS:
        column, row = sales_day_zone.c[name], sales_day_zone.c.zone_id == zone
        tamper(shop, sales_day_zone.update().where(row).values({name: column + 1}))
        assert list(found(shop)) == ["roll_up"], name
        tamper(shop, sales_day_zone.update().where(row).values({name: column - 1}))
    prove(shop)


def test_what_a_day_keeps_is_what_its_receipts_say(demo_shop):
    """The sums themselves, apart from the check that compares them."""
    shop = day(demo_shop)
    sale, refund = (
        shop.suite.reports.receipt(r.sale_id).sale
        for r in reversed(shop.suite.reports.latest(shop.cashier, 2))
    )
    rows = shop.books.read(lambda tx: tx.connection.execute(sales_day_zone.select()).all())
    kept = {name: sum(getattr(row, name) for row in rows) for name in SUMS}
    zones = len({x.zone_id for x in sale.lines})
    assert kept == {
        "orders": zones,
        "pieces": 3,
        "weight_g": 500,
        "gross_fen": sale.gross_fen,
        "reduction_fen": sale.reduction_fen,
        "net_fen": sale.net_fen,
        "tax_fen": sale.tax_fen,
        "refund_orders": 1,
        "refund_fen": -refund.net_fen,
        "refund_tax_fen": -refund.tax_fen,
    }
    assert all(kept.values())


@pytest.mark.parametrize(
    ("check", "statement"),
    [
        ("balances", "UPDATE stock_level SET on_hand = on_hand + 1"),
        ("numbers", "UPDATE series SET last = last + 1 WHERE kind = 'sale'"),
        ("numbers", "UPDATE series SET last = last + 1 WHERE kind = 'shift'"),
        ("numbers", "DELETE FROM series WHERE kind = 'sale'"),
        ("numbers", "INSERT INTO series VALUES (1, 'x', 0, 1)"),
        ("lines", "UPDATE sale SET line_count = line_count + 1"),
        ("tenders", "UPDATE tender SET tender_no = tender_no + 9"),
        ("refunded", "DELETE FROM refunded"),
        ("refunded", "UPDATE refunded SET quantity = 0"),
        ("refunded", "UPDATE refunded SET sold_quantity = sold_quantity + 1"),
        ("shifts", "UPDATE shift SET opening_float_fen = opening_float_fen + 1"),
        ("shifts", "DELETE FROM cash_movement"),
        ("journal", "UPDATE journal_head SET last_at_us = last_at_us - 1"),
        ("journal", "UPDATE journal_head SET last_at_us = last_at_us + 1"),
        ("journal", "UPDATE journal SET signature = x'00' WHERE seq = 2"),
        ("perpetual", "UPDATE journal_head SET perpetual_sales_fen = perpetual_sales_fen + 1"),
        ("perpetual", "UPDATE journal_head SET perpetual_refunds_fen = 0"),
        ("roll_up", "INSERT INTO sales_day_zone VALUES ('2001-1-1', 1, 1, 1,0,0,0,0,0,0,0,0,0)"),
        ("roll_up", "DELETE FROM sales_day_zone"),
        ("shifts", "UPDATE journal_head SET open_shift_id = open_shift_id + 1"),
        ("journal", "UPDATE journal SET actor = 'x' WHERE seq = 2"),
        ("journal", "UPDATE journal_head SET seq = seq + 1"),
        ("journal", "UPDATE journal_head SET hash = x'00'"),
        ("journal", "UPDATE sale SET cashier = 'x'"),
    ],
)
def test_each_check_finds_what_it_is_for(file_shop, check, statement):
    shop = day(file_shop)
    assert found(shop) == {}
    tamper(shop, statement)
    assert list(found(shop)) == [check]


@pytest.mark.parametrize(
    ("check", "statement"),
    [
        ("lines", "UPDATE sale_line SET net_fen = net_fen - 1, list_fen = list_fen - 1"),
        ("tenders", "UPDATE tender SET amount_fen = amount_fen + 1"),
        ("reductions", "UPDATE sale_reduction SET amount_fen = amount_fen + 1"),
        ("reductions", "UPDATE sale SET round_off_fen = round_off_fen + 1"),
        ("lots", "UPDATE sale_lot SET quantity = quantity + 1"),
        ("lots", "UPDATE sale_lot SET net_fen = net_fen - 1"),
    ],
)
def test_parts_of_a_receipt_that_do_not_add_up_are_found(file_shop, check, statement):
    """The journal sees these too, by its own copy of the receipt."""
    shop = day(file_shop)
    tamper(shop, f"{statement} WHERE sale_id % 10 = 1")
    assert {check, "journal"} <= found(shop).keys()


def test_a_run_tells_how_far_it_is_and_whether_all_is_well(file_shop):
    shop, told = day(file_shop), []
    verdict = Verify(shop.books).run(lambda done, total: told.append((done, total)))
    assert verdict.passed
    assert told == [(i, len(verdict.findings)) for i in range(len(verdict.findings))]
    tamper(shop, "DELETE FROM sales_day_zone")
    assert not Verify(shop.books).run().passed


def test_a_receipt_of_the_journal_without_its_rows_is_missing(file_shop):
    shop = day(file_shop)
    tamper(shop, "UPDATE journal SET payload = '{\"sale_id\": 7}' WHERE kind = 'sale'")
    assert "sale 7 missing" in found(shop)["journal"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE stock_document SET note = 'x'", "document {} differs from journal"),
        (
            (
                "UPDATE journal SET payload = json_set(payload, '$.document_id', 77)"
                " WHERE json_extract(payload, '$.document_id') = {}"
            ),
            "document 77 missing",
        ),
    ],
)
def test_a_stock_document_must_say_what_the_journal_hashed(file_shop, statement, told):
    posted = receive(file_shop, delivery_line(goods(file_shop)[0])).document.document_id
    assert found(file_shop) == {}
    tamper(file_shop, statement.format(posted))
    assert told.format(posted) in found(file_shop)["journal"]


def test_a_receipt_number_left_out_is_told_of_its_till(file_shop):
    shop = day(file_shop)
    tamper(shop, "UPDATE series SET last = 5 WHERE kind = 'sale'")
    assert found(shop) == {"numbers": ("sale 1 0 2 2 5",)}
    sell(shop, Basket().add(goods(shop)[0]), number=3)
    assert found(shop) == {"numbers": ("sale 1 0 3 6 6",)}


def test_a_shift_number_left_out_is_told(file_shop):
    tamper(file_shop, "INSERT INTO series (till_id, kind, year, last) VALUES (1, 'shift', 0, 1)")
    file_shop.suite.shifts.open_shift(file_shop.cashier, 0, request(1))
    assert found(file_shop) == {"numbers": ("shift 1 0 1 2 2",)}


def test_a_closed_shift_that_is_still_open_is_found(file_shop):
    shop = day(file_shop)
    opened = shop.suite.shifts.current().shift_id
    close(shop)
    tamper(shop, journal_head.update().values(open_shift_id=opened))
    assert list(found(shop)) == ["shifts"]


def test_who_closed_a_shift_is_held_by_the_number_of_that_person(file_shop):
    """By the name alone it was whoever had that name before, or has it now."""
    shop, people = day(file_shop), file_shop.suite.people
    close(shop)
    once = shop.cashier.name
    for actor, name in ((shop.cashier, "阿珍"), (shop.stock_keeper, once)):
        people.change_person(shop.owner, actor.person_id, name, actor.role)
    assert found(shop) == {}
    other = text("UPDATE shift_close SET closed_by_id = :other")
    tamper(shop, other.bindparams(other=shop.stock_keeper.person_id))
    assert list(found(shop)) == ["shifts"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE shift_close SET counted_fen = counted_fen + 1, expected_fen = expected_fen + 1",
        "UPDATE shift_close SET report = replace(report, '1', '2')",
        "UPDATE shift_close SET closed_by_id = closed_by_id + 1",
        "DELETE FROM shift_close",
        "UPDATE shift_event SET count = count + 1",
        "DELETE FROM shift_event",
        "UPDATE cash_movement SET amount_fen = amount_fen - 1",
        "UPDATE cash_movement SET at_us = at_us - 1",
    ],
)
@pytest.mark.parametrize("is_closed", [False, True])
def test_rows_of_the_drawer_are_those_that_its_events_tell(file_shop, statement, is_closed):
    shop = day(file_shop)
    shop.suite.shifts.record_void(shop.cashier, "一行", request(902))
    if is_closed:
        close(shop)
    elif "close" in statement:
        return
    assert found(shop) == {}
    tamper(shop, statement)
    assert list(found(shop)) == ["shifts"]


@pytest.mark.parametrize("changed", [{"signature": b"x"}, {"payload": journal.c.payload + " "}])
def test_a_z_that_was_not_signed_by_its_till_is_found(file_shop, changed):
    shop = day(file_shop)
    close(shop)
    tamper(shop, journal.update().where(journal.c.kind == "z_report").values(changed))
    assert any(p.endswith("signature") for p in found(shop)["journal"])


def unchecked(books):
    verdict = Verify(books).run()
    found = {f.check: f.unchecked for f in verdict.findings if f.unchecked}
    assert verdict.unchecked == len(found)
    return found


def forge(shop):
    """Every event anew under a key of one's own, the mark with them: a chain without a flaw."""

    def work(tx):
        head = None
        for event in list(reads.events(tx, 1)):
            prev = head.hash if head else GENESIS
            actor = "另一个人" if event.kind == "sale" else event.actor
            facts = replace(event, actor=actor, prev_hash=prev)
            digest = chain_hash(
                pre_image(
                    *(facts.till_id, facts.epoch, facts.seq, facts.at_us, facts.business_date),
                    *(facts.kind, facts.actor, facts.payload, prev),
                )
            )
            head = replace(facts, hash=digest)
            row = {"actor": actor, "prev_hash": prev, "hash": digest}
            mine = journal.update().where(journal.c.seq == event.seq)
            tx.connection.execute(mine.values(mac=seal(b"my own", digest), **row))
        tx.connection.execute(journal_head.update().values(hash=head.hash))
        shop.books.secrets.remember_head(1, head.epoch, head.seq, head.hash)

    def unseen(tx):
        with unguarded(tx):
            work(tx)

    shop.books.database.write(unseen)


def test_a_chain_made_anew_is_found_by_the_key_alone(file_shop):
    shop = day(file_shop)
    forge(shop)
    assert list(found(shop)) == ["macs"]


def test_who_is_called_otherwise_now_did_what_was_done_then(demo_shop):
    """Books were said to be broken once a cashier had married."""
    shop, people = day(demo_shop), demo_shop.suite.people
    shop.suite.shifts.move_cash(shop.cashier, -1_000, "存银行", request(960))
    who = shop.cashier
    people.change_person(shop.owner, who.person_id, "周小红", who.role)
    assert found(shop) == {}, "in mid-shift"
    shop = replace(shop, cashier=replace(who, name="周小红"))
    close(shop)
    people.change_person(shop.owner, who.person_id, "周大红", who.role)
    people.change_person(shop.owner, shop.owner.person_id, "林老板", shop.owner.role)
    assert found(shop) == {}
    if not shop.books.database.is_sqlite:
        return
    tamper(shop, shift_close.update().values(closed_by_id=shop.stock_keeper.person_id))
    assert list(found(shop)) == ["shifts"]


def test_events_of_older_programs_are_held_by_the_name_alone(file_shop):
    """They told neither the instant nor the number of whoever opened a shift or moved cash."""
    shop = day(file_shop)
    shop.suite.shifts.move_cash(shop.cashier, -1_000, "存银行", request(960))

    def look(tx):
        drawer, problems = Drawer(tx, 1), []
        for event in reads.events(tx, 1):
            told = json.loads(event.payload)
            for name in ("at_us", "by"):
                told.pop(name, None)
            problems += drawer.take(replace(event, payload=json.dumps(told)))
        return problems + drawer.left(shop.suite.shifts.current().shift_id)

    assert shop.books.read(look) == []


class KeyOfToday(MemorySecrets):
    """The first key is gone by now, as it is on every till that closed a shift."""

    def kept_key(self, till_id):
        return 1, self.journal_key(till_id, 1)


@pytest.fixture
def second_day(file_shop):
    """A closed shift, and events after it; as a machine sees it that forgot yesterday's key."""
    shop = day(file_shop)
    close(shop)
    shop.suite.shifts.open_shift(shop.cashier, 0, request(951))
    keys = KeyOfToday(shop.books.secrets.heads)
    books = Books(shop.books.database, shop.clock, keys, shop.books.till_id)
    shop = replace(shop, suite=make_suite(books))
    assert found(shop) == {}, "under the next key too"
    return shop


def test_yesterday_made_anew_is_named_by_the_z_that_was_signed_after_it(second_day):
    """No key of yesterday is left to hold it to, and today's events can be said to be of then."""
    forge(second_day)
    assert set(found(second_day)) == {"journal", "macs"}
    tamper(second_day, "UPDATE journal SET key_index = 0")
    told = found(second_day)
    assert list(told) == ["journal"]
    last = second_day.books.secrets.remembered_head(1)[1]
    assert told["journal"][:2] == (
        f"till 1 seq {last - 1} signed after another event",
        f"till 1 seq {last} key 0 after 1 closed shifts",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET key_index = 0",
        "UPDATE journal SET key_index = key_index + 1 WHERE kind = 'z_report'",
        "UPDATE journal_head SET key_index = 0",
        "UPDATE journal_head SET key_index = key_index + 1",
    ],
)
def test_each_z_moves_the_key_on_by_one(second_day, statement):
    tamper(second_day, statement)
    assert "journal" in found(second_day)


def test_what_could_not_be_looked_at_is_told_with_its_reason(file_shop, tmp_path):
    assert set(unchecked(file_shop.books).values()) == {"no_receipts", "mark_missing"}
    shop = day(file_shop)
    assert unchecked(shop.books) == {}
    keys = FileSecrets(tmp_path / "keys")
    elsewhere = Books(shop.books.database, shop.clock, keys, shop.books.till_id)
    verdict = Verify(elsewhere).run()
    assert verdict.passed
    assert unchecked(elsewhere) == {"macs": "key_missing", "anchors": "mark_missing"}
    assert list((tmp_path / "keys").iterdir()) == [], "looking makes no key"
    tamper(shop, journal.delete(), journal_head.update().values(seq=0, hash=b""))
    empty = unchecked(shop.books)
    assert empty == dict.fromkeys(("journal", "macs", "told"), "journal_empty")


def test_a_key_that_sealed_nothing_has_held_nothing_to_it(file_shop, tmp_path):
    """A key far ahead is no proof: not one event was compared with it."""
    shop = day(file_shop)
    keys = FileSecrets(tmp_path / "keys")
    for index in (0, 99):
        keys.journal_key(shop.books.till_id, index)
    ahead = Books(shop.books.database, shop.clock, keys, shop.books.till_id)
    assert unchecked(ahead)["macs"] == "key_unused"


def test_a_key_of_a_wrong_length_is_none(tmp_path):
    keys = FileSecrets(tmp_path)
    assert keys.kept_key(1) is None
    (tmp_path / "journal-1").write_bytes(b"short")
    assert keys.kept_key(1) is None
    (tmp_path / "journal-1").unlink()
    assert (0, keys.journal_key(1, 0)) == keys.kept_key(1)


def close(shop):
    shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(950))


OF_A_SALE = (sale, sale_line, sale_reduction, tender)
NOT_JOURNALED = {"request_id", "content_hash"}
TEXTS = [
    (table, column)
    for table in (*OF_A_SALE, sale_lot, approval, journal, shift, stock_move)
    for column in table.columns
    if isinstance(column.type, Text) and not column.primary_key
]


class _AsItWas(Exception):
    """Nothing of the change stays."""


def looked_over(shop, table, column):
    """What is found while one row of a table holds a word of nobody's; None for an empty table."""

    def work(tx):
        tx.cursor.execute("PRAGMA ignore_check_constraints = 1")
        first = select(func.min(table.primary_key.columns[0])).scalar_subquery()
        row = table.primary_key.columns[0] == first
        with unguarded(tx):
            changed = tx.connection.execute(table.update().where(row).values({column.name: "x"}))
        verdict = Verify(shop.books).look(tx) if changed.rowcount else None
        raise _AsItWas(verdict)

    try:
        shop.books.database.write(work)
    except _AsItWas as found:
        return found.args[0]


def test_no_word_in_any_column_ends_the_checks(file_shop):
    """One word in a column of a kind ended them all with a traceback."""
    shop = day(file_shop)
    grant(shop, [Deed(Act.DRAWER, "shift 1", "", 0, 0, "换零钱")])
    names = [f.check for f in Verify(shop.books).run().findings]
    seen = set()
    for table, column in TEXTS:
        verdict = looked_over(shop, table, column)
        if verdict is None:
            continue
        seen.add(table.name)
        assert [f.check for f in verdict.findings] == names, column
        if table in OF_A_SALE and column.name not in NOT_JOURNALED:
            told = [p for f in verdict.findings if f.check == "journal" for p in f.problems]
            assert len(told) == 1, column
            assert told[0].startswith("sale 1"), column
    assert seen == {table.name for table, _ in TEXTS}
    prove(shop)


DEEP = "[" * 200_000
"""More than any reader of JSON follows."""


@pytest.mark.parametrize("written", ['"approval":{', f'"approval":{{{DEEP}'])
@pytest.mark.parametrize("kind", ["sale", "refund", "approval", "drawer_no_sale"])
def test_an_event_that_cannot_be_read_is_named(file_shop, kind, written):
    shop = day(file_shop)
    deed = Deed(Act.DRAWER, f"shift {shop.suite.shifts.current().shift_id}", "", 0, 0, "换零钱")
    tokens = grant(shop, [deed])
    shop.suite.shifts.open_drawer(shop.cashier, "换零钱", request(7), tokens)
    tamper(shop, journal.update().where(journal.c.kind == kind).values(payload=written))
    named = [p for f in Verify(shop.books).run().findings for p in f.problems]
    assert any(p.startswith("till 1 seq ") and p.endswith(" unreadable") for p in named)
