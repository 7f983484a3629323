"""箱码 of a file: cartons of so many pieces, held against the codes of the books and the file.

A code is either a piece's or a carton's: one that is both would be rung up as the other. So is
its count: a bare code and two counts of one code say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from showroom.db.reads.imports import ImportState
from showroom.domain.barcode import other_spellings
from showroom.domain.product import CASE_PIECES
from showroom.services.goods.import_values import BadCell, article_code, barcode_kind, plain

MAX_CASES = 10
CASE_SIGN = "×"
_SIGNS = re.compile(r"\s*[×*=:]\s*")
_WORD = re.compile(r"([0-9A-Z._/-]+)(?:×(\d{1,6}))?")
Case = tuple[str, int]
"""A carton's code and its pieces."""


def read_cases(cell: str, _: str) -> tuple[Case, ...]:
    """``16901234567895×12``, several with a space between; 0 pieces where none are said."""
    words = re.split(r"[\s;,、|]+", _SIGNS.sub(CASE_SIGN, plain(cell).upper()).strip(" ;,、|"))
    found: dict[str, int] = {}
    for word in words:
        code, pieces = _case(word)
        if found.setdefault(code, pieces) != pieces:
            raise BadCell("case_several", barcode=code)
    if len(found) > MAX_CASES:
        raise BadCell("barcode_too_many", limit=MAX_CASES)
    return tuple(found.items())


def _case(word: str) -> Case:
    read = _WORD.fullmatch(word)
    if read is None:
        raise BadCell("case_unreadable")
    code = article_code(read[1])
    if barcode_kind(code) == "scale":
        raise BadCell("case_unreadable")
    pieces = int(read[2] or 0)
    if read[2] and not CASE_PIECES[0] <= pieces <= CASE_PIECES[1]:
        raise BadCell("case_range", low=CASE_PIECES[0], high=CASE_PIECES[1])
    return code, pieces


def cases_text(cases: tuple[Case, ...]) -> str:
    """As a cell has it, which `read_cases` reads back."""
    return " ".join(f"{code}{CASE_SIGN}{pieces}" for code, pieces in cases)


class CaseBook:
    """Cartons of the books and of the file's rows so far; products are named by their 货号."""

    def __init__(self, state: ImportState) -> None:
        self._names = {sku_id: code for code, (sku_id, _) in state.skus.items()}
        self._known = {
            code: (self._names[sku_id], pieces) for code, (sku_id, pieces) in state.cases.items()
        }
        self._seen: dict[str, str] = {}

    def owner(self, code: str) -> str:
        """Whose carton a code is, in whatever spelling; "" for nobody's."""
        for each in (code, *other_spellings(code)):
            if each in self._seen:
                return self._seen[each]
            if each in self._known:
                return self._known[each][0]
        return ""

    def held(self, sku: str) -> tuple[Case, ...]:
        """Cartons of a product in the books."""
        return tuple((code, n) for code, (owner, n) in self._known.items() if owner == sku)

    def new_cases(
        self, cases: tuple[Case, ...], sku: str, piece_of: Callable[[str], str]
    ) -> tuple[Case, ...]:
        """Cartons of product `sku` that are new or hold another count than the books say.

        `piece_of` tells whose piece a code is, "" for nobody's. Refuses `case_is_piece`,
        `case_taken`, `case_no_pieces`.
        """
        added = []
        for code, pieces in cases:
            if piece := piece_of(code):
                raise BadCell("case_is_piece", field="cases", barcode=code, other=piece)
            owner = self.owner(code)
            if owner not in {"", sku}:
                raise BadCell("case_taken", field="cases", barcode=code, other=owner)
            known = self._known.get(code, ("", 0))[1]
            if not pieces and not known:
                raise BadCell("case_no_pieces", field="cases", barcode=code)
            if pieces and pieces != known:
                added.append((code, pieces))
            self._seen[code] = sku
        return tuple(added)
