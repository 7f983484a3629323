"""What a printer answers when asked once, at set-up."""

from __future__ import annotations

from collections.abc import Callable

from showroom.domain.printer import UNKNOWN_BIT, Probed
from showroom.printing.printers.session import BARRIER, Session

PATIENCE_S, WRITE_S = 1.5, 3.0
TOKEN = b"prob"
PROCESS_ID = b"\x1d(H\x06\x0000" + TOKEN
MAKER, MODEL = b"\x1dIB", b"\x1dIC"


def probe(session: Session) -> Probed:
    """Ask for status, a barrier, a process id and a name, in this order; closes the session.

    Raises Fault `printer_*` when it cannot be reached or cannot print now. A printer that falls
    silent is asked nothing more: what it does not know it might print.
    """
    try:
        session.connect()
        state = session.look(session.patience_s)
        if not state.answers:
            return Probed("none")
        known = Probed("status", state.near_end, state.drawer_bit)
        if not _in_sequence(session):
            return known
        maker, model = _name(session, MAKER), _name(session, MODEL)
        level = "process" if _answers_process_id(session) else "barrier"
        return Probed(level, state.near_end, state.drawer_bit, maker, model)
    finally:
        session.close()


def drawer_bit(session: Session) -> int:
    """Bit 2 of DLE EOT 1 now, UNKNOWN_BIT for a mute printer. Raises Fault `printer_*`."""
    try:
        session.connect()
        answer = session.ask(1)
        return UNKNOWN_BIT if answer is None else int(bool(answer & 0x04))
    finally:
        session.close()


def _in_sequence(session: Session) -> bool:
    session.link.write(BARRIER, WRITE_S)
    return _answered(session, lambda: bool(session.replies.in_sequence))


def _answers_process_id(session: Session) -> bool:
    session.link.write(PROCESS_ID, WRITE_S)
    return _answered(session, lambda: b"7\x22" + TOKEN in session.replies.blocks)


def _name(session: Session, question: bytes) -> str:
    session.replies.blocks.clear()
    session.link.write(question, WRITE_S)
    if not _answered(session, lambda: bool(session.replies.blocks)):
        return ""
    return session.replies.blocks.pop()[1:].decode("ascii").strip()


def _answered(session: Session, ready: Callable[[], bool]) -> bool:
    return session.wait(lambda: ready() or None, PATIENCE_S) is not None
