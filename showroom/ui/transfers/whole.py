"""A whole place is emptied, for a cold store that broke down: what is taken of it, asked first."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.kinds import MAX_LINES
from showroom.domain.documents.place import SELLS
from showroom.services.stock.transfers import WholePlace
from showroom.ui.transfers.model import SendModel
from showroom.ui.transfers.rows import is_expired
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask

WIDTH = 480


@dataclass(frozen=True, slots=True)
class Chosen:
    """The lines that are taken; `ended` lots may not go there, `left` have no room."""

    lines: tuple[DraftLine, ...]
    ended: int
    left: int


def chosen_of(model: SendModel, found: WholePlace) -> Chosen:
    """Beside the lines that are there already as many as a document has room for.

    Nothing that has expired goes to a place that sells.
    """
    to_place, today = model.to_place, model.today
    sells = to_place is not None and to_place.kind in SELLS
    fresh = [x for x in found.lines if not (sells and is_expired(x, today))]
    keys = {model.key_at(x.lot_id, x.place_id) for x in fresh}
    room = max(0, MAX_LINES - sum(kept.key not in keys for kept in model.lines))
    left = max(0, len(fresh) - room) + found.more
    return Chosen(tuple(fresh[:room]), len(found.lines) - len(fresh), left)


class WholePanel(Overlay):
    """`wanted` follows whoever says yes."""

    wanted = Signal()

    def __init__(self, host: QWidget, place: str, chosen: Chosen) -> None:
        super().__init__(host, f"{place}的货全部调出", WIDTH, throwaway=True)
        for told in _told(chosen):
            self.body.addWidget(label(told, wrap=True))
        yes = ask(self, "全部调出  Enter")
        yes.clicked.connect(self.close_panel)
        yes.clicked.connect(self.wanted)


def _told(chosen: Chosen) -> list[str]:
    kinds = len({line.sku_id for line in chosen.lines})
    told = [f"{kinds} 种 {len(chosen.lines)} 批，数量照账上的；一行一行还可以改。"]
    if chosen.ended:
        told.append(f"到期的 {chosen.ended} 批不能去卖货的库位，不在里面。")
    if chosen.left:
        told.append(f"一张单据最多 {MAX_LINES} 行：还有 {chosen.left} 批放不下，请再开一张。")
    return told
