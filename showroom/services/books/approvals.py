"""Spending approvals: a command that needs one takes exactly its own, once, in its transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from showroom.db.engine import Tx
from showroom.db.reads import people as reads
from showroom.db.stores import approvals as store
from showroom.db.stores.approvals import KeptApproval
from showroom.domain.approval import LIFE_S, Approval, ApprovalNeeded, Deed
from showroom.domain.business_day import US_PER_S
from showroom.domain.codec import from_json
from showroom.domain.ids import PersonId
from showroom.domain.permission import may
from showroom.services.books.command import content_hash
from showroom.services.books.posting import Posting


def deed_hash(till_id: int, asker_id: int, deed: Deed) -> str:
    """What an approval is bound to: this deed of this person at this till."""
    return content_hash(till_id, asker_id, deed)


def spend(posting: Posting, deeds: Sequence[Deed], tokens: Sequence[str]) -> tuple[Approval, ...]:
    """Spend the approval of each deed; they are gone when the command commits, else as before.

    Raises ApprovalNeeded with the deeds that lack one: `approval_missing` (none was given or the
    books do not know it), `approval_other` (given for another line, basket, amount, reason or
    asker), `approval_expired` (older than `LIFE_S`), `approval_spent`, `approval_gone` (who gave
    it is no longer active in a role that may).
    """
    kept = [row for row in (store.find(posting.tx, token) for token in tokens) if row is not None]
    by_deed = {deed: _of_deed(posting, deed, kept) for deed in deeds}
    rows = {deed: row for deed, row in by_deed.items() if row is not None}
    if len(rows) < len(by_deed):
        raise _needed(by_deed, kept)
    if old := [deed for deed, row in rows.items() if _is_old(posting, row)]:
        raise ApprovalNeeded("approval_expired", old, minutes=LIFE_S // 60)
    found: list[Approval] = []
    for deed, row in rows.items():
        approval = from_json(Approval, row.approval)
        if not _still_may(posting.tx, row, deed):
            raise ApprovalNeeded("approval_gone", (deed,), name=approval.approver)
        if not store.spend(posting.tx, row.token, posting.request_id):
            raise ApprovalNeeded("approval_spent", (deed,))
        found.append(approval)
    return tuple(found)


def names(approvals: Sequence[Approval]) -> str:
    """Who approved, as paper says it."""
    return "、".join(dict.fromkeys(a.approver for a in approvals))


def _of_deed(posting: Posting, deed: Deed, kept: Sequence[KeptApproval]) -> KeptApproval | None:
    """An unspent one first, and a fresh one; any is better than none, for the sentence."""
    wanted = deed_hash(posting.till_id, posting.actor.person_id, deed)
    mine = [row for row in kept if row.deed_hash == wanted]
    return min(mine, key=lambda r: (bool(r.spent_by), _is_old(posting, r)), default=None)


def _is_old(posting: Posting, row: KeptApproval) -> bool:
    return posting.at_us - row.at_us > LIFE_S * US_PER_S


def _needed(
    by_deed: Mapping[Deed, KeptApproval | None], kept: Sequence[KeptApproval]
) -> ApprovalNeeded:
    lacking = [deed for deed, row in by_deed.items() if row is None]
    used = {row.token for row in by_deed.values() if row is not None}
    if any(row.token not in used for row in kept):
        return ApprovalNeeded("approval_other", lacking)
    return ApprovalNeeded("approval_missing", lacking)


def _still_may(tx: Tx, row: KeptApproval, deed: Deed) -> bool:
    person = reads.person_row(tx, PersonId(row.approver_id))
    return person is not None and person.active and may(person.role, deed.act.permission)
