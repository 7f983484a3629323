"""Carton codes inside a command: learned by receiving, brought by files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from showroom.db.stores.cases import put_case
from showroom.domain.codec import to_json
from showroom.domain.ids import SkuId
from showroom.services.books.posting import Posting
from showroom.services.books.told import Changed


def learn_cases(
    posting: Posting, cases: Iterable[tuple[str, SkuId, int]], told: Mapping[str, object]
) -> None:
    """Keep (code, product, pieces) and journal it with what is `told` of where it comes from."""
    changed = Changed(posting.tx)
    for code, sku_id, pieces in cases:
        changed.before("case_code", code)
        put_case(posting.tx, code, sku_id, pieces)
    posting.journal("case_learned", to_json({**told, **changed.now()}))
