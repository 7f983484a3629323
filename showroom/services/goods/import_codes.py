"""Whose a code is already, in whatever spelling, and what else it could be read as."""

from __future__ import annotations

from collections.abc import Iterator

from showroom.db.reads.imports import ImportState
from showroom.domain.barcode import other_spellings
from showroom.domain.ids import SkuId
from showroom.domain.scan import label_of
from showroom.services.goods.import_cases import CaseBook
from showroom.services.goods.import_values import BadCell, barcode_kind


class CodeBook:
    """Codes of the books and of the file's rows so far; products are named by their 货号."""

    def __init__(self, state: ImportState, cases: CaseBook) -> None:
        self._state, self._cases = state, cases
        self._seen: dict[str, str] = {}
        self._labels: dict[str, tuple[str, str]] | None = None
        self._held: dict[SkuId, list[str]] | None = None
        self._names = {sku_id: code for code, (sku_id, _) in state.skus.items()}

    def new_codes(
        self, codes: tuple[str, ...], code: str, sku_id: SkuId
    ) -> list[tuple[str, str, tuple[str, ...]]]:
        """(code, kind, other owners) of those that product `code` does not have yet.

        Refuses `barcode_is_case`, `barcode_scale_taken`, `barcode_reads_as_label`,
        `scale_key_reads_code`.
        """
        if not sku_id and code not in codes:
            self._check_label("code", code, code)
        added = []
        for each in codes:
            if carton := self._cases.owner(each):
                raise BadCell("barcode_is_case", field="barcodes", barcode=each, other=carton)
            known = sku_id and self._has(each, sku_id)
            others = self._owners(each, code)
            kind = barcode_kind(each)
            if kind == "scale" and others:
                raise BadCell(
                    "barcode_scale_taken", field="barcodes", barcode=each, other=others[0]
                )
            if not known:
                self._check_key(each, kind, code)
                self._check_label("barcodes", each, code)
                added.append((each, kind, others))
            self._remember(each, code)
        self._remember(code, code)
        return added

    def piece_of(self, code: str) -> str:
        """Whose piece a code is, as a bar code or as 货号; "" for nobody's."""
        return next(iter(self._owners(code, "")), "")

    def owners(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Products of the books that have one of these codes, in whatever spelling."""
        found = (sku_id for code in codes for sku_id in self._ids(code))
        return tuple(dict.fromkeys(self._names[sku_id] for sku_id in found))

    def held(self, sku_id: SkuId) -> tuple[str, ...]:
        """Codes that the product has in the books."""
        if self._held is None:
            self._held = {}
            for code, ids in self._state.barcodes.items():
                for each in ids:
                    self._held.setdefault(each, []).append(code)
        return tuple(self._held.get(sku_id, ()))

    def _ids(self, code: str) -> Iterator[SkuId]:
        for each in (code, *other_spellings(code)):
            yield from self._state.barcodes.get(each, ())

    def _has(self, code: str, sku_id: SkuId) -> bool:
        return sku_id in self._ids(code)

    def _owners(self, code: str, mine: str) -> tuple[str, ...]:
        """Other products with that number, in whatever spelling, as a bar code or as 货号."""
        spelled = (code, *other_spellings(code))
        seen = (self._seen[each] for each in spelled if each in self._seen)
        numbered = (each for each in spelled if each in self._state.skus)
        found = dict.fromkeys((*seen, *self.owners((code,)), *numbered))
        return tuple(other for other in found if other != mine)

    def _check_label(self, field: str, code: str, mine: str) -> None:
        """A code that is a label of a loose good too would be asked about at every scan."""
        label = label_of(code, self._state.labels)
        others = self._owners(label.item_key, mine) if label else ()
        if label and others:
            read = {"barcode": code, "key": label.item_key, "other": others[0]}
            raise BadCell("barcode_reads_as_label", field=field, **read)

    def _check_key(self, key: str, kind: str, mine: str) -> None:
        """The same from its other side: a new key makes labels of codes that are there."""
        if kind != "scale":
            return
        if self._labels is None:
            self._labels = {}
            for code, owner in self._all():
                self._note_label(code, owner)
        code, owner = self._labels.get(key, ("", mine))
        if owner != mine:
            raise BadCell(
                "scale_key_reads_code", field="barcodes", barcode=key, label=code, other=owner
            )

    def _all(self) -> Iterator[tuple[str, str]]:
        yield from self._seen.items()
        yield from ((code, code) for code in self._state.skus)
        for code, ids in self._state.barcodes.items():
            yield from ((code, self._names[sku_id]) for sku_id in ids)

    def _remember(self, code: str, owner: str) -> None:
        self._seen.setdefault(code, owner)
        if self._labels is not None:
            self._note_label(code, owner)

    def _note_label(self, code: str, owner: str) -> None:
        label = label_of(code, self._state.labels)
        if label and self._labels is not None:
            self._labels.setdefault(label.item_key, (code, owner))
