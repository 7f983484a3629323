"""A file held against the books row by row: what it would do, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from showroom.db.reads.imports import ImportState
from showroom.domain.age import sounds_adult
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.product import CONTENT_FIELDS, SkuContent
from showroom.domain.quantity import SoldBy, kilograms, mass_word
from showroom.services.goods.import_cases import Case, CaseBook
from showroom.services.goods.import_codes import CodeBook
from showroom.services.goods.import_columns import (
    CONTENT_COLUMNS,
    FIELD_HEADING,
    Columns,
    find_columns,
)
from showroom.services.goods.import_header import one_header
from showroom.services.goods.import_left_out import LeftOut
from showroom.services.goods.import_life import Life
from showroom.services.goods.import_lots import OF_LOT, OPENING, OWNER, Lots, in_units
from showroom.services.goods.import_places import Places
from showroom.services.goods.import_plan import (
    NO_ANSWERS,
    NO_RULES,
    USUAL,
    Answers,
    ImportPlan,
    KeptSku,
    PlannedSku,
    PriceChange,
    PriceRules,
    Step,
    no_step,
)
from showroom.services.goods.import_rows import (
    NO_PARAMS,
    RowProblem,
    Values,
    read_fixed,
    read_row,
    told_cell,
)
from showroom.services.goods.import_table import MAX_COLUMNS, Table, TableRow
from showroom.services.goods.import_units import (
    KILOGRAM,
    in_kilograms,
    sold_by_unit,
    with_fixed,
    with_heading_units,
)
from showroom.services.goods.import_values import BadCell, barcode_kind

MAX_PROBLEMS = 500
_REQUIRED = ("name", "county", "list_price_fen", "tax")
_TOGETHER = frozenset({"barcodes", "cases", "tax", "shelf_life", "zone", *OPENING, *OWNER})
"""Columns that are no single field of a product."""
_HELD = {"shelf_life": "expires"}
"""Where a product says whether it has something of a column that is no field of it."""
_REFUSED = frozenset({"state_unknown"})
_FIRST = frozenset(
    {"lot_beside", "lot_cost_odd", "lot_expired", "lot_expiry_far", "price_jump", "price_of_new"}
)
_LAST = frozenset({"lot_stock_kept"})
"""Remarks on what would cost the shop most, and those that a day of sales makes many of."""
NEW = SkuId(0)
ROWS_PER_STEP = 200


@dataclass(slots=True)
class _Seen:
    """What earlier rows of the file said."""

    skus: dict[str, PlannedSku] = field(default_factory=dict)
    units: dict[str, object] = field(default_factory=dict)
    barcodes: dict[str, set[str]] = field(default_factory=dict)


class Planner:
    """Reads one table against one state of the books."""

    def __init__(
        self,
        state: ImportState,
        table: Table,
        *,
        answers: Answers = NO_ANSWERS,
        prices: PriceRules = NO_RULES,
    ) -> None:
        self._state = state
        self._rules = prices
        self._restrict = answers.restrict_by_name
        self._guessed = 0
        table = replace(table, rows=one_header(table.rows, answers.columns))
        self._columns: Columns = find_columns(table, answers.columns)
        fixed = read_fixed(answers.fixed)
        self._fixed = {n: v for n, v in fixed.items() if n not in self._columns.titles}
        self._rows = table.rows[self._columns.header_at + 1 :]
        if not self._rows and not table.hidden_rows:
            raise Refusal("import_no_rows")
        self._left_out = LeftOut(self._rows, self._columns)
        self._places = Places(state, allow_new=answers.allow_new_places)
        self._seen, self._cases = _Seen(), CaseBook(state)
        self._codes = CodeBook(state, self._cases)
        self._errors = [RowProblem(0, c, "column_doubtful") for c in self._columns.doubtful]
        self._missing: set[str] = set()
        self._unread = 0
        self._kept_cells: Counter[str] = Counter()
        self._lots = Lots(state, self._warn, self._columns.titles)
        self._warnings = _left_out(table, self._columns) + [
            RowProblem(0, self._columns.titles[n], "fixed_unused", {"text": answers.fixed[n]})
            for n in fixed
            if n in self._columns.titles
        ]
        self._prices: list[PriceChange] = []
        self._encoding = table.encoding

    def plan(self, file_name: str, sha256: str, step: Step = no_step) -> ImportPlan:
        """The whole file."""
        for at, row in enumerate(self._rows):
            if at % ROWS_PER_STEP == 0:
                step(at, len(self._rows))
            if why := self._left_out.why(row):
                (self._errors if why.code in _REFUSED else self._warnings).append(why)
                continue
            values, problems = read_row(row, self._columns)
            if problems:
                problems += self._lacking(row.number, values)
            elif values:
                problems = self._take(row, values)
            else:  # a further line of what stands above, as ERPNext writes units and taxes
                self._unread += 1
            self._errors += problems
        if self._unread:
            self._warn(0, "", "rows_unread", count=self._unread)
        for name, count in self._kept_cells.items():
            self._warn(0, name, "cells_kept", count=count)
        self._lots.tell()
        self._warnings += self._places.warnings
        self._warnings.sort(key=_rank)
        planned = self._seen.skus.values()
        changed = [p for p in planned if p.changes]
        return ImportPlan(
            file_name,
            sha256,
            self._encoding,
            len(self._rows),
            tuple(p for p in planned if not p.sku_id),
            tuple(changed),
            tuple(KeptSku(p.row, p.content) for p in planned if p.sku_id and not p.changes),
            tuple(self._lots.arriving.values()),
            tuple(self._prices),
            tuple(self._places.new_zones),
            tuple(self._places.new_counties),
            tuple(self._errors[:MAX_PROBLEMS]),
            tuple(self._warnings[:MAX_PROBLEMS]),
            len(self._errors),
            self._state.version,
            self._guessed,
        )

    def _take(self, at: TableRow, values: Values) -> list[RowProblem]:
        row = at.number
        try:
            self._take_checked(at, values)
        except BadCell as bad:
            name = str(bad.params.get("field", ""))
            if bad.code == "cell_missing":
                also: tuple[str, ...] = bad.params.get("also", ())  # type: ignore[assignment]
                return [p for n in (name, *also) for p in self._empty(row, n)]
            if bad.code == "unit_needs_sold_by" and "sold_by" in self._columns.titles:
                bad.params["heading"] = self._columns.titles["sold_by"]
            if bad.code == "unit_unsaid" and "unit" not in self._columns.titles:
                return self._once(name, "unit_unsaid", {"name": values.get("name", "")})
            return [RowProblem(row, self._columns.titles.get(name, ""), bad.code, bad.params)]
        return []

    def _empty(self, row: int, name: str) -> list[RowProblem]:
        """A cell that must be there; what no row can have is said once, of the file."""
        if name in self._columns.titles:
            return [RowProblem(row, self._columns.titles[name], "cell_missing", {"field": name})]
        return self._once(name, "column_missing", NO_PARAMS)

    def _once(self, name: str, code: str, params: Mapping[str, object]) -> list[RowProblem]:
        if name in self._missing:
            return []
        self._missing.add(name)
        return [RowProblem(0, FIELD_HEADING[name], code, params)]

    def _lacking(self, row: int, values: Values) -> list[RowProblem]:
        """Columns that a new product lacks, of a row that is wrong otherwise too."""
        if values.get("code", "") in self._state.skus or "code" not in values:
            return []
        there = {*self._columns.titles, *self._fixed}
        return [p for n in _REQUIRED if n not in there for p in self._empty(row, n)]

    def _code(self, row: int, values: Values) -> str:
        """The row's own number; else its product's by the barcode, else the barcode itself.

        A file that comes again finds the same product, and two files make no number twice.
        """
        if "code" in values:
            return str(values["code"])
        barcodes = _codes_of(values)
        if not barcodes:
            raise BadCell(
                "cell_missing", field="code" if "code" in self._columns.titles else "barcodes"
            )
        owners = self._codes.owners(barcodes)
        if len(owners) > 1:
            raise BadCell("barcode_of_several", field="barcodes", barcode=barcodes[0])
        if owners:
            return owners[0]
        made, number = barcodes[0], 1
        while made in self._state.skus:  # another product's own number, without this barcode
            number += 1
            made = f"{barcodes[0]}-{number}"
        if made not in self._seen.skus:
            self._warn(row, "barcodes", "code_made", code=made)
        return made

    def _take_checked(self, at: TableRow, values: Values) -> None:
        row, code = at.number, self._code(at.number, {**self._fixed, **values})
        known, first = self._state.skus.get(code), self._seen.skus.get(code)
        before = known[1] if known else None
        there = first.content if first else before
        values = with_fixed({**values, "code": code}, self._fixed, there)
        # A further row of a product adds a lot; it may leave out what the first row said.
        if code in self._seen.units:
            values.setdefault("unit", self._seen.units[code])
        values = self._not_below_zero(row, values)
        values = with_heading_units(values, self._columns.titles, there)
        said = sold_by_unit(values, there)
        values = in_kilograms(said, there)
        content = self._content(row, values, there)
        planned = PlannedSku(row, known[0] if known else NEW, content, before=before)
        if first is None:
            added = self._barcodes(planned, values)
            planned = replace(planned, barcodes=added, held=self._codes.held(planned.sku_id))
            planned = self._with_cases(planned, values)
        elif "quantity" not in values or self._differ(values, first, content):
            raise self._twice(at, first, self._differ(values, first, content))
        self._lots.take(row, values, planned, first or planned)
        if first is None:
            self._seen.skus[code] = planned
            self._seen.barcodes[code] = {*_codes_of(values), *planned.held}
            self._note_kept(planned, values)
            if "unit" in said:
                self._seen.units[code] = said["unit"]
            if said is not values:
                self._remark_unit(planned, str(said["unit"]), values)
            self._remark(planned, before)
            self._remark_age(planned, before, asked="age_restricted" in values)

    def _not_below_zero(self, row: int, values: Values) -> Values:
        """What a shop has sold more of than it had comes in without stock, and is counted later."""
        said = int(str(values.get("quantity", 0)))
        if said >= 0:
            return values
        cell = kilograms(said).rstrip("0").rstrip(".")
        self._warn(row, "quantity", "opening_negative", cell=cell)
        return {**values, "quantity": 0}

    def _differ(self, values: Values, first: PlannedSku, content: SkuContent) -> list[str]:
        """Fields in which a further row of a product says something else than its first.

        What it cost and on which terms it came is the lot's own, where the row brings one.
        """
        names = [n for n in CONTENT_FIELDS if getattr(first.content, n) != getattr(content, n)]
        if values.get("quantity"):
            names = [n for n in names if n not in OF_LOT]
        further = set(_codes_of(values)) - self._seen.barcodes[content.code]
        cartons = set(_cases_of(values)) - {*first.cases, *first.held_cases}
        told = [CONTENT_COLUMNS.get(n, n) for n in names]
        return told + ["barcodes"] * bool(further) + ["cases"] * bool(cartons)

    def _twice(self, at: TableRow, first: PlannedSku, differ: Sequence[str]) -> BadCell:
        """Of two rows of a product that say different things, which and where."""
        earlier = next(row for row in self._rows if row.number == first.row)
        columns = {name: position for position, name, _ in self._columns.fields}
        for name in differ:
            if name in columns:
                other, cell = (_cell(row, columns[name]) for row in (earlier, at))
                told = {"heading": FIELD_HEADING[name], "other": other, "cell": cell}
                return BadCell("duplicate_code", field=name, first_row=first.row, **told)
        return BadCell("duplicate_code", field="code", first_row=first.row)

    def _content(self, row: int, values: Values, before: SkuContent | None) -> SkuContent:
        given: dict[str, Any] = {k: v for k, v in values.items() if k not in _TOGETHER}
        place = self._places.resolve(row, values, before)
        if place:
            given["zone"], given["county"] = place
        if "tax" in values:
            given["tax_kind"], given["tax_rate_bp"] = values["tax"]  # type: ignore[misc]
        if "shelf_life" in values:
            life: Life = values["shelf_life"]  # type: ignore[assignment]
            given["shelf_life_days"], given["shelf_life_months"] = life
        sold_by = given.get("sold_by") or (before.sold_by if before else SoldBy.EACH)
        if "reorder_point" in given:
            given["reorder_point"] = in_units(given["reorder_point"], sold_by, "reorder_point")
        if before is None:
            return self._new(given, values, sold_by)
        if sold_by is not before.sold_by:
            raise BadCell("sold_by_fixed", field="sold_by")
        return replace(before, **given)

    def _new(self, given: Mapping[str, Any], values: Values, sold_by: SoldBy) -> SkuContent:
        missing = [n for n in _REQUIRED if n not in values and n not in given]
        if missing:
            raise BadCell("cell_missing", field=missing[0], also=tuple(missing[1:]))
        unit = "件" if sold_by is SoldBy.EACH else KILOGRAM
        adult = self._restrict and sounds_adult(given["name"], given.get("category", ""))
        made: dict[str, Any] = {**USUAL, "unit": unit, "age_restricted": adult, **given}
        return SkuContent(**made)

    def _barcodes(self, planned: PlannedSku, values: Values) -> tuple[tuple[str, str], ...]:
        """Codes to add; one of several products is told (docs/trade.md#shared-codes)."""
        found = _codes_of(values)
        each = planned.content.sold_by is SoldBy.EACH
        wrong = next((c for c in found if each and barcode_kind(c) == "scale"), "")
        if wrong:
            raise BadCell("barcode_scale_for_piece", field="barcodes", barcode=wrong)
        added = self._codes.new_codes(found, planned.content.code, planned.sku_id)
        for code, _, others in added:
            if others:
                shared = {"barcode": code, "other": others[0]}
                self._warn(planned.row, "barcodes", "barcode_shared", **shared)
        return tuple((code, kind) for code, kind, _ in added)

    def _with_cases(self, planned: PlannedSku, values: Values) -> PlannedSku:
        """The cartons that are new of it; goods by weight come in no carton of pieces."""
        content, said = planned.content, _cases_of(values)
        if said and content.sold_by is SoldBy.WEIGHT:
            raise BadCell("case_of_weight", field="cases")
        added = self._cases.new_cases(said, content.code, self._codes.piece_of)
        return replace(planned, cases=added, held_cases=self._cases.held(content.code))

    def _remark(self, planned: PlannedSku, before: SkuContent | None) -> None:
        c, row = planned.content, planned.row
        if c.cost_price_fen > c.list_price_fen:
            self._warn(row, "cost_price_fen", "cost_above_price", name=c.name)
        if c.member_price_fen > c.list_price_fen:
            self._warn(row, "member_price_fen", "member_above_price", name=c.name)
        limits = self._rules.limits
        if before is None:
            # There is no price before it: what moves this far would ask, so it is looked at too.
            if c.list_price_fen > limits.amount_fen:
                fen = {"after_fen": c.list_price_fen, "limit_fen": limits.amount_fen}
                self._warn(row, "list_price_fen", "price_of_new", name=c.name, **fen)
            return
        if before.list_price_fen == c.list_price_fen:
            return
        was = before.list_price_fen
        base = self._rules.bases.get(planned.sku_id, was)
        passed = limits.passed(base, c.list_price_fen, c.cost_price_fen, c.member_price_fen)
        change = PriceChange(row, c.code, c.name, was, c.list_price_fen, passed)
        self._prices.append(change)
        if limits.jumped(base, c.list_price_fen):
            prices = {"before_fen": change.before_fen, "after_fen": change.after_fen}
            self._warn(row, "list_price_fen", "price_jump", name=c.name, **prices)

    def _note_kept(self, planned: PlannedSku, values: Values) -> None:
        """Columns whose cell is empty though the product has something there: it keeps it."""
        before = planned.before
        for name in self._columns.titles if before is not None else ():
            codes = {"barcodes": planned.held, "cases": planned.held_cases}
            held = codes[name] if name in codes else getattr(before, _HELD.get(name, name), "")
            if name not in values and held not in ("", 0, (), USUAL.get(name)):
                self._kept_cells[name] += 1

    def _remark_unit(self, planned: PlannedSku, unit: str, values: Values) -> None:
        """What was told by the 斤 is shown by the kilogram, before anybody writes it."""
        c, priced = planned.content, "list_price_fen" in values
        code = "unit_converted" if priced else "unit_converted_stock"
        told = {"after_fen": c.list_price_fen} if priced else {}
        self._warn(planned.row, "unit", code, name=c.name, unit=mass_word(unit), **told)

    def _remark_age(self, planned: PlannedSku, before: SkuContent | None, *, asked: bool) -> None:
        """A new product without its own flag is a question, a flag against its name a remark."""
        c, adult = planned.content, sounds_adult(planned.content.name, planned.content.category)
        if before is None and adult and not asked:
            self._guessed += 1
            code = "age_by_name" if c.age_restricted else "age_not_by_name"
            self._warn(planned.row, "age_restricted", code, name=c.name)
        elif adult and asked and not c.age_restricted and before != c:
            self._warn(planned.row, "age_restricted", "age_denied", name=c.name)

    def _warn(self, row: int, name: str, code: str, /, **params: object) -> None:
        self._warnings.append(RowProblem(row, self._columns.titles.get(name, ""), code, params))


def _left_out(table: Table, columns: Columns) -> list[RowProblem]:
    """What of the file is not imported, as remarks on the whole."""
    told = [RowProblem(0, c, "column_unknown") for c in columns.unknown]
    told += [RowProblem(0, c, "column_hidden") for c in columns.hidden]
    told += [RowProblem(0, s, "sheet_not_read") for s in table.other_sheets]
    told += [RowProblem(0, s, "sheet_hidden") for s in table.hidden_sheets]
    if table.hidden_rows:
        told.append(RowProblem(0, "", "rows_hidden", {"count": table.hidden_rows}))
    if table.cut:
        told.append(RowProblem(0, "", "columns_cut", {"limit": MAX_COLUMNS}))
    return told


def _codes_of(values: Values) -> tuple[str, ...]:
    return values.get("barcodes", ())  # type: ignore[return-value]


def _cases_of(values: Values) -> tuple[Case, ...]:
    return values.get("cases", ())  # type: ignore[return-value]


def _cell(row: TableRow, at: int) -> str:
    return told_cell(row.cells[at] if at < len(row.cells) else "") or "空"


def _rank(problem: RowProblem) -> int:
    """What is of the whole file before what is of one row."""
    order = (problem.code in _FIRST, not problem.row, problem.code not in _LAST, True)
    return order.index(True)
