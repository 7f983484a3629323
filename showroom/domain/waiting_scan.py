"""A scan that waits for somebody to say whether it counts, as it may be stored."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.errors import Refusal
from showroom.domain.mask import has_payment_code
from showroom.domain.pin import looks_like_pin
from showroom.domain.scan import clean, payment_channel, reads_as_scan

QUANTITY = "*"


@dataclass(frozen=True, slots=True)
class WaitingScan:
    """`code` with the quantity typed before it; `by` is who was at the till, "" for nobody.

    `goods` says that the catalogue had it: then its figures are no PIN.
    """

    code: str
    by: str = ""
    goods: bool = False

    @property
    def storable(self) -> bool:
        """False for a payment code, which is worth nothing a minute later, and for a PIN.

        Neither is ever written down (docs/trade.md#payment-codes).
        """
        try:
            text = clean(self.code.rpartition(QUANTITY)[2])
        except Refusal:
            return False
        if self.goods:
            return payment_channel(text) is None
        pin = looks_like_pin(text) and not reads_as_scan(text)
        return not (pin or has_payment_code(text))
