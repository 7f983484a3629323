"""Sales of 待补批次 and their refunds, as the lots have them that gave for them by 补批次单."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from showroom.db.engine import Tx
from showroom.db.reads import given
from showroom.db.reads import ledger as reads
from showroom.db.reads.ledger import MoveRow
from showroom.domain.documents.given_for import Meant, PendingStep, meant_by
from showroom.domain.documents.kinds import REVERSAL
from showroom.domain.ids import LotId
from showroom.domain.stock import DocumentKind, MoveReason
from showroom.services.stock.ledger import LedgerMove, number_of, told

MAY_BE = "可能"
"""Beside a sale of several that shared a debt of which the lot gave a part."""


@dataclass(slots=True)
class GivenMoves:
    """`of_lot` are sales and refunds that were of a lot; `named` by move, where each was in all."""

    of_lot: list[LedgerMove] = field(default_factory=list)
    named: dict[int, list[str]] = field(default_factory=dict)

    def of(self, reason: MoveReason) -> Iterator[LedgerMove]:
        """Those of one reason."""
        return (move for move in self.of_lot if move.reason is reason)

    def told(self, move: LedgerMove) -> LedgerMove:
        """With the 补批次单 and the lots that it was of in the end."""
        return replace(move, given_by="、".join(self.named.get(move.move_id, ())))


def given_moves(tx: Tx, lot_id: LotId, *, see_cost: bool) -> GivenMoves:
    """What 补批次单 say of a lot; of the pending one of every lot that gave for it."""
    found, pending = GivenMoves(), given.pending_of(tx, lot_id)
    lines = given.given_lines(tx, pending) if pending else []
    # Each line of a lot stands before that of the pending one.
    givers = {(x.document_id, x.line_no + 1): x for x in lines}
    if not any(lot_id in (x.lot_id, pending) for x in lines):
        return found
    rows = reads.moves_of_lot(tx, pending, reads.last_move(tx))
    known, origins = {row.move_id: row for row in rows}, given.origins_of(tx, pending)
    meant = meant_by(_step(row, origins[row.move_id], givers) for row in rows)
    for paper in (row for row in rows if row.move_id in meant):
        giver = givers.get((paper.document_id, paper.line_no))
        for each in meant[paper.move_id] if giver else ():
            undone = f" {REVERSAL}" if paper.is_reversal else ""
            may = f"{undone}（{MAY_BE}）" if each.may else undone
            if giver and giver.lot_id == lot_id:
                move = _of_the_lot(known[each.move_id], paper, each)
                by = f"{number_of(paper)}{may}"
                found.of_lot.append(replace(told(move, 0, see_cost=see_cost), given_by=by))
            elif giver and lot_id == pending:
                name = f"{giver.lot_no} {number_of(paper)}{may}"
                found.named.setdefault(each.move_id, []).append(name)
    return found


def _step(
    row: MoveRow, origin: int, givers: Mapping[tuple[int, int], given.GivenLine]
) -> PendingStep:
    paper = row.kind is DocumentKind.LOT_CORRECTION
    giver = givers.get((row.document_id, row.line_no)) if paper else None
    at = (row.move_id, row.kind, row.document_id, origin, row.location_id, row.quantity)
    return PendingStep(*at, giver.lot_id if giver else LotId(0))


def _of_the_lot(sold: MoveRow, paper: MoveRow, meant: Meant) -> MoveRow:
    """The sale as the lot's: less of it where it was given, more where that was taken back."""
    signed = meant.quantity if paper.quantity < 0 else -meant.quantity
    return replace(sold, quantity=signed)
