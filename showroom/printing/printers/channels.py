"""From a printer's settings to the channel its jobs take; libraries are imported when needed."""

from __future__ import annotations

from showroom.domain.errors import Fault
from showroom.domain.printer import PrinterSettings
from showroom.printing.links.link import Link
from showroom.printing.links.turns import Turns
from showroom.printing.printers.deliver import Channel
from showroom.printing.printers.handover import Handover
from showroom.printing.printers.models import model_of
from showroom.printing.printers.session import Session
from showroom.printing.spools.spool import Spool


def channel_to(
    printer: PrinterSettings,
    turns: Turns,
    title: str = "",
    *,
    pdf: bool = False,
    known: bool = False,
) -> Channel:
    """A channel for one job named `title`; `pdf` when it is pages, not commands.

    `known` when the printer has answered since it was connected.

    Raises Fault `printer_none` without a printer, `printer_no_pdf` for pages to a printer that
    would take them for commands.
    """
    session = session_with(printer, turns, known=known)
    if session is not None and pdf:
        raise Fault("printer_no_pdf")
    if session is not None:
        return session
    spool = _spool(printer)
    if spool is None:
        raise Fault("printer_none")
    return Handover(spool, title, pdf)


def session_with(printer: PrinterSettings, turns: Turns, *, known: bool = False) -> Session | None:
    """A session with a printer that can be talked with; None for queues, folders and nothing."""
    link = _link_to(printer)
    if link is None:
        return None
    shared = printer.address if printer.connection == "network" else ""
    answered = known or (printer.learned is not None and printer.learned.confirm != "none")
    return Session(turns.of(link, printer.address), model_of(printer), shared, answered)


def _link_to(printer: PrinterSettings) -> Link | None:
    if printer.connection == "network":
        from showroom.printing.links.network import NetworkLink

        return NetworkLink(printer.address)
    if printer.connection == "usb":
        from showroom.printing.links.usb import UsbLink

        return UsbLink(printer.address)
    if printer.connection == "usblp":
        from showroom.printing.links.usblp import UsblpLink

        return UsblpLink(printer.address)
    if printer.connection == "serial":
        from showroom.printing.links.serial import SerialLink

        return SerialLink(printer.address)
    return None


def look_at(printer: PrinterSettings) -> None:
    """Before it is stored: nothing is made for it. Raises Fault `printer_folder_missing`."""
    if printer.connection == "file":
        from showroom.printing.spools.folder import FolderSpool

        FolderSpool(printer.address).look()


def _spool(printer: PrinterSettings) -> Spool | None:
    if printer.connection == "cups":
        from showroom.printing.spools.cups import CupsSpool

        return CupsSpool(printer.address)
    if printer.connection == "windows":
        from showroom.printing.spools.windows import WindowsSpool

        return WindowsSpool(printer.address)
    if printer.connection == "file":
        from showroom.printing.spools.folder import FolderSpool

        return FolderSpool(printer.address)
    return None
