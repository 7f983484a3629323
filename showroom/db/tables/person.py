"""Who works here. A PIN is stored as Argon2id over a pepper kept outside the database."""

from sqlalchemy import ForeignKey, Table
from sqlalchemy import text as sql

from showroom.db.base import STRICT, at_most, is_flag, metadata, num, one_of, text

person = Table(
    "person",
    metadata,
    num("person_id", key=True, autoincrement=True),
    text("name", unique=True),
    text("role"),
    num("active"),
    num("created_at_us"),
    text("spelling", server_default=sql("''")),
    one_of("role", "cashier", "stock_keeper", "shop_manager"),
    is_flag("active"),
    at_most("name", 40),
    **STRICT,
)
credential = Table(
    "credential",
    metadata,
    num("person_id", ForeignKey("person.person_id"), key=True, autoincrement=False),
    text("pin_hash"),
    num("failures"),
    num("failures_total"),
    num("locked_until_us"),
    **STRICT,
)
