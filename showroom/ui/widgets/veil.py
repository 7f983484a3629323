"""What a field does not show while it stands there: a payment code, and what may be a PIN."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from showroom.domain.mask import has_payment_code
from showroom.domain.pin import looks_like_pin


def veil(
    field: QLineEdit,
    pins: Callable[[str], bool] = looks_like_pin,
    codes: Callable[[str], bool] = has_payment_code,
) -> None:
    """Show nothing in the field while its text has a payment code or is one of `pins`.

    `codes` is `mask.hides` where numbers of goods and papers are entered.
    """

    def look(text: str) -> None:
        secret = pins(text) or codes(text)
        mode = field.EchoMode.Password if secret else field.EchoMode.Normal
        if field.echoMode() is not mode:
            field.setEchoMode(mode)

    field.textChanged.connect(look)
