"""The shop's settings as one value; every change of them is journaled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, get_type_hints

from showroom.db.engine import Tx
from showroom.db.stores import pictures
from showroom.db.stores import settings as store
from showroom.domain.business_day import UTC_OFFSET_MIN
from showroom.domain.codec import from_json, to_json
from showroom.domain.counter_device import PoleSettings, ScaleSettings, ScannerSettings
from showroom.domain.document import ShopHeader
from showroom.domain.errors import Refusal
from showroom.domain.limit import PriceLimits
from showroom.domain.logo import Logo
from showroom.domain.mask import has_payment_code
from showroom.domain.permission import Permission
from showroom.domain.printer import PrinterSettings
from showroom.domain.scan import DEFAULT_LABEL_RULES, LabelRule
from showroom.domain.shift import check_float
from showroom.domain.tender import RoundOff
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door, must_be
from showroom.services.books.posting import Posting
from showroom.services.shop.device_checks import check_devices
from showroom.services.shop.printer_checks import check_printers

THEMES = ("light", "dark", "system")
RECEIPT_QR = ("voucher", "text", "none")
SEVERAL_LINES = frozenset({"footer", "receipt_head"})
SHORT, LONG = 60, 200
MAX_QUICK = 60
PERCENTS = (1, 1_000)
IDLE_MINUTES = (2, 15)


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """Everything the shop may set. Devices and `theme` are this till's alone.

    What needs the 店长: a cashier's 空开钱箱 with `approve_drawer`, a price beyond `price_limits`,
    a drawer that is more than `cash_gap_fen` over or short at the close, more than
    `drop_limit_fen` that a cashier takes out of it, or puts into it, in one shift.
    """

    shop_name: str = ""
    address: str = ""
    phone: str = ""
    slogan: str = ""
    footer: str = ""
    demo: bool = False
    shop_uuid: str = ""
    round_off: RoundOff = RoundOff.FEN
    print_tax: bool = False
    idle_lock_min: int = 5
    drawer_on_cash: bool = True
    default_float_fen: int = 30_000
    printers: tuple[PrinterSettings, ...] = ()
    theme: str = "system"
    label_rules: tuple[LabelRule, ...] = DEFAULT_LABEL_RULES
    quick_codes: tuple[str, ...] = ()
    receipt_head: str = ""
    receipt_qr: str = "voucher"
    receipt_qr_text: str = ""
    logo: str = ""
    scale: ScaleSettings = ScaleSettings()
    pole: PoleSettings = PoleSettings()
    scanner: ScannerSettings = ScannerSettings()
    customer_display: bool = False
    approve_drawer: bool = True
    price_limits: PriceLimits = PriceLimits()
    cash_gap_fen: int = 2_000
    drop_limit_fen: int = 100_000

    @property
    def receipt_columns(self) -> int:
        """Half-width columns of the receipt paper."""
        found = next((p for p in self.printers if p.role == "receipt"), PrinterSettings())
        return found.columns


_NAMES = tuple(f.name for f in fields(ShopSettings))
_TYPES = get_type_hints(ShopSettings)
_OF_THE_TILL = frozenset({"printers", "theme", "scale", "pole", "scanner", "customer_display"})
_FIXED = frozenset({"demo", "shop_uuid"})
_CHOICES: Mapping[str, tuple[str, ...]] = {"receipt_qr": RECEIPT_QR, "theme": THEMES}
_AMOUNTS = frozenset({"default_float_fen", "cash_gap_fen", "drop_limit_fen"})


@behind_door
class Settings:
    """Reads and changes of settings; one instance per till."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def load(self) -> ShopSettings:
        """Settings as stored, defaults for what was never set."""
        return self._books.read(lambda tx: load_in(tx, self._books.till_id))

    def unreadable(self) -> tuple[str, ...]:
        """Names of stored settings that nobody can read: each is as if it had never been set."""
        return self._books.read(lambda tx: _read_in(tx, self._books.till_id)[1])

    def label_rules(self, tx: Tx) -> tuple[LabelRule, ...]:
        """How the shop's scale labels are read, as a command sees it."""
        return load_in(tx, self._books.till_id, "label_rules").label_rules

    def price_limits(self, tx: Tx) -> PriceLimits:
        """From where prices ask, inside a caller's transaction."""
        return load_in(tx, self._books.till_id, "price_limits").price_limits

    def round_off(self, tx: Tx) -> RoundOff:
        """抹零 of the shop, inside a caller's transaction."""
        return load_in(tx, self._books.till_id, "round_off").round_off

    def header(self) -> ShopHeader:
        """The shop as its slips show it."""
        return header_of(self.load())

    def save(self, actor: Actor, settings: ShopSettings) -> Done:
        """Store what differs from the books, and journal it with old and new values.

        Refuses `not_permitted`, `setting_fixed` (demo, shop_uuid), and what `check` refuses.
        """
        actor.must(Permission.SETTINGS)
        check(settings)
        return self._command(actor, lambda _before, _tx: settings, _NAMES)

    def change(self, actor: Actor, wanted: Mapping[str, object]) -> Done:
        """Change the named settings alone: what another till changed meanwhile stays.

        Refuses what `save` refuses, and `setting_unknown`, `setting_type`: the name or the type of
        a value is none of `ShopSettings`.
        """
        for name, value in wanted.items():
            _check_type(name, value)

        def after(before: ShopSettings, _tx: Tx) -> ShopSettings:
            return check(replace(before, **wanted))  # type: ignore[arg-type]  # checked just now

        return self._command(actor, after, tuple(wanted))

    def store_logo(self, actor: Actor, logo: Logo | None) -> Done:
        """Keep a picture and put it at the head of later slips; None takes it away.

        Refuses `not_permitted`.
        """

        def after(before: ShopSettings, tx: Tx) -> ShopSettings:
            if logo is not None:
                pictures.put(tx, logo)
            return replace(before, logo="" if logo is None else logo.digest)

        return self._command(actor, after, ("logo",))

    def picture(self, digest: str) -> Logo | None:
        """The picture of a digest; None for none and for one that is not there."""
        if not digest:
            return None
        return self._books.read(lambda tx: pictures.find(tx, digest))

    def _command(
        self,
        actor: Actor,
        change: Callable[[ShopSettings, Tx], ShopSettings],
        named: Sequence[str],
    ) -> Done:
        """`named` are written over what cannot be read, whatever it was."""

        def work(posting: Posting) -> Done:
            tx = posting.tx
            before, unreadable = _read_in(tx, posting.till_id)
            anew = [n for n in unreadable if n in named and n not in _FIXED]
            return self._store(posting, before, change(before, tx), anew)

        return self._books.command(
            Command(actor, Permission.SETTINGS, "", "settings", "", NOTHING_MORE), work
        )

    def _store(
        self, posting: Posting, before: ShopSettings, after: ShopSettings, anew: Sequence[str]
    ) -> Done:
        changed = [n for n in _NAMES if n in anew or getattr(before, n) != getattr(after, n)]
        if _FIXED.intersection(changed):
            raise Refusal("setting_fixed", field=changed[0])
        if not changed:
            return Done()
        put_in(posting, after, changed)
        written = {n: (getattr(before, n), getattr(after, n)) for n in changed}
        posting.journal("settings_change", to_json(written))
        return Done(changes=Changes(settings=True))


