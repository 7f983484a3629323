"""What a file would do to the catalogue, and what a person says of the file; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from showroom.domain.approval import Act
from showroom.domain.ids import SkuId
from showroom.domain.limit import Passed, PriceLimits
from showroom.domain.product import CONTENT_FIELDS, OpeningLot, SkuContent
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms
from showroom.services.goods.import_cases import Case, cases_text
from showroom.services.goods.import_columns import CONTENT_COLUMNS, FIELD_HEADING
from showroom.services.goods.import_rows import RowProblem
from showroom.services.goods.import_table import NOTHING

USUAL: Mapping[str, object] = MappingProxyType(
    {
        "short_name": "",
        "producer": "未登记生产者",
        "category": "未分类",
        "spec": "",
        "sold_by": SoldBy.EACH,
        "member_price_fen": 0,
        "cost_price_fen": 0,
        "shelf_life_days": 0,
        "shelf_life_months": 0,
        "storage": "ambient",
        "reorder_point": 0,
        "terms": Terms.BUY_OUT,
        # Goods on the shelf must sell though their receipt is not booked yet.
        "oversell": True,
        "no_discount": False,
        "age_restricted": False,
    }
)
"""What a new product is where its file does not say it."""
Step = Callable[[int, int], object]
"""Told how far a long work is; it stops the work by raising."""


def no_step(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field of a product was and what it becomes, as `SkuContent` has it.

    `heading` is what its column is called. A barcode is added beside those that were `before`.
    """

    field: str
    heading: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class PlannedSku:
    """A product to write; `sku_id` 0 is a new one. `barcodes` are (code, kind) to add.

    A new one has no `before`. `held` are the codes it has already, which all stay. `cases` are
    cartons (code, pieces) to add or to count anew, `held_cases` those of the books.
    """

    row: int
    sku_id: SkuId
    content: SkuContent
    barcodes: tuple[tuple[str, str], ...] = ()
    before: SkuContent | None = None
    held: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    held_cases: tuple[Case, ...] = ()

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """Every field that moves; () for a new product and one that stays as it is."""
        if self.before is None:
            return ()
        moved = [
            FieldChange(n, FIELD_HEADING[CONTENT_COLUMNS.get(n, n)], was, new)
            for n in CONTENT_FIELDS
            if (was := getattr(self.before, n)) != (new := getattr(self.content, n))
        ]
        codes = [
            FieldChange("barcodes", FIELD_HEADING["barcodes"], "、".join(self.held), c)
            for c, _ in self.barcodes
        ]
        cases = [
            FieldChange("cases", FIELD_HEADING["cases"], was, cases_text(((code, pieces),)))
            for code, pieces in self.cases
            for was in [cases_text(tuple(c for c in self.held_cases if c[0] == code))]
        ]
        return (*moved, *codes, *cases)


@dataclass(frozen=True, slots=True)
class KeptSku:
    """A product that the file names and leaves as it is; lots may arrive for it."""

    row: int
    content: SkuContent

    @property
    def code(self) -> str:
        """Its 货号."""
        return self.content.code

    @property
    def name(self) -> str:
        """Its 品名."""
        return self.content.name


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A tag price that the import moves, fen per piece or kg.

    It asks for the 店长's approval where it `passed` a limit.
    """

    row: int
    code: str
    name: str
    before_fen: int
    after_fen: int
    passed: tuple[Passed, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceRules:
    """What the shop finds a jump, and which prices moved already on this business day (fen)."""

    limits: PriceLimits = PriceLimits()
    bases: Mapping[SkuId, int] = field(default_factory=dict)


NO_RULES = PriceRules()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The dry run. With `errors` it cannot be applied; `error_count` counts them all.

    `age_guessed` new products have an empty 限制未成年人 and a name of spirits or tobacco. `seal`
    is the books' own mark on what was checked and shown.
    """

    file_name: str
    sha256: str
    encoding: str
    row_count: int
    create: tuple[PlannedSku, ...]
    update: tuple[PlannedSku, ...]
    kept: tuple[KeptSku, ...]
    lots: tuple[OpeningLot, ...]
    prices: tuple[PriceChange, ...]
    new_zones: tuple[str, ...]
    new_counties: tuple[tuple[str, str], ...]
    errors: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]
    error_count: int
    catalogue_version: int
    age_guessed: int = 0
    seal: str = ""
    asks: tuple[Act, ...] = ()
    """What the import will want a 店长's yes to, once for each."""

    @property
    def unchanged(self) -> int:
        """How many products of the file stay as they are."""
        return len(self.kept)

    @property
    def asking(self) -> int:
        """How many prices need an approval, as the limits stood at the check."""
        return sum(bool(p.passed) for p in self.prices)

    @property
    def can_apply(self) -> bool:
        """True when every row is sound and there is something to do."""
        return not self.error_count and bool(self.create or self.update or self.lots)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says of a file that does not say it itself.

    Which `sheet`, by its title, where several have a header. Which heading means which field, by
    the heading; an empty field leaves the column out. A text for all rows, by a field without a
    column. With `restrict_by_name` a new product without its own flag and with a name of spirits
    or tobacco is not for minors.
    """

    allow_new_places: bool = False
    restrict_by_name: bool = True
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    fixed: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    @property
    def said(self) -> bool:
        """Whether anything is said of columns."""
        return bool(self.columns or self.fixed)


NO_ANSWERS = Answers()
