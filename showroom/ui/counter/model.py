"""The counter's state: a basket with its history, and what a code rings up. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from showroom.domain.barcode import ProductCode
from showroom.domain.basket import Basket, BasketHistory
from showroom.domain.basket_line import BasketLine
from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.money import parse_yuan
from showroom.domain.pin import looks_like_pin, pin_as_amount
from showroom.domain.quantity import SoldBy
from showroom.domain.scan import (
    DEFAULT_LABEL_RULES,
    LabelRule,
    ScaleLabel,
    clean,
    is_no_figure,
)
from showroom.domain.tender import Payment, RoundOff, most_cash_fen
from showroom.ui.engine.reading import Reading, read_scan
from showroom.ui.engine.typed_entry import are_figures, read_grams, read_pieces
from showroom.ui.engine.wishes import new_request

NAMED = 3
"""Of several products this many by name."""


class Asked(Enum):
    """What must be known before a product can be rung up."""

    WHICH = "which"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Question:
    """One code, several products, or a weighed product without its weight."""

    asked: Asked
    choices: tuple[PricedSku, ...]
    quantity: str = ""
    read: Reading | None = None
    typed: bool = False


class CounterModel:
    """One basket at a time; every change goes through `change` and can be undone.

    While `busy` (a sale, 挂单 or 取单 is under way) the basket belongs to that verb: changes are
    refused as `basket_busy`, so that a scan in between is never lost silently.
    """

    def __init__(self) -> None:
        self.start()
        self.index = CatalogueIndex.build(())
        self.rules: Sequence[LabelRule] = DEFAULT_LABEL_RULES
        self.busy = False

    @property
    def basket(self) -> Basket:
        """The basket now."""
        return self.history.present

    @property
    def current(self) -> BasketLine | None:
        """The line that the keys act on."""
        return next((x for x in self.basket.lines if x.line_id == self.basket.current), None)

    def start(self, basket: Basket = Basket()) -> None:  # noqa: B008 (an immutable value)
        """Begin with an empty or a restored basket; nothing before it can be undone.

        A new one gets a key of its own: what was approved for another is not approved for it.
        """
        self.history = BasketHistory(replace(basket, key=basket.key or new_request()))

    def change(self, do: Callable[[Basket], Basket]) -> Basket:
        """Apply a change of the basket; refusals leave it as it was. Refuses `basket_busy`."""
        self._check_free()
        after = do(self.basket)
        if after != self.basket:
            self.history = self.history.push(after)
        return after

    @property
    def moved_line(self) -> tuple[PricedSku, PricedSku] | None:
        """The first product of the basket that the index offers otherwise: as rung up, and now."""
        for line in self.basket.lines:
            now = self.index.by_id.get(line.sku.sku_id)
            if now is not None and now.offer != line.sku.offer:
                return line.sku, now
        return None

    def mark_stopped(self) -> list[str]:
        """Names of what was rung up and has been taken off sale since; the first is current then.

        Del means what a sentence names.
        """
        gone = [x for x in self.basket.lines if x.sku.sku_id in self.index.delisted]
        if gone:
            self.select(gone[0].line_id)
        return list(dict.fromkeys(x.sku.name for x in gone))

    def check_on_sale(self) -> None:
        """Refuses `sku_inactive`, naming what `mark_stopped` found."""
        names = self.mark_stopped()
        if names:
            more = f" 等 {len(names)} 种" if len(names) > NAMED else ""
            raise Refusal("sku_inactive", name="、".join(names[:NAMED]) + more)

    def reprice(self) -> Basket:
        """Every line as the index has its product now, as one change. Refuses `basket_busy`."""
        by_id = self.index.by_id
        return self.change(lambda b: b.repriced(by_id))

    def set_current(self, quantity: str) -> Basket:
        """The current line to a typed quantity, pieces or kilograms.

        Refuses `basket_empty`, `quantity_unreadable` and what `Basket.set_quantity` refuses.
        """
        line = self.current
        if line is None:
            raise Refusal("basket_empty")
        read = read_grams if line.sku.sold_by is SoldBy.WEIGHT else read_pieces
        return self.change(lambda b: b.set_quantity(line.line_id, read(quantity)))

    def select(self, line_id: int) -> None:
        """Make a line current; looking is nothing to undo. Refuses `line_unknown`."""
        self.history = replace(self.history, present=self.basket.select(line_id))

    def undo(self) -> Basket:
        """Take the last change back. Refuses `nothing_to_undo`, `basket_busy`."""
        self._check_free()
        checked = self.basket.age_checked
        self.history = self.history.undo()
        if checked:
            self.check_age()
        return self.basket

    def check_age(self) -> Basket:
        """Somebody saw that the customer is 18; no step back takes that from the basket."""
        self.history = replace(self.history, present=self.basket.with_age())
        return self.basket

    @property
    def can_undo(self) -> bool:
        """True when there is a change to take back."""
        return bool(self.history.past)

    def _check_free(self) -> None:
        if self.busy:
            raise Refusal("basket_busy")

    def products_of(self, code: str) -> tuple[PricedSku, ...]:
        """The products of a scanned code, none rung up. Refuses what `read_scan` refuses."""
        return read_scan(code, self.index, self.rules).products

    def ring(self, code: str, quantity: str = "", *, typed: bool = False) -> Question | None:
        """Ring up a scanned or typed code; a Question when something must be asked first.

        Only whole codes count: the torn rest of a scan must not find a product by its beginning.
        Refuses what `read_scan` and the basket refuse, `barcode_unknown`, `name_unknown` (what was
        `typed` and is no figure), `scale_key_unknown`, `label_no_quantity`, `quantity_unreadable`,
        `pack_expired`.
        """
        self._check_free()
        read = read_scan(code, self.index, self.rules)
        if not read.products:
            raise _unknown(read, typed=typed)
        self._check_date(read)
        if len(read.products) > 1:
            return Question(Asked.WHICH, read.products, quantity, read, typed)
        return self.take(read.products[0], Question(Asked.WHICH, (), quantity, read, typed))

    def _check_date(self, read: Reading) -> None:
        """A symbol may name the day after which its pack is not sold (食品安全法 34, law)."""
        expiry = read.scan.expiry if isinstance(read.scan, ProductCode) else ""
        if expiry and expiry < self.index.today:
            raise Refusal("pack_expired", name=read.products[0].name, expiry_date=expiry)

    def take(self, sku: PricedSku, asked: Question) -> Question | None:
        """Ring up one of the products that a code may be, as the code says."""
        read = asked.read
        if read is None or read.label is None or sku not in read.weighed:
            return self.add(sku, asked.quantity)
        if asked.quantity:
            raise Refusal("label_no_quantity")
        label = read.label
        self.change(lambda b: b.add_label(sku, label, typed=asked.typed))
        return None

    def add(self, sku: PricedSku, quantity: str = "") -> Question | None:
        """Ring up a product; `quantity` is typed text, pieces or kilograms."""
        if sku.sold_by is SoldBy.WEIGHT:
            if not quantity:
                return Question(Asked.WEIGHT, (sku,))
            grams = read_grams(quantity)
            self.change(lambda b: b.add(sku, grams))
            return None
        pieces = read_pieces(quantity or "1")
        self.change(lambda b: b.add(sku, pieces))
        return None


def _unknown(read: Reading, *, typed: bool) -> Refusal:
    """Why a code rings up nothing."""
    wanted = read.text
    if isinstance(read.scan, ScaleLabel):
        return Refusal("scale_key_unknown", key=wanted)
    if typed and not are_figures(wanted):
        return Refusal("name_unknown", text=wanted)
    # A PIN in the wrong field must not be repeated in large letters.
    return Refusal("barcode_unknown", **({} if looks_like_pin(wanted) else {"code": wanted}))


def taken_out(before: Basket, after: Basket) -> tuple[BasketLine, ...]:
    """Lines of one basket that the other no longer has: what a journal of voids must tell."""
    kept = {line.line_id for line in after.lines}
    return tuple(line for line in before.lines if line.line_id not in kept)


def read_cash(text: str) -> int | None:
    """Fen of a typed amount; None for an empty field. Refuses `cash_unreadable`, `cash_is_code`."""
    if not text.strip():
        return None
    if is_no_figure(clean(text)):
        raise Refusal("cash_is_code")
    fen = parse_yuan(text)
    if fen is None or fen < 0:
        raise Refusal("cash_unreadable", text=text)
    return fen


def pay_in_cash(due_fen: int, policy: RoundOff, text: str) -> Payment:
    """Cash as typed (nothing: exact). Less than due leaves the rest to pay.

    Refuses `amount_like_pin`, what `read_cash` and what `Payment.pay_cash` refuses.
    """
    due = Payment(due_fen, policy)
    if pin_as_amount(text, most_expected_fen(due)):
        raise Refusal("amount_like_pin")
    return due.pay_cash(read_cash(text))


def most_expected_fen(payment: Payment) -> int:
    """Fen beyond which six bare figures are rather a PIN than what is handed over for this."""
    return most_cash_fen(max(0, payment.cash_due_fen))
