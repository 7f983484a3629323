"""重打: a posted document once more, wherever it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from showroom.domain.slip_kind import SlipKind
from showroom.services.books.done import Done
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How


def reprint(
    context: Context,
    kind: SlipKind,
    document_id: int,
    *,
    number: str = "",
    owner: QObject | None = None,
    on_done: Callable[[Done], object] | None = None,
) -> None:
    """A copy, marked and journaled; `number` is said with it."""
    said = f"{number} 打印已记录".strip()
    context.wishes.order(
        context.services.prints.reprint,
        context.actor,
        kind,
        document_id,
        how=How(exclusive="reprint", success=said, for_paper=True, sound="done"),
        owner=owner,
        on_done=on_done,
    )
