"""Who delivers, by which papers and on which terms (docs/trade.md#supply-terms)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from showroom.domain.catalogue import APART
from showroom.domain.ids import SupplierId
from showroom.domain.spelling import Spelled, plain
from showroom.domain.stock import Terms
from showroom.domain.tax import percent
from showroom.domain.worded import Worded


class LicenceKind(Worded):
    """Papers that a buyer of food must have looked at (食品安全法 53)."""

    BUSINESS = "business", "营业执照"
    FOOD_TRADE = "food_trade", "食品经营许可证"
    FOOD_PRODUCTION = "food_production", "食品生产许可证"
    FARM_PRODUCE = "farm_produce", "食用农产品承诺达标合格证"
    OTHER = "other", "其他证照"


class Borne(Worded):
    """Who bears a loss, or what a promotion gives away."""

    SHOP = "shop", "本店承担"
    SUPPLIER = "supplier", "供应商承担"
    SHARED = "shared", "双方分摊"


LICENCE_SOON_DAYS = 30
"""So many days before its end a licence is called for."""


class PaperState(Enum):
    """How a licence, or the worst of a supplier's, stands on a day."""

    SOUND = "sound"
    SOON = "soon"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Licence:
    """One paper; `valid_until` is ISO text, or empty for 长期. `licence_id` 0: not yet kept."""

    licence_id: int
    kind: LicenceKind
    licence_no: str
    valid_until: str

    @property
    def ends(self) -> str:
        """Its last day, of 长期 one after all others."""
        return self.valid_until or "9999-12-31"

    def is_valid(self, today: str) -> bool:
        """A paper may be used through its last day."""
        return not self.valid_until or self.valid_until >= today

    def state(self, today: str) -> PaperState:
        """How it stands on a day; sound where nobody knows the day (empty)."""
        if not self.is_valid(today):
            return PaperState.ENDED
        if not (self.valid_until and today):
            return PaperState.SOUND
        left = date.fromisoformat(self.valid_until) - date.fromisoformat(today)
        return PaperState.SOON if left.days <= LICENCE_SOON_DAYS else PaperState.SOUND


def in_use(licences: Iterable[Licence]) -> tuple[Licence, ...]:
    """Of each kind the licence that ends last: it has taken the place of the others.

    其他证照 may be any papers, so there only one of the same number is the same paper renewed.
    """
    last: dict[tuple[LicenceKind, str], Licence] = {}
    for licence in licences:
        other = licence.kind is LicenceKind.OTHER
        paper = licence.kind, licence.licence_no if other else ""
        if paper not in last or last[paper].ends <= licence.ends:
            last[paper] = licence
    return tuple(last.values())


def first_end(licences: Iterable[Licence]) -> str:
    """The first day on which one of those in use is valid for the last time; "" for none."""
    return min((x.valid_until for x in in_use(licences) if x.valid_until), default="")


def terms_words(terms: Terms, commission_bp: int) -> str:
    """``代销 扣点 25%``, ``买断``: 扣点 in hundredths of a percent, 0 for none."""
    return terms.word + (f" 扣点 {percent(commission_bp)}" if commission_bp else "")


@dataclass(frozen=True, slots=True)
class Contract:
    """Terms of supply: 扣点 in hundredths of a percent, dates ISO or empty for open.

    `return_before_days`: so many days before expiry goods may still be sent back, 0 for not agreed.
    Of 代销 without 扣点 each lot is settled at its own price. `contract_id` 0: not yet kept.
    """

    contract_id: int
    contract_no: str
    terms: Terms
    commission_bp: int
    payment_days: int
    loss_borne_by: Borne
    promotion_borne_by: Borne
    return_before_days: int
    valid_from: str
    valid_to: str

    @property
    def named(self) -> str:
        """Terms and 扣点."""
        return terms_words(self.terms, self.commission_bp)

    def is_valid(self, today: str) -> bool:
        """True within its dates, both included."""
        return self.valid_from <= today and (not self.valid_to or today <= self.valid_to)


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """A supplier as a receipt must know it."""

    supplier_id: SupplierId
    code: str
    name: str
    address: str
    contact: str
    phone: str
    active: bool
    licences: tuple[Licence, ...] = ()
    contracts: tuple[Contract, ...] = ()

    def terms_on(self, today: str) -> tuple[Contract, ...]:
        """Contracts in force on a day."""
        return tuple(c for c in self.contracts if c.is_valid(today))

    def terms_until(self, day: str) -> tuple[Contract, ...]:
        """What goods that lay there on a day can have come in under, ended or not."""
        return tuple(c for c in self.contracts if c.valid_from <= day)

    def came_under(self, day: str) -> tuple[Contract, ...]:
        """Those in force on a day; where none is, those that were."""
        return self.terms_on(day) or self.terms_until(day)

    def agreed(self, terms: Terms, commission_bp: int, day: str) -> tuple[Contract, ...]:
        """Contracts that a lot which came on a day, on these terms, can be under.

        Those of its very 扣点 before others, those in force before those that were.
        """
        every = (*self.terms_on(day), *self.terms_until(day))
        same = [c for c in every if c.terms is terms]
        exact = [c for c in same if c.commission_bp == commission_bp] or same
        valid = [c for c in exact if c.is_valid(day)] or exact
        return tuple(dict.fromkeys(valid))


