"""What a scanned or typed code means. The screen's state decides, never the digits alone.

Scale labels are a table of rules: nothing inside a 13-digit label says whether
it carries a weight or an amount, so each layout has a prefix of its own, within 20-24 because
25-30 reads as an Alipay code and 10-15 as a WeChat code
(docs/trade.md#weighing-labels, docs/trade.md#label-prefixes).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from showroom.domain.barcode import (
    GS,
    GTIN_LENGTHS,
    SYMBOLS,
    ProductCode,
    article_before,
    has_good_check_digit,
    is_digits,
    long_upc,
    read_bare,
    read_link,
    read_symbol,
)
from showroom.domain.errors import Refusal
from showroom.domain.ids import printed_number
from showroom.domain.mask import (
    ALIPAY_CODE,
    ECNY_CODE,
    UNIONPAY_CODE,
    WECHAT_CODE,
    has_payment_code,
)
from showroom.domain.pin import looks_like_pin

MAX_CODE_LENGTH = 128
UNREADABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
QUANTITY = "*"
LABEL_PREFIXES = ("20", "24")
NO_AMOUNT_DIGITS = min(GTIN_LENGTHS)
_OF_FIGURES = frozenset("0123456789.")
_PASSED_OVER = str.maketrans("。", ".", " *×+,")


@dataclass(frozen=True, slots=True)
class LabelRule:
    """One scale label layout: `key_digits` from the left (prefix included), then fields in order.

    `fields` is a tuple of ("amount" | "weight", digits). Amounts are fen x `amount_scale`,
    weights grams x `weight_scale` (a scale that prints 角 has amount_scale 10).
    """

    prefix: str
    length: int
    key_digits: int
    fields: tuple[tuple[str, int], ...]
    amount_scale: int = 1
    weight_scale: int = 1
    checked: bool = True

    def __post_init__(self) -> None:
        low, high = LABEL_PREFIXES
        if not (low <= self.prefix[:2] <= high and is_digits(self.prefix)):
            raise Refusal("label_rule_prefix", prefix=self.prefix, low=low, high=high)
        total = self.key_digits + sum(n for _, n in self.fields) + int(self.checked)
        if total != self.length:
            raise Refusal("label_rule_length", prefix=self.prefix, length=self.length)


DEFAULT_LABEL_RULES = (
    LabelRule("21", 13, 7, (("amount", 5),)),
    LabelRule("22", 13, 7, (("weight", 5),)),
    LabelRule("22", 18, 7, (("amount", 5), ("weight", 5))),
    LabelRule("23", 18, 7, (("weight", 5), ("amount", 5))),
)


class PayChannel(StrEnum):
    """Whose payment code a customer shows."""

    WECHAT = "wechat"
    ALIPAY = "alipay"
    UNIONPAY = "unionpay"
    ECNY = "ecny"


_PAY_PATTERNS = (
    (PayChannel.WECHAT, re.compile(WECHAT_CODE)),
    (PayChannel.ALIPAY, re.compile(ALIPAY_CODE)),
    (PayChannel.UNIONPAY, re.compile(UNIONPAY_CODE)),
    (PayChannel.ECNY, re.compile(ECNY_CODE)),
)
_OTHER_MARKS = re.compile(rf"(?:(?!{'|'.join(map(re.escape, SYMBOLS))})\][A-Za-z][0-9A-Za-z])+")
"""AIM prefixes of symbols whose text is no element string; two scanners in a row may add two."""
_MARKS = re.compile(r"\][A-Za-z][0-9A-Za-z]|\s")
"""And what stands between and behind them; GS is a blank to Python."""
Known = Callable[[str], bool]
"""Whether the catalogue has a product of exactly that code."""


@dataclass(frozen=True, slots=True)
class ScaleLabel:
    """A weighed pack. `weight_g` or `amount_fen` is None when the layout does not carry it."""

    item_key: str
    weight_g: int | None
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class PlainText:
    """Not a barcode: an item number, a PLU, pinyin initials or a name."""

    text: str


Scan = ProductCode | ScaleLabel | PlainText


def _nothing_known(_code: str) -> bool:
    return False


def clean(raw: str) -> str:
    """NFKC-normalised text (full-width digits become ASCII), stripped.

    GS stays where it stands between others. Refuses `scan_too_long` (over 128 characters) and
    `scan_garbled` (other control characters).
    """
    if len(raw) > MAX_CODE_LENGTH:
        raise Refusal("scan_too_long", length=len(raw))
    text = unicodedata.normalize("NFKC", raw).strip()
    if any(unicodedata.category(c) in UNREADABLE and c != GS for c in text):
        raise Refusal("scan_garbled")
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def payment_channel(code: str) -> PayChannel | None:
    """The channel of a code by its form (docs/trade.md#payment-codes).

    Only the payment screen asks.
    """
    for channel, pattern in _PAY_PATTERNS:
        if pattern.fullmatch(code):
            return channel
    return None


def is_no_figure(typed: str) -> bool:
    """Whether a run of typed characters is a code rather than an amount, a weight or a count.

    Eight figures before a point are ten million yuan: a barcode, a label or a payment code
    (docs/trade.md#no-amount). A letter, or a stroke among them, is in codes alone, however few
    they are: the figures of ``WS0001`` are no amount of one yuan.
    """
    body = unicodedata.normalize("NFKC", typed).translate(_PASSED_OVER).removeprefix("-")
    if not _OF_FIGURES.issuperset(body):
        return True
    whole = body.partition(".")[0]
    return len(whole) >= NO_AMOUNT_DIGITS


def classify(
    raw: str, rules: Sequence[LabelRule] = DEFAULT_LABEL_RULES, known: Known = _nothing_known
) -> Scan:
    """What a code scanned into the basket means (docs/trade.md#order-of-reading).

    Refuses `scan_too_long`, `scan_garbled`, `scan_empty`, `scan_payment_code` (the code itself
    is neither kept nor logged), `scan_two_readings` (the same), `scan_check_digit`, `scan_no_gtin`,
    `scan_contradicts`, `label_zero`.
    """
    code = clean(raw)
    if not code:
        raise Refusal("scan_empty")
    if mark := _OTHER_MARKS.match(code):
        code = code[mark.end() :]
    if code.startswith(SYMBOLS) or GS in code:
        return _read_symbol(code, known)
    if known(code):
        return ProductCode(code)
    found = read_link(code) or _read_bare(code, known)
    if found is not None:
        return found
    return _read_digits(code, rules) if is_digits(code) else PlainText(code)


def _read_symbol(code: str, known: Known) -> ProductCode:
    """A code to pay by stays one, whatever mark a scanner puts before it or within it.

    Of what has the form of both the catalogue decides, as without a mark.
    """
    pays = payment_channel(_MARKS.sub("", code)) is not None
    try:
        found = read_symbol(code)
    except Refusal as refusal:
        if pays:
            raise Refusal("scan_payment_code") from refusal
        raise
    if pays and not known(found.code):
        raise Refusal("scan_two_readings")
    return found


def _read_bare(code: str, known: Known) -> ProductCode | None:
    """Element strings of a scanner that tells of no symbol.

    One in some hundred codes of 数字人民币 has the form of an article and its lot. Then the
    catalogue decides, and where it does not know the article nobody does. Refuses
    `scan_two_readings`.
    """
    found = read_bare(code)
    if found is None:
        article = article_before(code)
        return article if article is not None and known(article.code) else None
    if payment_channel(code) and not known(found.code):
        raise Refusal("scan_two_readings")
    return found


def _read_digits(code: str, rules: Sequence[LabelRule]) -> Scan:
    rule = _rule_of(code, rules)
    if rule is not None:
        return _read_label(code, rule)
    if payment_channel(code):
        raise Refusal("scan_payment_code")
    if len(code) in GTIN_LENGTHS:
        if long_upc(code):
            return ProductCode(long_upc(code))
        if not has_good_check_digit(code):
            raise Refusal("scan_check_digit", code=code)
        return ProductCode(code)
    return PlainText(code)


def text_of(scan: Scan) -> str:
    """What of a scan is looked up: barcode, scale key or typed text."""
    if isinstance(scan, ScaleLabel):
        return scan.item_key
    return scan.code if isinstance(scan, ProductCode) else scan.text


def goods_text(code: str) -> str:
    """What of a scan may be kept as the code of goods: "" of what may be a code to pay by."""
    try:
        return text_of(classify(code, ()))
    except Refusal as refusal:
        return "" if refusal.code in {"scan_payment_code", "scan_two_readings"} else code


def is_payment_code(raw: str) -> bool:
    """Whether a scan among goods is a code to pay by, and can be nothing else."""
    try:
        classify(raw, ())
    except Refusal as refusal:
        return refusal.code == "scan_payment_code"
    return False


def label_of(code: str, rules: Sequence[LabelRule] = DEFAULT_LABEL_RULES) -> ScaleLabel | None:
    """The scale label that a code is by its form; None for none, and for one that sells nothing."""
    rule = _rule_of(code, rules) if is_digits(code) else None
    try:
        return None if rule is None else _read_label(code, rule)
    except Refusal:
        return None


def _rule_of(code: str, rules: Sequence[LabelRule]) -> LabelRule | None:
    fits = (r for r in rules if len(code) == r.length and code.startswith(r.prefix))
    return next(fits, None)


def reads_as_scan(text: str) -> bool:
    """Whether a typed text has the form of what a scanner reads off goods or a receipt.

    Only the form: the number on a card terminal's slip has 12 figures and now and then a good
    check digit, so that somebody must be asked who typed it.
    """
    if printed_number(text) or "://" in text:
        return True
    try:
        return not isinstance(classify(text), PlainText)
    except Refusal:
        return False


def _read_label(code: str, rule: LabelRule) -> ScaleLabel:
    if rule.checked and not has_good_check_digit(code):
        raise Refusal("scan_check_digit", code=code)
    at, found = rule.key_digits, {}
    for field, digits in rule.fields:
        found[field] = int(code[at : at + digits])
        at += digits
    if 0 in found.values():
        # An overflowing scale prints 0: never sell for nothing.
        raise Refusal("label_zero", code=code)
    weight, amount = found.get("weight"), found.get("amount")
    return ScaleLabel(
        code[: rule.key_digits],
        None if weight is None else weight * rule.weight_scale,
        None if amount is None else amount * rule.amount_scale,
    )


@dataclass(frozen=True, slots=True)
class WaitingScan:
    """A scan that waits for somebody to say whether it counts, as it may be stored.

    `code` with the quantity typed before it; `by` is who was at the till, "" for nobody.

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
