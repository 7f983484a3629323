"""Who delivers, by which papers and on which terms (docs/trade.md#supply-terms)."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.ids import SupplierId
from showroom.domain.stock import Terms
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


@dataclass(frozen=True, slots=True)
class Licence:
    """One paper; `valid_until` is ISO text, or empty for 长期."""

    licence_id: int
    kind: LicenceKind
    licence_no: str
    valid_until: str

    def is_valid(self, today: str) -> bool:
        """A paper may be used through its last day."""
        return not self.valid_until or self.valid_until >= today


@dataclass(frozen=True, slots=True)
class Contract:
    """Terms of supply: 扣点 in hundredths of a percent, dates ISO or empty for open.

    `return_before_days`: so many days before expiry goods may still be sent back, 0 for not agreed.
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
