"""What people do to goods beside selling them: they come in, move between places, and are lost."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select

from showroom.db.tables.stock import lot, stock_level, stock_move
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.documents.reasons import Difference
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId
from showroom.domain.stock import DocumentKind
from tests.factories import Shop, request
from tests.services.stock.moves import arrive

FLOOR, WAREHOUSE, TRANSIT = LocationId(1), LocationId(2), LocationId(8)
CHOSEN = st.sampled_from([LocationId(n) for n in range(1, 8)])
"""Every place of the first shop but 在途."""
TRANSFERS = (DocumentKind.TRANSFER.value, DocumentKind.TRANSFER_RECEIPT.value)


class StockRules(RuleBasedStateMachine):
    """Rules over `self.shop`; each request is `self.request()`."""

    shop: Shop

    def __init__(self):
        super().__init__()
        self.requests, self.drafts = 1000, 0
        self.sent, self.received, self.lots = [], [], []

    def request(self):
        self.requests += 1
        return request(self.requests)

    def draft(self, kind, head, lines):
        self.drafts += 1
        key, keep = f"machine-{self.drafts}", self.shop.suite.drafts
        draft = keep.begin(self.shop.owner, kind, head, key)
        for n, line in enumerate(lines):
            draft = keep.put_line(self.shop.owner, key, f"{key}-{n}", line)
        return draft.draft_id, draft.revision, self.request()

    @rule(
        picks=st.lists(st.tuples(st.integers(0, 23), st.integers(1, 400)), min_size=1, max_size=3),
        place=st.sampled_from([FLOOR, WAREHOUSE]),
    )
    def receive_opening(self, picks, place):
        skus = self.shop.suite.catalogue.load_index().skus
        lines = [DraftLine(skus[at % len(skus)].sku_id, n, place_id=place) for at, n in picks]
        draft = self.draft(DocumentKind.OPENING, DraftHead(place_id=place), lines)
        done = self.shop.suite.receiving.post(self.shop.owner, *draft)
        self.lots += [(line.sku_id, line.lot_id) for line in done.document.lines]

    def _transfer(self, data, to, post):
        """Some of what lies at one place to another, or what of it is refused."""
        where = self.read(
            select(stock_level.c.location_id)
            .where(stock_level.c.on_hand > 0, stock_level.c.location_id != TRANSIT)
            .distinct()
        )
        place = LocationId(data.draw(st.sampled_from(sorted(row[0] for row in where))))
        there = self.read(
            select(stock_level.c.sku_id, stock_level.c.lot_id, stock_level.c.on_hand)
            .where(stock_level.c.location_id == place, stock_level.c.on_hand > 0)
            .order_by(stock_level.c.lot_id)
        )
        picked = data.draw(st.lists(st.sampled_from(there), min_size=1, max_size=3))
        lines = [
            DraftLine(row.sku_id, data.draw(st.integers(1, row.on_hand + 1)), row.lot_id)
            for row in picked
        ]
        head = DraftHead(place_id=place, to_place_id=to)
        draft = self.draft(DocumentKind.TRANSFER, head, lines)
        try:
            return post(self.shop.owner, *draft)
        except Refusal as refusal:
            assert refusal.code in {
                *("transfer_not_there", "transfer_same_place", "transfer_expired_to_floor"),
            }
            return None

    @rule(data=st.data(), to=CHOSEN)
    def send(self, data, to):
        done = self._transfer(data, to, self.shop.suite.transfers.send)
        if done is not None:
            self.sent.append(done.document)

    @rule(data=st.data(), to=CHOSEN)
    def move(self, data, to):
        done = self._transfer(data, to, self.shop.suite.transfers.move)
        if done is not None:
            self.received.append((done.document, done.brought[0]))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def arrive(self, data):
        transfer = data.draw(st.sampled_from(self.sent))
        arrived = {x.line_no: data.draw(st.integers(0, x.quantity)) for x in transfer.lines}
        short = {n: data.draw(st.sampled_from(Difference)) for n in arrived}
        done = arrive(self.shop, transfer, arrived, short)
        self.sent.remove(transfer)
        self.received.append((transfer, done.document))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def take_a_transfer_back(self, data):
        transfer = data.draw(st.sampled_from(self.sent))
        self.shop.suite.documents.reverse(
            self.shop.owner, transfer.document_id, "不调了", self.request()
        )
        self.sent.remove(transfer)

    @precondition(lambda self: self.received)
    @rule(data=st.data())
    def take_a_receipt_back(self, data):
        transfer, receipt = data.draw(st.sampled_from(self.received))
        try:
            back = self.shop.suite.documents.reverse(
                self.shop.owner, receipt.document_id, "收错", self.request()
            )
        except Refusal as refusal:
            assert refusal.code in {"reversal_goods_gone", "reversal_nothing_left"}
            return
        self.received.remove((transfer, receipt))
        # A move in one go is taken back in one go: nothing of it is under way again.
        if transfer.document_id not in {x.reverses for x in (back.document, *back.brought)}:
            self.sent.append(transfer)

    def read(self, statement):
        return self.shop.books.read(lambda tx: tx.connection.execute(statement).all())

    @invariant()
    def what_is_there_is_the_sum_of_its_moves(self):
        m, level = stock_move.c, stock_level.c
        moved = {
            tuple(row[:3]): row[3]
            for row in self.read(
                select(m.sku_id, m.lot_id, m.location_id, func.sum(m.quantity)).group_by(
                    m.sku_id, m.lot_id, m.location_id
                )
            )
        }
        held = self.read(select(level.sku_id, level.lot_id, level.location_id, level.on_hand))
        found = {tuple(row[:3]): row[3] for row in held if row[3]}
        assert found == {key: n for key, n in moved.items() if n}

    @invariant()
    def transfers_neither_make_nor_lose_a_gram(self):
        m = stock_move.c
        moved = select(m.lot_id, func.sum(m.quantity)).where(m.document.in_(TRANSFERS))
        assert [row for row in self.read(moved.group_by(m.lot_id)) if row[1]] == []

    @invariant()
    def what_is_under_way_is_what_was_sent_and_not_received(self):
        sent = {}
        for line in (line for transfer in self.sent for line in transfer.lines):
            sent[line.lot_id] = sent.get(line.lot_id, 0) + line.quantity
        level = stock_level.c
        lying = self.read(
            select(level.lot_id, level.on_hand).where(
                level.location_id == TRANSIT, level.on_hand != 0
            )
        )
        assert {row.lot_id: row.on_hand for row in lying} == sent

    @invariant()
    def a_lot_is_of_one_product(self):
        m = stock_move.c
        strange = (
            select(m.lot_id)
            .join_from(stock_move, lot, lot.c.lot_id == m.lot_id)
            .where(lot.c.sku_id != m.sku_id)
        )
        assert self.read(strange) == []
