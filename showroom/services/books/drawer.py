"""A till's drawer as its events tell it, held against the rows that were kept of it.

Shifts, cash and closes are posted; what is counted at the drawer is not, and stands in the Z.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from showroom.db.engine import Tx
from showroom.db.reads import shifts as shift_reads
from showroom.db.reads.proofs import drawer as kept
from showroom.domain.codec import from_json
from showroom.domain.journal import Event
from showroom.domain.shift import ZReport
from showroom.domain.shift_day import RUNS_ON
from showroom.domain.slip_kind import SlipKind

COUNTED = ("drawer_no_sale", "line_void", "reprint")
_RECEIPT = SlipKind.RECEIPT + ":"


class Drawer:
    """What the events of a till told until now, beside what is kept of it."""

    def __init__(self, tx: Tx, till_id: int) -> None:
        self._tx = tx
        self._shifts = kept.shifts_of(tx, till_id)
        self._opened = dict(self._shifts)
        self._closes = kept.closes_of(tx, till_id)
        self._names = kept.names_of(tx)
        self._counts = kept.counts_of(tx, till_id)
        moves = kept.moves_of(tx, till_id)
        self._moves = iter(moves)
        self._of_shift: dict[int, list[kept.KeptMove]] = {}
        for move in moves:
            self._of_shift.setdefault(move.shift, []).append(move)
        self._told: Counter[tuple[int, str]] = Counter()
        self._is_old = False
        self._open_id = 0

    def take(self, event: Event) -> list[str]:
        """What a row says else than the event."""
        match event.kind:
            case "shift_open":
                return self._open(event, json.loads(event.payload))
            case "cash_drop" | "cash_pay_in":
                return self._move(event, json.loads(event.payload))
            case "z_report":
                return self._close(event, from_json(ZReport, event.payload))
            case "shift_runs_on":
                self._told[self._open_id, RUNS_ON] = 1
            case kind if kind in COUNTED and self._open_id:
                slip = json.loads(event.payload)["slip"] if kind == "reprint" else _RECEIPT
                self._told[self._open_id, kind] += str(slip).startswith(_RECEIPT)
        return []

    def _open(self, event: Event, told: dict[str, Any]) -> list[str]:
        number = int(told["shift"])
        row, name = self._opened.pop(number, None), f"shift {number}"
        problems = [f"{name} opened in {self._open_id}"] if self._open_id else []
        self._open_id, self._is_old = number, "at_us" not in told
        if row is None:
            return [*problems, f"{name} missing"]
        same = self._same(event, told, row) and (row.business_date, row.float_fen, row.pieces) == (
            event.business_date,
            told["float_fen"],
            told["count"],
        )
        return problems if same else [*problems, f"{name} differs from journal"]

    def _move(self, event: Event, told: dict[str, Any]) -> list[str]:
        row = next(self._moves, None)
        if row is None:
            return [f"cash of seq {event.seq} missing"]
        what = (told["shift"], event.kind, told["amount_fen"], told["reason"])
        same = what == (row.shift, f"cash_{row.kind}", row.amount_fen, row.reason)
        if same and told["shift"] == self._open_id and self._same(event, told, row):
            return []
        return [f"cash {row.movement_id} differs from journal"]

    def _close(self, event: Event, z: ZReport) -> list[str]:
        """The Z tells of its shift and cash once more, signed."""
        number = int(z.shift.shift_id)
        row, name = self._closes.pop(number, None), f"shift {number}"
        problems = [] if number == self._open_id else [f"{name} closed, it was not open"]
        self._open_id = 0
        if row is None:
            return [*problems, f"{name} close missing"]
        close = (z.closed_at_us, row.by, z.counted.total_fen, z.expected_fen, event.seq)
        known = self._is(row.by, event.actor) and z.closed_by_id in {0, row.by}
        if (
            not known
            or close != row[1:]
            or shift_reads.closed_report(self._tx, number) != event.payload
        ):
            problems.append(f"{name} close differs from journal")
        totals, opened = z.totals, self._shifts.get(number)
        begun = (z.shift.business_date, z.shift.opened_at_us, z.shift.opened_by_id)
        cash = [(m.at_us, m.kind, m.amount_fen, m.reason) for m in totals.movements]
        if (
            opened is None
            or not self._is(opened.by, z.shift.opened_by)
            or (*begun, z.shift.opening_float_fen) != opened[1:5]
            or cash != [(m.at_us, *m[4:]) for m in self._of_shift.get(number, ())]
        ):
            problems.append(f"{name} differs from its Z")
        counts = (totals.drawer_openings, totals.voided_lines, totals.reprints)
        told = {(number, kind): n for kind, n in zip(COUNTED, counts, strict=True) if n}
        return problems + self._counted(number, told)

    def _counted(self, number: int, told: dict[tuple[int, str], int]) -> list[str]:
        """What was counted in a shift, its night that ran over included."""
        ran = (number, RUNS_ON)
        if self._told[ran]:
            told[ran] = 1
        here = {key: self._counts.pop(key) for key in list(self._counts) if key[0] == number}
        return [] if here == told else [f"shift {number} counts differ from journal"]

    def left(self, open_shift_id: int) -> list[str]:
        """Rows that no event told of, and a head that has another shift open than the events."""
        same = open_shift_id == self._open_id
        problems = [] if same else [f"shift {open_shift_id} open, told {self._open_id}"]
        if self._open_id and not self._is_old:
            told = {key: n for key, n in self._told.items() if key[0] == self._open_id and n}
            problems += self._counted(self._open_id, told)
        elif self._open_id:
            self._counts = {k: n for k, n in self._counts.items() if k[0] != self._open_id}
        rows = [f"shift {number}" for number in self._opened]
        rows += [f"shift {number} close" for number in self._closes]
        rows += [f"cash {move.movement_id}" for move in self._moves]
        rows += [f"shift {number} {kind}" for number, kind in self._counts]
        return problems + [f"{row} of no event" for row in rows]

    def _same(
        self, event: Event, told: dict[str, Any], row: kept.KeptShift | kept.KeptMove
    ) -> bool:
        """When and who; older programs told the person by name alone, and a later instant."""
        if "at_us" not in told:
            return row.at_us <= event.at_us and self._is(row.by, event.actor)
        return (row.at_us, row.by) == (told["at_us"], told["by"]) and row.at_us == event.at_us

    def _is(self, number: int, name: str) -> bool:
        """Whether that person is, or was, called so."""
        return name in self._names.get(number, ())
