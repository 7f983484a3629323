"""A document is found by how who posted it is read, which is kept with the name."""

from sqlalchemy import update

from showroom.db.reads.documents import DocumentsWanted
from showroom.db.tables.person import person
from showroom.domain.permission import Role
from showroom.services.books.actor import Actor
from showroom.services.books.done import Done
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import delivery_line, receive


def test_a_search_reads_what_is_kept_and_the_next_start_spells_what_is_not(file_shop):
    """It spelled everybody anew, and loaded the table of readings into a till that sells."""
    shop, books = file_shop, file_shop.books
    added = shop.suite.people.add_person(
        shop.owner, "王建国", Role.STOCK_KEEPER, "719283", request(800)
    )
    keeper = Actor(added.person_id, "王建国", Role.STOCK_KEEPER)
    receive(shop, delivery_line(goods(shop)[0]), actor=keeper)

    def found():
        wanted = DocumentsWanted(text="wangjg")
        return [row.person for row in shop.suite.documents.listed(shop.owner, wanted).rows]

    assert found() == ["王建国"]

    def forget(tx):
        tx.connection.execute(update(person).values(spelling=""))
        return Done()

    books.keep(forget)  # as the books of an older program come
    assert found() == []
    shop.suite.catalogue.load_index()
    assert found() == ["王建国"]
