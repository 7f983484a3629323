"""Approvals between the PIN that gave them and the one command that spends them."""

from sqlalchemy import ForeignKey, Table
from sqlalchemy import text as sql

from showroom.db.base import CLUSTERED, metadata, num, text

approval = Table(
    "approval",
    metadata,
    text("token", key=True),
    num("till_id", ForeignKey("till.till_id")),
    text("deed_hash"),
    text("approval"),
    num("approver_id", ForeignKey("person.person_id")),
    num("at_us"),
    text("spent_by", server_default=sql("''")),
    **CLUSTERED,
)
