"""The life of a slip on its way to paper, as data; one function moves it.

``queued`` waits, ``sending`` is with a printer, ``printed`` was confirmed, ``uncertain`` left
without an answer and waits for a person, ``failed`` rests after too many tries or cannot be laid
out, ``expired`` came too late (a drawer kick), ``cancelled`` was given up. A slip that found no
printer is ``failed`` by `NO_PRINTER` and rests until a person wants it. Why it is so:
docs/hardware.md#the-life-of-a-slip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from showroom.domain.errors import Refusal
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind, role_of

MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "queued": frozenset({"queued", "sending", "failed", "expired", "cancelled"}),
        "sending": frozenset({"sending", "queued", "printed", "uncertain", "failed", "expired"}),
        "uncertain": frozenset({"printed", "cancelled"}),
        "failed": frozenset({"queued", "cancelled"}),
    }
)
WAITING = frozenset({"queued", "sending", "uncertain"})
"""States that hold back later slips of the same printer."""
NO_PRINTER = "printer_none"
MAX_UNPRINTED = 500
"""So many slips wait for a person after days without a printer; the oldest beyond are given up."""
DRAWER_LIFE_US = 5_000_000
"""A kick held back must not open the drawer minutes later (docs/hardware.md#ghost-drawer)."""


def may_be_paper(state: str, bytes_sent: int) -> bool:
    """True when paper of the job came out, may have, or is still to come.

    Known to be none is only what rests or ended before its first byte.
    """
    return bytes_sent > 0 or state in WAITING or state == "printed"


def check_move(was: str, becomes: str) -> None:
    """Refuses `job_moved`: somebody was faster, or the job is settled."""
    if becomes not in MOVES.get(was, frozenset()):
        raise Refusal("job_moved")


def printer_of(
    kind: str, bound: str, printers: Sequence[PrinterSettings]
) -> PrinterSettings | None:
    """The printer of a job: the one it was bound to, else the first of its role.

    None when there is no such printer or it is not connected. The drawer is never redirected.
    """
    connected = [p for p in printers if p.connection != "none"]
    if bound and kind != SlipKind.DRAWER:
        named = next((p for p in connected if p.name == bound), None)
        if named is not None:
            return named
    return next((p for p in connected if p.role == role_of(kind)), None)


def fallback_of(
    printer: PrinterSettings, printers: Sequence[PrinterSettings]
) -> PrinterSettings | None:
    """The printer that takes over for `printer`, when there is one and it is connected."""
    return next(
        (
            p
            for p in printers
            if p.name == printer.fallback and p.name != printer.name and p.connection != "none"
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class SlipFate:
    """What became of a slip so far; `handed_on` to a queue of the system, which tells no more."""

    kind: str
    state: str
    problem: str = ""
    handed_on: bool = False
