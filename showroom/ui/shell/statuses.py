"""What the status glyphs say in words."""

from __future__ import annotations

from showroom.domain.print_job import NO_PRINTER
from showroom.services.shop.shop_view import backup_due
from showroom.ui.engine.ports import Copy, PrintingState, Status
from showroom.ui.look import formats
from showroom.ui.words import messages, paper
from showroom.ui.words.paper import PrintersSeen

NEVER = "还没有备份过"
BOOKS = ("database", "disk", "server", "commit", "journal", "keys", "mark")
"""How the codes of the books' own troubles begin."""
MILD = {"database_busy", "mark_not_kept"}
"""Nothing is lost, and nobody need stop selling."""


def backup_status(last: Copy | None, now_us: int, *, demo: bool) -> Status:
    """How old the newest backup is. A demo shop is told, never urged."""
    when = NEVER if last is None else f"上次备份 {formats.relative(last.made_at_us, now_us)}"
    if demo or not backup_due(last.made_at_us if last else 0, now_us):
        return Status("", when)
    return Status("warning", f"{when}，请到设置里备份一次")


def books_status(code: str) -> Status:
    """What is wrong with the books by its code; empty, or one that is not theirs: nothing."""
    if not code.startswith(BOOKS):
        return Status("", "账本正常")
    return Status("warning" if code in MILD else "danger", messages.sentence_for(code))


def call_out(before: PrintingState | None, now: PrintingState) -> tuple[str, str] | None:
    """What somebody must hear now: (sentence, screen to go to); None while nothing is new."""
    if now.drawer in paper.KEY_WANTED and (before is None or before.drawer != now.drawer):
        return paper.DRAWER_TROUBLES[now.drawer], ""
    if now.uncertain > (0 if before is None else before.uncertain):
        return paper.ONE_DOUBT, "prints"
    if now.instead and (before is None or before.instead != now.instead):
        return paper.INSTEAD.format(name=now.instead), ""
    stuck = now.waiting and not now.uncertain and now.problem != NO_PRINTER
    if stuck and now.problem and (before is None or before.problem != now.problem):
        return messages.sentence_for(now.problem), "prints"
    return None


def called_still(now: PrintingState) -> frozenset[str]:
    """The sentences of `call_out` that are true of it, new or not."""
    wanted = now.drawer in paper.KEY_WANTED
    told = {paper.DRAWER_TROUBLES[now.drawer]} if wanted else set()
    if now.uncertain:
        told.add(paper.ONE_DOUBT)
    if now.instead:
        told.add(paper.INSTEAD.format(name=now.instead))
    if now.waiting and now.problem:
        told.add(messages.sentence_for(now.problem))
    return frozenset(told)


def printers_seen(state: PrintingState) -> PrintersSeen:
    """What of it decides the words about a new slip."""
    trouble = "" if state.problem == NO_PRINTER else state.problem
    return PrintersSeen(state.roles, trouble, state.uncertain)


def printer_status(state: PrintingState) -> Status:
    """The printer: doubt before trouble, trouble before waiting; it counts all that 打印 lists."""
    tone, sentence = _printer_words(state)
    return Status(tone, sentence, state.waiting + state.unprinted)


def _printer_words(state: PrintingState) -> tuple[str, str]:
    if state.uncertain:
        return "danger", paper.DOUBTS.format(count=state.uncertain)
    if state.problem and state.problem != NO_PRINTER:
        return "warning", messages.sentence_for(state.problem)
    if state.unprinted:
        has_printer = "receipt" in state.roles
        return "warning", paper.unprinted_words(state.unprinted, has_printer=has_printer)
    if state.problem:
        return "", paper.NOT_SET_UP
    if state.drawer:
        return "warning", paper.DRAWER_TROUBLES[state.drawer]
    if state.instead:
        return "warning", paper.INSTEAD_OF.format(name=state.instead)
    return ("warning", paper.NEAR_END) if state.near_end else ("", paper.WELL)
