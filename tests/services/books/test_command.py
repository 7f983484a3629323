"""One way to post: what a command's end is told as, whatever happens around its COMMIT."""

from contextlib import contextmanager

import pytest
from sqlalchemy import LargeBinary, select, text

from showroom.db.engine import Database
from showroom.db.prepared import insert_into
from showroom.db.reads.verify import events
from showroom.db.stores import stock
from showroom.db.tables import APPEND_ONLY
from showroom.db.tables.sale import sale
from showroom.db.tables.shop import request as request_table
from showroom.db.tables.stock import stock_level
from showroom.domain.basket import Basket
from showroom.domain.errors import Fault, Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.shift import CashCount
from showroom.domain.stock import DocumentKind, DocumentRef, Move, MoveReason
from showroom.domain.tender import Payment
from showroom.machine.keystore import FileSecrets
from showroom.services.books.actor import SYSTEM
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command, whole
from showroom.services.books.done import Done
from showroom.services.shop.closing import REPEATABLE_US
from showroom.services.suite import make_suite
from tests.factories import TODAY, let_days_pass, make_books, request
from tests.services.selling.test_checkout import goods, prove, sell, shop  # noqa: F401

SEEN = Changes(people=True)


class Link:
    """A driver's cursor whose COMMIT goes wrong: before or after the database carried it out."""

    def __init__(self, cursor, *, carried_out):
        self._cursor = cursor
        self._carried_out = carried_out
        self.was_cut = False

    def execute(self, statement, *values):
        if statement == "COMMIT":
            if self._carried_out:
                self._cursor.execute(statement)
            self.was_cut = True
            raise OSError("the line was cut")
        return self._cursor.execute(statement, *values)

    def __getattr__(self, name):
        return getattr(self._cursor, name)


def cut_commit(database, *, carried_out):
    database.write(lambda tx: tx.cursor.execute("SELECT 1"))
    link = database._cursor = Link(database._cursor, carried_out=carried_out)  # noqa: SLF001
    return link


@contextmanager
def answers_lost(database, monkeypatch):
    """The next COMMIT is carried out; that nobody can tell for as long as this lasts."""
    link, read = cut_commit(database, carried_out=True), database.read

    def cut(work):
        if link.was_cut:
            raise Fault("server_unreachable")
        return read(work)

    with monkeypatch.context() as for_now:
        for_now.setattr(database, "read", cut)
        yield


def count(books, table):
    return books.read(lambda tx: len(tx.connection.execute(table.select()).all()))


def test_a_repeated_request_answers_with_the_first_result_and_its_changes(shop):  # noqa: F811
    basket = Basket().add(goods(shop)[0])
    first, again = sell(shop, basket), sell(shop, basket)
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.sale, again.anchor, again.changes) == (first.sale, first.anchor, first.changes)
    assert again.changes.sales
    assert count(shop.books, sale) == 1


def test_a_request_is_for_one_verb_and_one_content(shop):  # noqa: F811
    each = goods(shop)[0]
    sell(shop, Basket().add(each))
    with pytest.raises(Refusal, match="request_reused"):
        sell(shop, Basket().add(each, 2))
    with pytest.raises(Refusal, match="request_reused"):
        shop.suite.shifts.move_cash(shop.cashier, 100, "", request())
    with pytest.raises(Refusal, match="request_reused"):
        shop.suite.catalogue.set_price(shop.owner, each.sku_id, 1_00, request())
    assert count(shop.books, sale) == 1


def test_a_request_of_another_verb_is_refused_though_its_values_be_the_same(demo_shop):
    shifts, cashier = demo_shop.suite.shifts, demo_shop.cashier
    shifts.open_shift(cashier, 100, request())
    with pytest.raises(Refusal, match="request_reused"):
        shifts.move_cash(cashier, 100, "", request())
    assert shifts.movements() == ()


@pytest.mark.parametrize("carried_out", [True, False])
def test_a_commit_whose_answer_was_lost_is_looked_up(shop, carried_out):  # noqa: F811
    cut_commit(shop.books.database, carried_out=carried_out)
    done = sell(shop, Basket().add(goods(shop)[0]))
    assert done.repeated is carried_out
    assert count(shop.books, sale) == 1
    prove(shop)


@pytest.mark.postgres
def test_of_two_connections_with_one_request_the_second_answers_with_the_first(postgres_databases):
    """SQLite lets nobody in between; PostgreSQL does until the request's row is written."""
    with postgres_databases.fresh("shop") as here:
        beside = Database(here.url.render_as_string(hide_password=False))
        command = Command(SYSTEM, None, request(), "try", "", whole(Done))
        told = []

        def work(_posting):
            told.append(make_books(beside).command(command, lambda _: Done(changes=SEEN)))
            return Done()

        done = make_books(here).command(command, work)
        beside.close()
        assert (told[0].repeated, done.repeated) == (False, True)
        assert done.changes == SEEN


