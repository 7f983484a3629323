"""Spending approvals: a command that needs one takes exactly its own, once, in its transaction.

Who spends one journals it by that: no deed tells of its approval in a way of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import people as reads
from showroom.db.stores import approvals as store
from showroom.db.stores.approvals import KeptApproval
from showroom.domain.approval import LIFE_S, Approval, ApprovalNeeded, Deed
from showroom.domain.business_day import US_PER_S
from showroom.domain.codec import from_json, to_json
from showroom.domain.ids import PersonId
from showroom.domain.money import figure
from showroom.domain.permission import may
from showroom.services.books.command import content_hash
from showroom.services.books.posting import Posting

SPENT = "override"
"""The event of a spent approval. Earlier books have some within the deed's own event."""


@dataclass(frozen=True, slots=True)
class SpentOn:
    """What an approval is spent on: a document (sale, shift, batch; 0 for none) and its day.

    An empty day is the command's own. `lines` are the line numbers of the document by basket line.
    """

    document: int = 0
    business_date: str = ""
    lines: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))


NOTHING = SpentOn()
MOST_NAMED = 3
"""Lines that a document names of one act; of more it says how many."""


def deed_hash(till_id: int, asker_id: int, deed: Deed) -> str:
    """What an approval is bound to: this deed of this person at this till."""
    return content_hash(till_id, asker_id, deed)


def spend(
    posting: Posting, deeds: Sequence[Deed], tokens: Sequence[str], on: SpentOn = NOTHING
) -> tuple[Approval, ...]:
    """Spend and journal an approval for each deed, with what it is spent `on`.

    They are gone when the command commits, else as before.

    One approval is for one deed: equal deeds need as many. A row that the till's journal does not
    tell of is none (`_is_journaled`).
    Raises ApprovalNeeded with the deeds that lack one: `approval_missing` (none was given or the
    books do not know it), `approval_other` (given for another line, basket, amount, reason or
    asker), `approval_expired` (older than `LIFE_S`), `approval_spent`, `approval_gone` (who gave
    it is no longer active in a role that may).
    """
    known = (store.find(posting.tx, token) for token in dict.fromkeys(tokens))
    kept = [row for row in known if row is not None and _is_journaled(posting, row)]
    rows, lacking = _shared_out(posting, deeds, kept)
    if lacking:
        used = {row.token for _, row in rows}
        if any(row.token not in used for row in kept):
            raise ApprovalNeeded("approval_other", lacking)
        raise ApprovalNeeded("approval_missing", lacking)
    if old := [deed for deed, row in rows if _is_old(posting, row)]:
        raise ApprovalNeeded("approval_expired", old, minutes=LIFE_S // 60)
    found: list[Approval] = []
    for deed, row in rows:
        approval = from_json(Approval, row.approval)
        if not _still_may(posting.tx, row, deed):
            raise ApprovalNeeded("approval_gone", (deed,), name=approval.approver)
        if not store.spend(posting.tx, row.token, posting.request_id):
            raise ApprovalNeeded("approval_spent", (deed,))
        posting.journal(SPENT, _told(approval, on), on.business_date)
        found.append(approval)
    return tuple(found)


def _told(approval: Approval, on: SpentOn) -> str:
    line_no = on.lines.get(approval.deed.line, 0)
    document = {"document": on.document} if on.document else {}
    line = {"line_no": line_no} if line_no else {}
    return to_json({**document, **line, "approval": approval})


def names(approvals: Sequence[Approval]) -> str:
    """Who approved, as paper says it."""
    return "、".join(dict.fromkeys(a.approver for a in approvals))


def names_and_acts(approvals: Sequence[Approval]) -> str:
    """Who approved what, from what to what and why, as a receipt says it.

    ``林店长：单品优惠 干米线 12.80→12.70 临期 x2、整单优惠 80.70→60.91 顾客议价``
    """
    by: dict[str, list[str]] = {}
    for each in approvals:
        deed = each.deed
        moved = f"{figure(deed.old_fen)}→{figure(deed.new_fen)}"
        told = " ".join((deed.act.word, *deed.name.split(), moved, *deed.reason.split()))
        by.setdefault(each.approver, []).append(told)
    return "；".join(f"{who}：{_counted(acts)}" for who, acts in by.items())


def decided(said: Iterable[tuple[str, Deed]]) -> str:
    """Who said yes to what odd goods, as a stock document says it: whoever counts them reads it.

    Without figures, which not everybody who may read the document may see.
    ``林店长：余期不足收货 小粒香大米 12 袋、干米线 3 袋，进价异常收货 干米线 3 袋``
    """
    by: dict[str, dict[str, list[str]]] = {}
    for who, deed in said:
        goods = by.setdefault(who, {}).setdefault(deed.act.word, [])
        goods.append(" ".join(deed.name.split()))
    return "；".join(
        f"{who}：{'，'.join(f'{act} {_some(goods)}' for act, goods in acts.items())}"
        for who, acts in by.items()
    )


def _some(goods: Sequence[str]) -> str:
    told = "、".join(goods[:MOST_NAMED])
    return told if len(goods) <= MOST_NAMED else f"{told} 等 {len(goods)} 行"


def _counted(acts: Sequence[str]) -> str:
    return "、".join(f"{act} x{n}" if n > 1 else act for act, n in Counter(acts).items())


def _shared_out(
    posting: Posting, deeds: Sequence[Deed], kept: Sequence[KeptApproval]
) -> tuple[list[tuple[Deed, KeptApproval]], list[Deed]]:
    """A row of its own for each deed, and the deeds that none is left for.

    An unspent one first, and a fresh one; any is better than none, for the sentence.
    """
    left = sorted(kept, key=lambda r: (bool(r.spent_by), _is_old(posting, r)))
    rows: list[tuple[Deed, KeptApproval]] = []
    lacking: list[Deed] = []
    for deed in deeds:
        wanted = deed_hash(posting.till_id, posting.actor.person_id, deed)
        mine = next((row for row in left if row.deed_hash == wanted), None)
        if mine is None:
            lacking.append(deed)
        else:
            left.remove(mine)
            rows.append((deed, mine))
    return rows, lacking


def _is_journaled(posting: Posting, row: KeptApproval) -> bool:
    """Whether the row says what the event says that its token names, to the last field.

    The rows are working state that anybody with the file in hand can write; an event has its place
    in the chain and a seal. One event has one token, so that no second row can stand for it.
    """
    event = posting.event(row.token)
    if event != ("approval", row.approval, row.at_us):
        return False
    given = from_json(Approval, row.approval)
    bound = deed_hash(posting.till_id, given.asker_id, given.deed)
    return (bound, given.approver_id) == (row.deed_hash, row.approver_id)


def _is_old(posting: Posting, row: KeptApproval) -> bool:
    return posting.at_us - row.at_us > LIFE_S * US_PER_S


def _still_may(tx: Tx, row: KeptApproval, deed: Deed) -> bool:
    person = reads.person_row(tx, PersonId(row.approver_id))
    return person is not None and person.active and may(person.role, deed.act.permission)
