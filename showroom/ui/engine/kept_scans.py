"""Scans that could not be taken when they came: in order, none dropped, none only counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QObject, Signal

from showroom.domain.errors import Refusal
from showroom.domain.scan import WaitingScan, payment_channel

KEPT_LIMIT = 200


class Until(Enum):
    """What a scan waits for."""

    READY = "ready"
    """Work that ends by itself: it is taken then, without a question."""
    ANSWER = "answer"
    """A person: whether it still counts is theirs to say."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a scan cannot be taken now; `why` is said when it is kept."""

    until: Until
    why: Refusal | None = None


@dataclass(frozen=True, slots=True)
class KeptScan:
    """One of them."""

    scan: WaitingScan
    until: Until

    @property
    def code(self) -> str:
        """As it was scanned."""
        return self.scan.code


class KeptScans(QObject):
    """At most `KEPT_LIMIT`. `changed` follows every change, `asked` wants them shown.

    `refused` tells that one which was taken is kept again: its sentence is to be read first.
    """

    changed = Signal()
    asked = Signal()
    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._scans: tuple[KeptScan, ...] = ()
        self._given: tuple[int, KeptScan] | None = None
        self._lost = 0

    @property
    def scans(self) -> tuple[KeptScan, ...]:
        """The oldest first."""
        return self._scans

    @property
    def to_answer(self) -> int:
        """How many a person is asked about: with one, all behind it wait too."""
        asks = any(scan.until is Until.ANSWER for scan in self._scans)
        return len(self._scans) if asks else 0

    def keep(self, scan: WaitingScan, until: Until) -> None:
        """Behind the others. Refuses `scans_full`, which counts those since the list was full."""
        if len(self._scans) >= KEPT_LIMIT:
            self._lost += 1
            raise Refusal("scans_full", limit=KEPT_LIMIT, count=self._lost)
        self._use((*self._scans, KeptScan(scan, until)))

    def bring_back(self, scans: Sequence[WaitingScan]) -> None:
        """Those of an earlier run, before all: a person says whether they still count."""
        old = (KeptScan(scan, Until.ANSWER) for scan in scans)
        self._use((*old, *self._scans))

    def by_others(self, name: str) -> list[str]:
        """Who else scanned them, a name for each."""
        return [kept.scan.by for kept in self._scans if kept.scan.by not in ("", name)]

    def take(self, at: int = 0) -> str:
        """One of them, no longer kept."""
        taken = self._scans[at]
        self._given = (at, taken)
        self._use(self._scans[:at] + self._scans[at + 1 :])
        return taken.code

    def give_back(self, code: str) -> None:
        """Whoever got `code` last refused it, at once or late: it is kept again, where it was.

        A person is asked about it then. What came straight from the scanner never was kept.
        """
        given, self._given = self._given, None
        if given is not None and given[1].code == code:
            at, scan = given
            scans = (*self._scans[:at], scan, *self._scans[at:])
            self._use(tuple(replace(each, until=Until.ANSWER) for each in scans))
            self.refused.emit()

    def settle(self) -> None:
        """What was taken is dealt with: the next answer is about another scan."""
        self._given = None

    def mark(self, until: Until) -> None:
        """All of them wait for this now."""
        if any(scan.until is not until for scan in self._scans):
            self._use(tuple(replace(scan, until=until) for scan in self._scans))

    def take_over(self) -> None:
        """All of them go on: goods in their order, then how they are paid."""
        ready = (replace(scan, until=Until.READY) for scan in self._scans)
        self._use(tuple(sorted(ready, key=lambda scan: payment_channel(scan.code) is not None)))

    def drop_all(self, seen: int = KEPT_LIMIT) -> None:
        """A person threw away the oldest `seen` of them; what came since was not asked about."""
        self._use(self._scans[seen:])

    def ask(self) -> bool:
        """Before the basket is paid or left: True when scans wait, which are shown then."""
        if self.to_answer:
            self.asked.emit()
        return bool(self.to_answer)

    def _use(self, scans: tuple[KeptScan, ...]) -> None:
        if len(scans) < KEPT_LIMIT:
            self._lost = 0
        self._scans = scans
        self.changed.emit()