def test_an_opening_whose_answer_was_lost_still_opens_the_shift(demo_shop):
    cut_commit(demo_shop.books.database, carried_out=True)
    opened = demo_shop.suite.shifts.open_shift(demo_shop.cashier, 30_000, request())
    assert opened.shift == demo_shop.suite.shifts.current()
    assert opened.changes.shift


def test_a_request_that_cannot_be_looked_up_is_unknown_not_undone(shop, monkeypatch):  # noqa: F811
    basket = Basket().add(goods(shop)[0])
    cut_commit(shop.books.database, carried_out=True)

    def unreachable(_work):
        raise Fault("server_unreachable")

    monkeypatch.setattr(shop.books.database, "read", unreachable)
    with pytest.raises(Fault, match="commit_unknown"):
        sell(shop, basket)
    monkeypatch.undo()
    assert sell(shop, basket).repeated
    assert count(shop.books, sale) == 1


def test_a_line_that_is_cut_again_leaves_it_unknown(shop, monkeypatch):  # noqa: F811
    database = shop.books.database
    opened = database._open_writer  # noqa: SLF001

    def cut_again():
        writer = opened()
        database._cursor = Link(database._cursor, carried_out=False)  # noqa: SLF001
        return writer

    monkeypatch.setattr(database, "_open_writer", cut_again)
    with pytest.raises(Fault, match="commit_unknown"):
        sell(shop, Basket().add(goods(shop)[0]))
    monkeypatch.undo()
    assert count(shop.books, sale) == 0
    prove(shop)


def test_what_carries_no_request_is_unknown_when_its_commit_is(demo_shop):
    cut_commit(demo_shop.books.database, carried_out=False)
    with pytest.raises(Fault, match="commit_unknown"):
        demo_shop.suite.settings.change(demo_shop.owner, {"phone": "021-1"})


def test_a_sale_stands_when_its_mark_cannot_be_moved(shop, tmp_path):  # noqa: F811
    keys = FileSecrets(tmp_path / "keys")
    at = Books(shop.books.database, shop.clock, keys, shop.books.till_id)
    suite = make_suite(at)
    (tmp_path / "keys" / "head-1").mkdir()  # where a file belongs
    basket = Basket().add(goods(shop)[0])
    done = suite.checkout.complete_sale(
        shop.cashier, basket, Payment(basket.due_fen).pay_cash(), request()
    )
    assert done.problem == "mark_not_kept"
    assert suite.reports.receipt(done.sale.sale_id).sale == done.sale
    (tmp_path / "keys" / "head-1").rmdir()
    again = suite.shifts.move_cash(shop.cashier, 100, "", request(2))
    assert again.problem == ""
    assert keys.remembered_head(1) is not None
    keys.close()


def test_settings_people_and_set_up_move_the_mark_too(demo_shop):
    secrets = demo_shop.books.secrets
    for act in (
        lambda: demo_shop.suite.settings.change(demo_shop.owner, {"phone": "021-1"}),
        lambda: demo_shop.suite.people.set_pin(
            demo_shop.owner, demo_shop.cashier.person_id, "482913"
        ),
        lambda: demo_shop.suite.people.sign_out(demo_shop.cashier),
    ):
        before = secrets.remembered_head(1)
        act()
        assert secrets.remembered_head(1) != before
    prove(demo_shop)


def test_requests_are_let_go_when_no_screen_can_repeat_them(shop):  # noqa: F811
    sell(shop, Basket().add(goods(shop)[0]))
    let_days_pass(shop, REPEATABLE_US / (86_400 * 10**6) + 1)
    young = sell(shop, Basket().add(goods(shop)[0]), number=3)
    shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(2))
    assert count(shop.books, request_table) == 4, "clock, opening, sale and closing"
    assert sell(shop, Basket().add(goods(shop)[0]), number=3).sale == young.sale


def test_a_clock_that_jumps_within_a_shift_forgets_no_request(shop):  # noqa: F811
    basket = Basket().add(goods(shop)[0])
    first = sell(shop, basket)
    shop.clock.advance(3650 * 86_400)
    shop.suite.clock.confirm(shop.owner, request(701))
    shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(2))
    assert sell(shop, basket).sale == first.sale


def test_goods_and_posted_rows_are_written_by_no_other_door(shop):  # noqa: F811
    document = DocumentRef(DocumentKind.IMPORT, 1, 1, TODAY)
    with pytest.raises(PermissionError):
        shop.books.keep(lambda tx: stock.post_moves(tx, document, []))
    for table in APPEND_ONLY:
        statement = insert_into(table)
        row = [1] * len(table.columns)
        with pytest.raises(PermissionError):
            shop.books.keep(lambda tx, s=statement, r=row: tx.run(s, r))
        with pytest.raises(PermissionError):
            shop.books.keep(lambda tx, s=statement, r=row: tx.many(s, [r]))


