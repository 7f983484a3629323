"""What a till's printers must be before they are stored."""

from __future__ import annotations

import re
from collections.abc import Sequence

from showroom.domain.errors import Refusal
from showroom.domain.mask import has_payment_code
from showroom.domain.printer import (
    CONFIRMS,
    CONNECTIONS,
    LANGUAGES,
    NAME_LENGTH,
    ROLES,
    ROMS,
    WIDTHS,
    PrinterModel,
    PrinterSettings,
)

MAX_PRINTERS = 8
ADDRESS_LENGTH = 200
MAX_PORT = 65_535
MAX_PULSE = 255
_USB = re.compile(
    r"[0-9a-f]{4}:[0-9a-f]{4}(:[^\s:]{1,64}|@[0-9]{1,3}(-[0-9.]{1,32})?)?", re.IGNORECASE
)
_QUEUE = re.compile(r"[^\s/#'\"\\-][^\s/#'\"\\]{0,126}")
_SERIAL = re.compile(r"[^,\s]{1,120}(,[0-9]{3,7}(,[78][NEOneo][12](,(rtscts|xonxoff|dsrdtr))?)?)?")


def check_printers(printers: Sequence[PrinterSettings]) -> None:
    """Every printer of one till, and that each can be told from the others.

    Refuses `setting_range`, `setting_choice`, `setting_text`, `printer_name_taken`,
    `printer_address`, `printer_fallback`.
    """
    if len(printers) > MAX_PRINTERS:
        raise Refusal("setting_range", field="printers", low=0, high=MAX_PRINTERS)
    names = [p.name for p in printers]
    for printer in printers:
        if names.count(printer.name) > 1:
            raise Refusal("printer_name_taken", name=printer.name)
        if printer.fallback and (printer.fallback == printer.name or printer.fallback not in names):
            raise Refusal("printer_fallback", name=printer.fallback)
        _check(printer)


def _check(printer: PrinterSettings) -> None:
    _one_of("role", printer.role, ROLES)
    _one_of("connection", printer.connection, CONNECTIONS)
    _text("name", printer.name, NAME_LENGTH)
    _text("model", printer.model, NAME_LENGTH)
    _text("address", printer.address, ADDRESS_LENGTH)
    _one_of("columns", printer.columns, WIDTHS)
    if not _reaches(printer.connection, printer.address):
        raise Refusal("printer_address", name=printer.name or printer.role)
    if printer.learned is not None:
        _check_learned(printer.learned)


def _check_learned(model: PrinterModel) -> None:
    _one_of("rom", model.rom, ROMS)
    _one_of("confirm", model.confirm, CONFIRMS)
    _one_of("language", model.language, LANGUAGES)
    for value, high in ((model.drawer_pin, 1), *((t, MAX_PULSE) for t in model.drawer_times)):
        if not 0 <= value <= high:
            raise Refusal("setting_range", field="drawer", low=0, high=high)


def _reaches(connection: str, address: str) -> bool:
    if connection == "network":
        host, _, port = address.rpartition(":")
        return bool(host) and port.isascii() and port.isdigit() and 0 < int(port) <= MAX_PORT
    patterns = {"usb": _USB, "serial": _SERIAL, "cups": _QUEUE}
    if connection in patterns:
        return patterns[connection].fullmatch(address) is not None
    return connection == "none" or bool(address.strip())


def _one_of(field: str, value: object, words: Sequence[object]) -> None:
    if value not in words:
        raise Refusal("setting_choice", field=field)


def _text(field: str, value: str, limit: int) -> None:
    if len(value) > limit or not (value.isprintable() or not value):
        raise Refusal("setting_text", field=field, limit=limit)
    if has_payment_code(value):
        raise Refusal("text_is_pay_code", field=field)