@dataclass(frozen=True, slots=True)
class Supplied:
    """Who brought a lot and on which terms; 扣点 in hundredths of a percent, 0 for none.

    `contract_id` 0 is of a supplier without contracts: the terms are then the product's own.
    """

    supplier_id: SupplierId
    supplier: str
    contract_id: int
    contract_no: str
    terms: Terms
    commission_bp: int


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a supplier is found: address, whom to ask for, telephone."""

    address: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SupplierContent:
    """What is kept of a supplier as somebody filled it in; an empty `code` is given one."""

    name: str
    code: str = ""
    credit_code: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier as the books have it; `revision` grows with every change of its content.

    `withdrawn` are licences that count no more (已撤下).
    """

    supplier_id: SupplierId
    content: SupplierContent
    spelling: str
    active: bool
    revision: int
    changed_at_us: int
    licences: tuple[Licence, ...] = ()
    contracts: tuple[Contract, ...] = ()
    withdrawn: tuple[Licence, ...] = ()

    def state(self, today: str) -> PaperState:
        """The worst of its licences in use on a day."""
        states = {licence.state(today) for licence in in_use(self.licences)}
        worst_first = (PaperState.ENDED, PaperState.SOON)
        return next((state for state in worst_first if state in states), PaperState.SOUND)

    @property
    def soonest_end(self) -> str:
        """The first day on which one in use is valid for the last time; "" for none."""
        return first_end(self.licences)

    def terms_on(self, today: str) -> tuple[Contract, ...]:
        """Contracts in force on a day."""
        return tuple(c for c in self.contracts if c.is_valid(today))


def matching(suppliers: Iterable[Supplier], text: str) -> tuple[Supplier, ...]:
    """Those that a typed text finds by name, initials, code, contact or telephone, in order."""
    listed = tuple(suppliers)
    found = set(
        _found([_named(s.content.name, s.spelling, _told(s.content)) for s in listed], text)
    )
    return tuple(s for at, s in enumerate(listed) if at in found)


@dataclass(frozen=True, slots=True)
class SupplierChoice:
    """A supplier to choose from; `valid_until` is its `first_end`.

    `papers` are how many there are. One that is not `active` delivers no more.
    """

    supplier_id: SupplierId
    code: str
    name: str
    spelling: str
    valid_until: str
    papers: int
    active: bool = True


def choices(suppliers: Iterable[SupplierChoice], text: str) -> tuple[SupplierChoice, ...]:
    """Those that a typed text finds by name, initials or code, whose name begins with it first."""
    listed = tuple(suppliers)
    named = [_named(s.name, s.spelling, (s.code,)) for s in listed]
    return tuple(listed[at] for at in _found(named, text))


_Named = tuple[str, str, tuple[str, ...]]


def _named(name: str, spelling: str, told: tuple[str, ...]) -> _Named:
    return name, spelling.partition(APART)[0], told


def _told(content: SupplierContent) -> tuple[str, ...]:
    return content.code, content.contact, content.phone, content.credit_code


def _found(named: Sequence[_Named], text: str) -> Iterable[int]:
    """Numbers of those that a text finds; all for no text, none for one without a character."""
    typed = text.strip()
    wanted = plain(typed)
    if not wanted:
        return () if typed else range(len(named))
    spelled = Spelled.of([(name, spelling) for name, spelling, _ in named])
    said = (n for n, (_, _, told) in enumerate(named) if any(wanted in plain(t) for t in told))
    return dict.fromkeys((*spelled.find(wanted), *said))