@pytest.mark.parametrize("table", APPEND_ONLY, ids=str)
def test_no_statement_of_any_kind_writes_posted_rows_outside_a_command(shop, table):  # noqa: F811
    """Core, text, driver SQL and the driver's own cursor; reading them is free."""
    row = {c.name: b"1" if isinstance(c.type, LargeBinary) else 1 for c in table.columns}
    column = next(iter(row))
    written = [
        f"INSERT INTO {table} ({column}) VALUES (1)",  # noqa: S608 (a table of ours)
        f'insert or replace into "{table}" ({column}) values (1)',  # noqa: S608 (a table of ours)
        f"REPLACE INTO main.{table} ({column}) VALUES (1)",  # noqa: S608 (a table of ours)
        f"UPDATE\n {table} SET {column} = 1",
        f"WITH x AS (SELECT 1) DELETE FROM [{table}]",  # noqa: S608 (a table of ours)
        f"INSERT/**/INTO/* x */'{table}' ({column}) VALUES (1)",
        f"DELETE FROM -- x\n 'main'.'{table}'",  # noqa: S608 (a table of ours)
        f"TRUNCATE outbox, ONLY ({table})",
        f"SELECT '/*'; DELETE FROM ONLY ({table}); SELECT '*/'",  # noqa: S608 (a table of ours)
    ]
    ways = [
        lambda tx: tx.connection.execute(table.insert().values(row)),
        lambda tx: tx.connection.execute(table.insert(), [row, row]),
        lambda tx: tx.connection.execute(table.update().values({column: 1})),
        lambda tx: tx.connection.execute(table.delete()),
        *(lambda tx, s=s: tx.connection.execute(text(s)) for s in written),
        *(lambda tx, s=s: tx.connection.exec_driver_sql(s) for s in written),
        *(lambda tx, s=s: tx.cursor.execute(s) for s in written),
        *(lambda tx, s=s: tx.cursor.executemany(s, [()]) for s in written),
    ]
    for way in ways:
        for keep in (shop.books.keep, shop.books.database.write):
            with pytest.raises(PermissionError):
                keep(way)
    shop.books.keep(lambda tx: tx.connection.execute(table.select()).all())
    shop.books.keep(lambda tx: tx.cursor.executemany("UPDATE setting SET value = ?", []))


def test_goods_leave_no_place_that_never_had_them(shop):  # noqa: F811
    elsewhere = "SELECT max(location_id) FROM location"
    place = shop.books.read(lambda tx: tx.connection.exec_driver_sql(elsewhere).scalar_one())
    one = select(stock_level.c.sku_id, stock_level.c.lot_id).where(
        stock_level.c.location_id != place
    )
    sku_id, lot_id = shop.books.read(lambda tx: tx.connection.execute(one).first())
    document = DocumentRef(DocumentKind.IMPORT, 1, 1, TODAY)
    goods = Move(SkuId(sku_id), LotId(lot_id), LocationId(place), -1, MoveReason.SALE, 1)
    command = Command(SYSTEM, None, request(80), "x", "", NOTHING_MORE)
    with pytest.raises(LookupError):
        shop.books.command(command, lambda p: stock.post_moves(p.tx, document, [goods]))


def test_numbers_are_drawn_from_one_series_per_kind(shop):  # noqa: F811
    basket = Basket().add(goods(shop)[0])
    assert sell(shop, basket, number=1).sale.number == "01-000001"
    with pytest.raises(Refusal):
        sell(shop, Basket().add(goods(shop)[0], 10**6), number=2)
    assert sell(shop, basket, number=3).sale.number == "01-000002"
    drawn = shop.books.read(
        lambda tx: tx.connection.exec_driver_sql("SELECT kind, last FROM series").all()
    )
    assert sorted(tuple(row) for row in drawn) == [("sale", 2), ("shift", 1)]


def test_an_event_bears_the_instant_of_what_it_tells(file_shop):
    file_shop.suite.shifts.open_shift(file_shop.cashier, 0, request(900))
    basket = Basket().add(goods(file_shop)[0])
    sold = [sell(file_shop, basket, number=n).sale.sold_at_us for n in (1, 2, 3)]
    at = file_shop.books.read(
        lambda tx: [e.at_us for e in events(tx, file_shop.books.till_id) if e.kind == "sale"]
    )
    assert sold == at == [file_shop.clock.now] * 3, "order is the sequence, not the instant"


def test_only_a_server_has_a_clock_of_its_own(shop):  # noqa: F811
    seen = []
    command = Command(shop.owner, None, request(81), "x", "", NOTHING_MORE)

    def work(posting):
        seen.append(posting.server_us)
        return Done()

    shop.books.command(command, work)
    assert (seen == [0]) is shop.books.database.is_sqlite


def test_what_a_rehearsal_may_not_do_is_told_as_the_command_would(file_shop):
    conflicts = {"ck_stock_level_on_hand": "stock_short"}
    asked = (file_shop.owner, None, request(7), "try", "", NOTHING_MORE, conflicts)

    def work(posting):
        posting.tx.connection.execute(stock_level.update().values(on_hand=-1, floor=0))
        return Done()

    for carry_out in (file_shop.books.rehearse, file_shop.books.command):
        with pytest.raises(Refusal, match="stock_short"):
            carry_out(Command(*asked), work)
