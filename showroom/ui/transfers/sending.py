"""新调拨: places, then scan, quantity, Enter; F12 moves the goods or sends them on their way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.documents.place import PlaceKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId
from showroom.services.stock.transfers import LyingLot, StockPlace, WholePlace
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.transfers.draft_part import DraftPart, LotAt
from showroom.ui.transfers.leaving import Leaving
from showroom.ui.transfers.model import NOWHERE, SendModel
from showroom.ui.transfers.place_panel import SpotPanel
from showroom.ui.transfers.rows import is_expired
from showroom.ui.transfers.send_page import SendPage
from showroom.ui.transfers.whole import WholePanel, chosen_of
from showroom.ui.widgets.card import column

TO = "调到哪里"
FROM = "从哪里调出"


class Sending(DraftPart):
    """One transfer in hand."""

    model: SendModel
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("from", "调出", ("F3",), "zone", handler="choose_from"),
        ActionSpec("to", "调入", ("F4",), "zone", handler="choose_to"),
        ActionSpec("whole", "整库", ("F7",), handler="ask_whole"),
        ActionSpec("aside", "暂存", ("F6",), "hold", handler="put_aside"),
        ActionSpec("drop", "删除这一行", ("Del",), "trash", handler="drop_line"),
        ActionSpec("discard", "作废", ("F8",), "trash", handler="ask_discard"),
        ActionSpec("post", "发出", ("F12",), "check", handler="post", posts=True),
        ActionSpec("back", "返回", ("Esc",), "undo", handler="go_back"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = SendModel()
        places = tuple(button_for(self.action_set, name, size="touch") for name in ("from", "to"))
        aside = (button_for(self.action_set, name, size="touch") for name in ("aside", "discard"))
        post = button_for(self.action_set, "post", "primary", "touch")
        of_lines = (button_for(self.action_set, name, size="touch") for name in ("whole", "drop"))
        self.page = SendPage(places, tuple(of_lines), (*aside, post))
        self.setLayout(column(self.page))
        self.set_up(self.page, Leaving)

    @property
    def in_hand(self) -> Refusal | None:
        """One document at a time."""
        return Refusal("transfer_in_hand")

    def unknown(self, named: dict[str, str]) -> Refusal:
        """No product has it."""
        return Refusal("transfer_unknown", **named)

    def begin(self, to: LocationId = NOWHERE) -> None:
        """A new transfer; where goods go may be known, the other place is asked about."""
        self.fresh()
        self.model.head = DraftHead(to_place_id=to)
        self.read_known(self.choose_from)

    def begin_aside(self, at: LotAt) -> None:
        """What has expired goes to quarantine, what will soon to its own corner."""
        self.fresh()
        self.begin_with(at, partial(self._head_aside, at))

    def _head_aside(self, at: LotAt, lot: LyingLot) -> DraftHead | None:
        ended = is_expired(lot, self.model.today)
        kind = PlaceKind.QUARANTINE if ended else PlaceKind.NEAR_EXPIRY
        from_place = self.model.place(at.place_id)
        here = from_place.point_id if from_place is not None else 0
        if from_place is not None and from_place.kind is kind:
            self.refuse(Refusal("transfer_same_place", place=from_place.name))
            return None
        to = next((p for p in self.model.places if (p.kind, p.point_id) == (kind, here)), None)
        if to is None:
            self.refuse(Refusal("place_kind_missing", kind=kind.word))
            return None
        return DraftHead(place_id=at.place_id, to_place_id=to.location_id)

    def show_model(self) -> None:
        """All that is seen of the transfer."""
        model, acts = self.model, self.action_set
        acts["post"].setText("移库" if model.stays_here else "发出")
        self.lack_lines()
        self.lack(Refusal("transfer_from_kept") if model.lines else None, "from")
        self.page.show_model(model, self.line_in_front)
        if self.entering.last == self.page.table.selected_key:
            self.entering.last = ""

    # -- places ---------------------------------------------------------------------------------

    def choose_from(self) -> None:
        """F3: where goods are taken; the other place follows when it is not known."""
        self._ask_place(FROM, self._from_chosen, self.model.to_place)

    def choose_to(self) -> None:
        """F4: where they go."""
        self._ask_place(TO, self._to_chosen, self.model.from_place)

    def _ask_place(
        self, title: str, taken: Callable[[LocationId], None], other: StockPlace | None
    ) -> None:
        def unknown(code: str) -> None:
            same = other is not None and other.code == code
            here = Refusal("transfer_same_place", place=other.name if other else "")
            self.refuse(here if same else Refusal("place_unknown"))

        places = [p for p in self.model.places if p is not other]
        panel = SpotPanel(self, title, places, unknown)
        panel.taken.connect(lambda key: taken(LocationId(int(str(key)))))
        panel.open()

    def _from_chosen(self, chosen: LocationId) -> None:
        self.keeping.save_head(replace(self.model.head, place_id=chosen))
        if not self.model.head.to_place_id:
            self.choose_to()
        else:
            self.entering.place_changed(chosen)

    def _to_chosen(self, chosen: LocationId) -> None:
        self.keeping.save_head(replace(self.model.head, to_place_id=chosen))
        self.entering.place_changed(self.model.head.place_id)

    # -- a whole place ------------------------------------------------------------------------

    def ask_whole(self) -> None:
        """F7: everything that lies where goods are taken, once somebody says so."""
        head = self.model.head
        if not (head.place_id and head.to_place_id):
            self.refuse(Refusal("transfer_place_missing"))
            self.lead_to("transfer_place_missing")
            return
        whole, place_id = self.context.services.transfers.whole_place, head.place_id
        self.entering.take(lambda: self.read(whole, place_id, on_done=self._ask_whole))

    def _ask_whole(self, found: WholePlace) -> None:
        chosen = chosen_of(self.model, found)
        place = self.model.place_name(self.model.head.place_id)
        if chosen.lines:
            panel = WholePanel(self, place, chosen)
            panel.wanted.connect(lambda: self._take_whole(chosen.lines))
            panel.open()
        else:
            self.refuse(Refusal("transfer_place_empty", place=place))

    def _take_whole(self, lines: Sequence[DraftLine]) -> None:
        self.read_goods({line.sku_id for line in lines})
        self.read_sources(frozenset(line.lot_id for line in lines))
        self.keeping.put([(self.model.key_at(x.lot_id, x.place_id), x) for x in lines])
        self.context.sounds.play("accepted")
        self.focus_field()

    def lead_to(self, code: str) -> None:
        """The place that was not chosen yet."""
        if code == "transfer_place_missing":
            (self.choose_to if self.model.head.place_id else self.choose_from)()

    def use_place(self, place: StockPlace) -> bool:
        """The first card says from where, the next one where to.

        A place that was switched off meanwhile is to be said anew.
        """
        head = self.model.head
        if place.location_id in (head.place_id, head.to_place_id):
            return self.refuse(Refusal("transfer_same_place", place=place.name))
        if not head.place_id:
            self._from_chosen(place.location_id)
        elif self.model.to_place is None:
            self._to_chosen(place.location_id)
        else:
            return self.refuse(Refusal("transfer_places_known"))
        return True