def header_of(s: ShopSettings) -> ShopHeader:
    """The shop of these settings as its slips show it."""
    return ShopHeader(
        name=s.shop_name,
        address=s.address,
        phone=s.phone,
        slogan=s.slogan,
        footer=s.footer,
        demo=s.demo,
        print_tax=s.print_tax,
        utc_offset_min=UTC_OFFSET_MIN,
        head=s.receipt_head,
        logo=s.logo,
        qr=s.receipt_qr,
        qr_text=s.receipt_qr_text,
    )


def load_in(tx: Tx, till_id: int, *names: str) -> ShopSettings:
    """Settings inside a caller's transaction. Names a newer program wrote are left alone.

    One that cannot be read costs itself alone: selling goes on, and the window says so. Who names
    what is wanted gets that alone, the rest as it is without a setting: a sale wants one of them.
    """
    return _read_in(tx, till_id, names or _NAMES)[0]


def _read_in(
    tx: Tx, till_id: int, names: Sequence[str] = _NAMES
) -> tuple[ShopSettings, tuple[str, ...]]:
    """The settings, and the names of those that are stored and cannot be read."""
    stored = store.load_all(tx)
    found: dict[str, Any] = {}
    unreadable: list[str] = []
    for name in names:
        text = stored.get(_row(name, till_id))
        if text is None:
            continue
        try:
            value = from_json(_TYPES[name], text)
            _check_type(name, value)
            _check_figure(name, value)
        except Refusal:
            unreadable.append(name)
        else:
            found[name] = value
    return ShopSettings(**found), tuple(unreadable)


