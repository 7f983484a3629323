"""Zones and counties of a file against those of the books, by whatever name people use."""

from __future__ import annotations

from showroom.db.reads.imports import ImportState
from showroom.domain.product import SkuContent
from showroom.services.goods.import_rows import RowProblem, Values
from showroom.services.goods.import_values import BadCell
from showroom.services.goods.places import bare_county_name


class Places:
    """Resolves (zone, county) of rows; new ones only when they were allowed."""

    def __init__(self, state: ImportState, *, allow_new: bool) -> None:
        self._allow_new = allow_new
        self._zones = {n: z.name for z in state.zones for n in (z.code, z.short_name, z.name)}
        self._counties: dict[tuple[str, str], str] = {}
        self._by_county: dict[str, set[tuple[str, str]]] = {}
        for zone, county in state.counties:
            self._learn(zone, county)
        self.new_zones: list[str] = []
        self.new_counties: list[tuple[str, str]] = []
        self.warnings: list[RowProblem] = []

    def _learn(self, zone: str, county: str) -> None:
        for name in (county, bare_county_name(county)):
            self._counties[zone, name] = county
            self._by_county.setdefault(name, set()).add((zone, county))

    def resolve(
        self, row: int, values: Values, before: SkuContent | None
    ) -> tuple[str, str] | None:
        """(zone, county) by their names in the books; None when the row says neither.

        A county alone finds its zone when there is only one of that name.
        """
        zone, county = str(values.get("zone", "")), str(values.get("county", ""))
        if not zone and not county:
            return None
        if not zone:
            return self._of_county(county, before)
        if not county:
            if before is not None and self._zones.get(zone) == before.zone:
                return None
            raise BadCell("cell_missing", field="county")
        named = self._zones.get(zone)
        known = self._counties.get((named, county)) if named else None
        if named and known:
            return named, known
        return self._new(row, zone, named, county)

    def _of_county(self, county: str, before: SkuContent | None) -> tuple[str, str]:
        found = self._by_county.get(county, set())
        if before is not None and (before.zone, before.county) in found:
            return before.zone, before.county
        if len(found) != 1:
            code = "county_several" if found else "county_no_zone"
            raise BadCell(code, field="county", county=county)
        return next(iter(found))

    def _new(self, row: int, zone: str, named: str | None, county: str) -> tuple[str, str]:
        if not self._allow_new:
            field = "county" if named else "zone"
            raise BadCell(f"{field}_unknown", field=field, zone=zone, county=county)
        if not named:
            named = self._zones[zone] = zone
            self.new_zones.append(zone)
            self.warnings.append(RowProblem(row, "", "zone_new", {"zone": zone}))
        self._learn(named, county)
        self.new_counties.append((named, county))
        # Its province and whether it is a 832 county cannot be known from a product list.
        params = {"zone": named, "county": county}
        self.warnings.append(RowProblem(row, "", "county_new", params))
        return named, county
