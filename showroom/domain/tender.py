"""How a sale is paid. Change comes from cash alone; electronic tenders are exact to the fen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from showroom.domain.errors import Refusal
from showroom.domain.legible import legible
from showroom.domain.mask import has_payment_code, masked
from showroom.domain.money import yuan
from showroom.domain.pin import worded_pin
from showroom.domain.worded import Worded

MAX_CASH_FEN = 1_000_000_00
"""One million yuan in notes is a typing error."""
LARGEST_NOTE_FEN = 10_000
MAX_TENDERS = 12
REFERENCE_LENGTH = 64


class TenderKind(Worded):
    """Tenders of the counter. Cash can never be switched off (人民币现金收付及服务规定)."""

    CASH = "cash", "现金"
    WECHAT = "wechat", "微信支付"
    ALIPAY = "alipay", "支付宝"
    UNIONPAY = "unionpay", "云闪付"
    CARD = "card", "银行卡"
    ECNY = "ecny", "数字人民币"


def tender_name(kind: str) -> str:
    """``微信支付``."""
    return TenderKind(kind).word


class RoundOff(StrEnum):
    """抹零, downwards only (价格法 13; 明码标价规定 21(3)); the unit that disappears."""

    NONE = "none"
    FEN = "fen"
    JIAO = "jiao"

    @property
    def step_fen(self) -> int:
        """Cash totals become multiples of this."""
        return {"none": 1, "fen": 10, "jiao": 100}[self.value]


@dataclass(frozen=True, slots=True)
class Tender:
    """One payment. `amount_fen` counts towards the sale; `received_fen` is what was handed over."""

    kind: TenderKind
    amount_fen: int
    received_fen: int
    reference: str = ""

    @property
    def change_fen(self) -> int:
        """找零; zero for everything but cash."""
        return self.received_fen - self.amount_fen

    @property
    def is_electronic(self) -> bool:
        """True when the money is on an account: giving it back takes more than an open drawer."""
        return self.kind is not TenderKind.CASH


def most_cash_fen(due_fen: int) -> int:
    """The most that sensible notes make up for so much, both fen."""
    return -(-due_fen // LARGEST_NOTE_FEN) * LARGEST_NOTE_FEN + LARGEST_NOTE_FEN


@dataclass(frozen=True, slots=True)
class Payment:
    """Paying `due_fen`: tenders so far and, once cash closes it, the 抹零."""

    due_fen: int
    policy: RoundOff = RoundOff.FEN
    tenders: tuple[Tender, ...] = ()
    round_off_fen: int = 0

    @property
    def paid_fen(self) -> int:
        """What the tenders cover."""
        return sum(t.amount_fen for t in self.tenders)

    @property
    def asked_fen(self) -> int:
        """应收: what is due less the 抹零 taken so far; in the end the sale's `net_fen`."""
        return self.due_fen - self.round_off_fen

    @property
    def remaining_fen(self) -> int:
        """Still to pay, less the 抹零 taken so far."""
        return self.asked_fen - self.paid_fen

    @property
    def cash_due_fen(self) -> int:
        """What cash must still cover: the remainder rounded down by the policy."""
        return self.remaining_fen // self.policy.step_fen * self.policy.step_fen

    @property
    def round_off_offer_fen(self) -> int:
        """The 抹零 if cash closes the sale now."""
        return self.remaining_fen - self.cash_due_fen

    @property
    def change_fen(self) -> int:
        """找零 over all tenders."""
        return sum(t.change_fen for t in self.tenders)

    @property
    def cash_asked_fen(self) -> int:
        """What the cash taken so far was asked for: without its 抹零 and what is paid otherwise."""
        return sum(t.amount_fen for t in self.tenders if not t.is_electronic)

    @property
    def implausible_fen(self) -> int:
        """Cash taken that no sensible notes explain: its sum, or 0.

        Nobody hands over more than what cash had to cover, rounded up to the largest note, and
        one such note more.
        """
        received = sum(t.received_fen for t in self.tenders if not t.is_electronic)
        return received if received > most_cash_fen(self.cash_asked_fen) else 0

    @property
    def is_complete(self) -> bool:
        """True when nothing is left to pay."""
        return self.remaining_fen == 0

    def pay_cash(self, received_fen: int | None = None) -> Payment:
        """Take cash (None: exactly what is due). Less than due leaves the rest to pay.

        Refuses `nothing_to_pay`, `paid_too_much`, `cash_not_positive`, `cash_too_large`.
        """
        self._check_open()
        due = self.cash_due_fen
        received = due if received_fen is None else received_fen
        if received > MAX_CASH_FEN:
            raise Refusal("cash_too_large", limit=yuan(MAX_CASH_FEN))
        if received < 0 or (received == 0 and due > 0):
            raise Refusal("cash_not_positive")
        if received < due:
            return self._with(Tender(TenderKind.CASH, received, received))
        paid = self._with(Tender(TenderKind.CASH, due, received))
        return replace(paid, round_off_fen=self.remaining_fen - due)

    def pay(self, kind: TenderKind, amount_fen: int | None = None, reference: str = "") -> Payment:
        """Record an electronic payment (None: all that remains).

        Refuses `nothing_to_pay`, `paid_too_much` (a restored basket has lost goods),
        `tender_not_positive`, `tender_over_due` (change is never given on electronic money),
        `tender_limit`, `reference_too_long`, `reference_like_pin` (`worded_pin`) and
        `reference_is_pay_code`: a customer's payment code (or card number) is never kept
        (docs/trade.md#payment-codes).
        """
        if kind is TenderKind.CASH:
            return self.pay_cash(amount_fen)
        self._check_open()
        amount = self.remaining_fen if amount_fen is None else amount_fen
        if amount <= 0:
            raise Refusal("tender_not_positive")
        if amount > self.remaining_fen:
            raise Refusal("tender_over_due", remaining=yuan(self.remaining_fen))
        reference = legible(reference).strip()
        if len(reference) > REFERENCE_LENGTH:
            raise Refusal("reference_too_long", limit=REFERENCE_LENGTH)
        if has_payment_code(reference):
            raise Refusal("reference_is_pay_code")
        if worded_pin(reference):
            raise Refusal("reference_like_pin")
        return self._with(Tender(kind, amount, amount, reference))

    def take_back(self, index: int) -> Payment:
        """Remove the tender at `index`; a 抹零 goes with it."""
        rest = self.tenders[:index] + self.tenders[index + 1 :]
        return replace(self, tenders=rest, round_off_fen=0)

    def next_notes(self, limit: int = 4) -> tuple[int, ...]:
        """Sensible cash amounts at or above what is due: the exact sum, then round notes."""
        due = self.cash_due_fen
        if due <= 0:
            return ()
        steps = (1000, 2000, 5000, 10000)
        sums = {due, *(-(-due // step) * step for step in steps)}
        return tuple(sorted(sums))[:limit]

    def _check_open(self) -> None:
        if self.is_complete:
            raise Refusal("nothing_to_pay")
        if self.remaining_fen < 0:
            raise Refusal("paid_too_much", over=yuan(-self.remaining_fen))

    def _with(self, tender: Tender) -> Payment:
        if len(self.tenders) >= MAX_TENDERS:
            raise Refusal("tender_limit", limit=MAX_TENDERS)
        return replace(self, tenders=(*self.tenders, tender))


def without_codes(tenders: tuple[Tender, ...]) -> tuple[Tender, ...]:
    """The tenders as they may be kept: every reference legible, no payment code, no PIN in any."""
    return tuple(replace(t, reference=_kept(t.reference)) if t.reference else t for t in tenders)


def _kept(reference: str) -> str:
    reference = legible(reference)
    return "" if worded_pin(reference) else masked(reference)


def check_settled(payment: Payment, due_fen: int) -> None:
    """Prove a payment before it is posted: tenders and 抹零 cover the basket exactly.

    Refuses `payment_mismatch` (paid for another basket, change on electronic money, 抹零 beyond
    the policy or without cash, amounts that no verb of a payment makes) and `payment_incomplete`.
    """
    if payment.due_fen != due_fen:
        raise Refusal("payment_mismatch")
    if not payment.is_complete:
        raise Refusal("payment_incomplete", remaining=yuan(payment.remaining_fen))
    if not 0 <= payment.round_off_fen < payment.policy.step_fen:
        raise Refusal("payment_mismatch")
    if len(payment.tenders) > MAX_TENDERS:
        raise Refusal("payment_mismatch")
    has_cash = any(t.kind is TenderKind.CASH for t in payment.tenders)
    if payment.round_off_fen and not has_cash:
        raise Refusal("payment_mismatch")
    for tender in payment.tenders:
        if tender.amount_fen < int(tender.is_electronic) or tender.received_fen > MAX_CASH_FEN:
            raise Refusal("payment_mismatch")
        if len(tender.reference) > REFERENCE_LENGTH:
            raise Refusal("reference_too_long", limit=REFERENCE_LENGTH)
        if tender.change_fen < 0 or (tender.change_fen and tender.kind is not TenderKind.CASH):
            raise Refusal("payment_mismatch")
