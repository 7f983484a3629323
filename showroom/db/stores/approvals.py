"""Approvals: kept when a PIN gave them, marked when a command spends them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed, insert_into
from showroom.db.tables.approval import approval

_insert = insert_into(approval)
_find = Prepared(select(approval).where(approval.c.token == bindparam("t")), ["t"])
_spend = Prepared(
    update(approval)
    .values(spent_by=bindparam("b"))
    .where(approval.c.token == bindparam("t"), approval.c.spent_by == fixed("")),
    ["b", "t"],
)
_forget = Prepared(delete(approval).where(approval.c.till_id == bindparam("t")), ["t"])


class KeptApproval(NamedTuple):
    """A row; `approval` is JSON, `spent_by` the request that spent it or empty."""

    token: str
    till_id: int
    deed_hash: str
    approval: str
    approver_id: int
    at_us: int
    spent_by: str = ""


def keep(tx: Tx, row: KeptApproval) -> None:
    """Let it wait for its deed."""
    tx.run(_insert, row)


def find(tx: Tx, token: str) -> KeptApproval | None:
    """The approval behind a token, or None."""
    row = tx.one(_find, (token,))
    return None if row is None else KeptApproval(*row)


def of_till(tx: Tx, till_id: int) -> list[tuple[str, str]]:
    """Token and JSON of every approval that a till keeps."""
    kept = select(approval.c.token, approval.c.approval).where(approval.c.till_id == till_id)
    return [(row[0], row[1]) for row in tx.connection.execute(kept.order_by(approval.c.token))]


def spend(tx: Tx, token: str, request_id: str) -> bool:
    """Mark it; False when somebody was quicker."""
    return tx.run(_spend, (request_id, token)) == 1


def forget(tx: Tx, till_id: int) -> None:
    """A till's approvals end with its shift, spent or not; the journal keeps what they were."""
    tx.run(_forget, (till_id,))
