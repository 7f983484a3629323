"""Slips of shifts: an X of the running one, a Z of a closed one to look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from showroom.domain.document import Document, ZSlip
from showroom.domain.ids import RequestId, ShiftId
from showroom.domain.shift import ZReport
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.actor import Actor
from showroom.services.books.done import Done
from showroom.services.suite import Suite
from showroom.ui.counter.receipt_overlay import ReceiptOverlay
from showroom.ui.engine.context import Context


@dataclass(frozen=True, slots=True)
class XSlipWanted:
    """An X slip of one shift; in the next shift it is another wish."""

    services: Suite = field(compare=False)
    actor: Actor
    shift: ShiftId | None

    def __call__(self, request: RequestId) -> Done:
        """Read the shift as it stands and print it; on the database lane."""
        slip = self.services.shifts.x_slip(self.actor)
        return self.services.prints.x_slip(self.actor, slip, request)


def read_z(services: Suite, report: ZReport) -> tuple[Document, int]:
    """A Z slip and the columns of the shop's paper; on the database lane."""
    return ZSlip(services.settings.header(), report), services.settings.load().receipt_columns


def show_z(host: QWidget, context: Context, report: ZReport) -> None:
    """The slip as it printed, with 重打."""
    services = context.services
    panel = ReceiptOverlay(
        host,
        context,
        f"交班单 Z{report.shift.number:05d}",
        again=(SlipKind.Z_SLIP, report.shift.shift_id),
    )
    panel.show_fetched(lambda: read_z(services, report))
    panel.open()