def put_in(posting: Posting, settings: ShopSettings, names: Sequence[str] = _NAMES) -> None:
    """Write the named settings inside a command."""
    for name in names:
        row = _row(name, posting.till_id)
        store.put(posting.tx, row, to_json(getattr(settings, name)), posting.at_us)


def _row(name: str, till_id: int) -> str:
    return f"till.{till_id}.{name}" if name in _OF_THE_TILL else name


def check(settings: ShopSettings) -> ShopSettings:
    """The settings themselves when every field is sound.

    Refuses `shop_name_empty`, `setting_text`, `setting_choice`, `setting_range`,
    `float_out_of_range` and what `check_printers` and `check_devices` refuse.
    """
    if not settings.shop_name.strip():
        raise Refusal("shop_name_empty")
    texts: Mapping[str, int] = {"shop_name": SHORT, "phone": SHORT, "address": LONG}
    texts = {**texts, "slogan": LONG, "footer": LONG, "receipt_head": LONG, "receipt_qr_text": LONG}
    for name, limit in texts.items():
        _check_text(name, getattr(settings, name), limit, lines=name in SEVERAL_LINES)
    for name in _NAMES:
        _check_figure(name, getattr(settings, name))
    if settings.receipt_qr == "text" and not settings.receipt_qr_text.strip():
        raise Refusal("receipt_qr_empty")
    _check_range("quick_codes", len(settings.quick_codes), 0, MAX_QUICK)
    check_printers(settings.printers)
    check_devices(settings.scale, settings.pole, settings.scanner)
    return settings


def _check_type(name: str, value: object) -> None:
    """Refuses `setting_unknown`, `setting_type`, what no column holds."""
    if name not in _TYPES:
        raise Refusal("setting_unknown", field=name)
    try:
        must_be(value, _TYPES[name])
    except TypeError as error:
        raise Refusal("setting_type", field=name) from error


def _check_figure(name: str, value: Any) -> None:  # noqa: ANN401 (of its own type by now)
    """Refuses a figure out of its range and a word that is none of its choices."""
    if name in _CHOICES and value not in _CHOICES[name]:
        raise Refusal("setting_choice", field=name)
    if name in _AMOUNTS:
        check_float(value)
    elif name == "idle_lock_min":
        _check_range(name, value, *IDLE_MINUTES)
    elif name == "price_limits":
        _check_range(name, value.percent, *PERCENTS)
        check_float(value.amount_fen)


def _check_text(name: str, value: str, limit: int, *, lines: bool = False) -> None:
    seen = value.replace("\n", "") if lines else value
    if len(value) > limit or not (seen.isprintable() or not seen):
        raise Refusal("setting_text", field=name, limit=limit)
    if has_payment_code(value):  # said aloud: a 二维码 or a number with holes would mislead
        raise Refusal("text_is_pay_code", field=name)


def _check_range(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise Refusal("setting_range", field=name, low=low, high=high)


def renamed(settings: ShopSettings, shop_name: str) -> ShopSettings:
    """The settings under another name; checked."""
    return check(replace(settings, shop_name=shop_name.strip()))
