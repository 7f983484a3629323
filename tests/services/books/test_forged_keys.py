"""A key's index is a number of the books, and anybody may write another."""

from sqlalchemy import func, select

from showroom.db.tables.journal import journal, journal_head
from showroom.domain.journal import ratcheted
from tests.services.books.test_verify import day, found, tamper


def test_an_index_that_no_shop_reaches_is_named_and_not_walked_to(file_shop):
    """A number of the books: to 10**12 every reader went one by one."""
    shop = day(file_shop)
    far = {"key_index": 10**12}
    last = select(func.max(journal.c.seq)).scalar_subquery()
    tamper(shop, journal.update().where(journal.c.seq == last).values(**far))
    tamper(shop, journal_head.update().values(**far))
    assert {"journal", "macs"} <= set(found(shop))
    assert ratcheted(b"key", 0, 10**12) is ratcheted(b"key", 2, 1) is None
