"""The stock-keeper's mornings of the simulated shop: deliveries, orders, the floor, the branch.

Everything goes by the verbs that a person uses, so that the demo's documents are real ones.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zlib import crc32

from showroom.domain.documents.dates import expiry_of, life_in_days
from showroom.domain.documents.draft import DraftHead, DraftLine, KeptLine
from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.place import PlaceKind, PointKind
from showroom.domain.documents.purchase import Proposal
from showroom.domain.documents.reasons import Difference
from showroom.domain.documents.transfer import MoveLine, counted_line
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, RequestId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind
from showroom.services.books.actor import Actor
from showroom.services.stock.bins import BinWanted
from showroom.services.stock.drafts import NewDraft
from showroom.services.stock.places import NewPlace
from showroom.services.stock.supply.purchasing import OpenOrder
from showroom.services.suite import Suite

ORDER_EVERY_DAYS = 3
BRANCH_EVERY_DAYS = 7
SHORT_EVERY = 9
"""One line in so many comes a little short."""
LINES_TO_BRANCH = 5
BIN_LOW_G = 1_000
WEIGHT = SoldBy.WEIGHT
BRANCH = ("SQ01", "大宁社区服务点（演示）", PointKind.COMMUNITY)
_ZONE_WORDS = {
    "云南文山": ("文山", "砚山"),
    "新疆巴楚": ("巴楚",),
    "湖北夷陵": ("夷陵", "许家冲"),
    "青海果洛": ("久治", "玛沁"),
}


@dataclass(slots=True)
class Supplied:
    """What came of it."""

    receipts: int = 0
    orders: int = 0
    refused: int = 0


class Supply:
    """One keeper, every morning before the shop opens."""

    def __init__(
        self, suite: Suite, keeper: Actor, request: Callable[[], RequestId], dice: random.Random
    ) -> None:
        self._suite, self._keeper = suite, keeper
        self._request, self._dice = request, dice
        self._branch: LocationId | None = None
        self._bin: LocationId | None = None
        self.supplied = Supplied()

    def morning(self, day: date, n: int) -> None:
        """What a keeper does on the `n`-th day, counted from 0, before the doors open."""
        if n % ORDER_EVERY_DAYS == 0:
            self._receive_all(day)
            self._order_all()
        if n % BRANCH_EVERY_DAYS == 1:
            self._to_branch()
        if n % BRANCH_EVERY_DAYS == 2:  # noqa: PLR2004 (the day after)
            self._at_branch()
        self._keep_bin(day)
        self._fill_floor()

    # -- from suppliers -----------------------------------------------------------------------

    def _order_all(self) -> None:
        """One order for each supplier and way of dealing, of what the books propose."""
        wanted: dict[tuple[SupplierId, str], list[Proposal]] = {}
        proposals = self._suite.purchasing.proposals(self._keeper)
        goods = self._goods(p.sku_id for p in proposals)
        for proposal in proposals:
            supplier_id = self._supplier_of(proposal)
            if supplier_id:
                key = supplier_id, goods[proposal.sku_id].terms.value
                wanted.setdefault(key, []).append(proposal)
        for (supplier_id, _), part in sorted(wanted.items()):
            lines = tuple(DraftLine(p.sku_id, p.quantity) for p in part)
            head = DraftHead(self._place(PlaceKind.WAREHOUSE), supplier_id=supplier_id)
            self._suite.purchasing.place(self._keeper, head, lines, self._request())
            self.supplied.orders += 1

    def _supplier_of(self, proposal: Proposal) -> SupplierId:
        """Who brought it last, else somebody of its region; the same one each time."""
        if proposal.supplier_id:
            return proposal.supplier_id
        words = _ZONE_WORDS.get(proposal.zone, ())
        known = self._suite.receiving.choices(self._keeper).suppliers
        there = sorted(
            s.supplier_id for s in known if any(word in s.name for word in words) and s.papers
        )
        return there[crc32(proposal.code.encode()) % len(there)] if there else SupplierId(0)

    def _receive_all(self, day: date) -> None:
        for order in reversed(self._suite.purchasing.open_orders(self._keeper)):
            self._receive(day, order)

    def _receive(self, day: date, order: OpenOrder) -> None:
        """What was ordered comes, here and there a little short; a paper that ended stops it."""
        drafts, keeper = self._suite.drafts, self._keeper
        key = f"demo-{self._request()[:24]}"
        begin = self._suite.purchasing.begin_receipt
        draft = begin(keeper, order.row.document_id, key).draft
        goods = self._goods(kept.line.sku_id for kept in draft.lines)
        head = self._under_contract(draft.head, goods[draft.lines[0].line.sku_id])
        revision = drafts.save_head(keeper, key, head, draft.head).revision
        for kept in draft.lines:
            line = self._arrived(kept, goods[kept.line.sku_id], day)
            if line.quantity:
                revision = drafts.put_line(keeper, key, kept.key, line, kept.line).revision
        try:
            self._suite.receiving.post(keeper, key, revision, self._request())
            self.supplied.receipts += 1
        except Refusal:
            drafts.discard(keeper, key, revision)
            self.supplied.refused += 1

    def _under_contract(self, head: DraftHead, goods: Delivered) -> DraftHead:
        """Of several contracts the one that the goods are usually dealt in."""
        today = self._suite.receiving.choices(self._keeper).today
        found = self._suite.receiving.supplier(self._keeper, head.supplier_id).terms_on(today)
        fitting = next((c for c in found if c.terms is goods.terms), next(iter(found), None))
        contract_id = fitting.contract_id if fitting is not None and len(found) > 1 else 0
        return replace(head, contract_id=contract_id)

    def _arrived(self, kept: KeptLine, goods: Delivered, day: date) -> DraftLine:
        line = kept.line
        short = self._dice.randrange(SHORT_EVERY) == 0
        unit = 1 if goods.sold_by is SoldBy.EACH else 1000
        quantity = max(0, line.expected - unit) if short else line.expected
        life = goods.shelf_life_days, goods.shelf_life_months
        made = day - timedelta(days=min(3, max(0, life_in_days(day, *life) // 10)))
        return replace(
            line,
            quantity=quantity,
            lot_no=f"{made:%Y%m%d}{'AB'[self._dice.randrange(2)]}",
            production_date=made.isoformat() if goods.expires else "",
            expiry_date=expiry_of(made.isoformat(), *life),
        )

    def _goods(self, sku_ids: Iterable[int]) -> dict[int, Delivered]:
        wanted = tuple(sorted(set(sku_ids)))
        found = self._suite.receiving.goods_of(self._keeper, wanted)  # type: ignore[arg-type]
        return {goods.sku_id: goods for goods in found}

    # -- in the house -------------------------------------------------------------------------

    def _fill_floor(self) -> None:
        needed = self._suite.replenishment.needed(self._keeper)
        lines = [need.line for need in needed if not need.opens]
        if lines:
            self._suite.replenishment.replenish(self._keeper, lines, self._request())

    def _keep_bin(self, day: date) -> None:
        """A 散货箱 is opened anew before it is empty, and when its lot is over."""
        bins = self._suite.bins
        if self._bin is None:
            self._bin = self._add_bin()
        for box in bins.listed(self._keeper):
            over = box.lot is not None and "" < box.lot.expiry_date < day.isoformat()
            if box.on_hand >= BIN_LOW_G and not over:
                continue
            try:
                choice = bins.choice(self._keeper, box.place.location_id)
            except Refusal:
                continue  # there is none that is fresh
            next_one, rest_to = choice.lots[0], choice.rest_to
            wanted = BinWanted(
                *(box.place.location_id, next_one.lot.lot_id, next_one.lot.on_hand),
                *(next_one.place.location_id, rest_to.location_id if rest_to else LocationId(0)),
            )
            bins.open_lot(self._keeper, wanted, self._request())

    def _add_bin(self) -> LocationId:
        """For the loose goods of which there is most."""
        goods = [s for s in self._suite.catalogue.load_index().skus if s.sold_by is WEIGHT]
        loose = max(goods, key=lambda s: (s.on_hand - s.expired_on_hand, s.code))
        floor = self._place(PlaceKind.SHOP_FLOOR)
        places = self._suite.places
        known = next(p.place for p in places.listed(self._keeper) if p.place.location_id == floor)
        new = NewPlace(
            known.point_id, f"散货箱 {loose.name}", PlaceKind.BULK_BIN, sku_id=loose.sku_id
        )
        return places.add(self._keeper, new, self._request()).place.location_id

    def _to_branch(self) -> None:
        """A little of what there is most of goes to the service point."""
        floor = self._branch_floor()
        room = self._place(PlaceKind.SHOP_FLOOR)
        lines: list[MoveLine] = []
        # Grams are more than pieces: goods by weight would come first, and none of them goes.
        packs = [s for s in self._suite.catalogue.load_index().skus if s.sold_by is SoldBy.EACH]
        for sku in sorted(packs, key=lambda s: -s.on_hand):
            if len(lines) == LINES_TO_BRANCH:
                break
            wanted = self._suite.transfers.suggest(self._keeper, sku.sku_id, room, 4)
            lines += [
                MoveLine(sku.sku_id, x.lot.lot_id, x.quantity, room, floor) for x in wanted[:1]
            ]
        if lines:
            self._send(lines, room, floor)

    def _send(self, lines: list[MoveLine], room: LocationId, floor: LocationId) -> None:
        keeper, key = self._keeper, f"demo-{self._request()[:24]}"
        drafts = self._suite.drafts
        head = DraftHead(room, floor)
        revision = drafts.begin(keeper, DocumentKind.TRANSFER, head, key).revision
        for n, line in enumerate(lines):
            sent = DraftLine(line.sku_id, line.quantity, line.lot_id)
            revision = drafts.put_line(keeper, key, f"line-{n}", sent).revision
        self._suite.transfers.send(keeper, key, revision, self._request())

    def _at_branch(self) -> None:
        """It arrives; now and then one piece fewer than was sent."""
        for under_way in self._suite.transfers.under_way(self._keeper):
            found = self._suite.transfers.arriving(self._keeper, under_way.document_id)
            first, key = found.transfer.lines[0], found.draft_id
            short = self._dice.randrange(3) == 0 and first.quantity > 1
            counted = counted_line(first, first.quantity - 1, Difference.NOT_SENT)
            lines = [KeptLine("line-1", counted)] if short else []
            new = NewDraft(DocumentKind.TRANSFER_RECEIPT, found.head)
            revision = self._suite.drafts.put_lines(self._keeper, key, lines, (), new).revision
            self._suite.transfers.receive(self._keeper, key, revision, self._request())

    def _branch_floor(self) -> LocationId:
        if self._branch is None:
            places = self._suite.places
            point = places.add_point(self._keeper, *BRANCH, self._request()).point
            self._branch = next(
                row.place.location_id
                for row in places.listed(self._keeper)
                if row.place.point_id == point.point_id and row.place.kind is PlaceKind.SHOP_FLOOR
            )
        return self._branch

    def _place(self, kind: PlaceKind) -> LocationId:
        """The centre's own place of that kind."""
        places = self._suite.receiving.choices(self._keeper).places
        return next(p.location_id for p in places if p.kind is kind)
