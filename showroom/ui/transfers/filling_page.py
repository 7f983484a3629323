"""上架补货: what the floor needs, as one walks; scan, figure, Enter, and F12 when all is up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal

from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, DraftRow
from showroom.domain.documents.place import place_code
from showroom.domain.documents.transfer import MoveLine
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, SkuId
from showroom.domain.quantity import counted_text
from showroom.domain.stock import DocumentKind
from showroom.services.books.changes import Changes
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.replenishment import REASON, Needed, Standing
from showroom.services.stock.transfers import StockPlace
from showroom.ui.browse import goods_reading
from showroom.ui.browse.goods_reading import Read
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.counted_draft import CountedDraft
from showroom.ui.transfers.counting import Counted
from showroom.ui.transfers.keeping import LOST, unsaved_text
from showroom.ui.transfers.model import SendModel
from showroom.ui.transfers.rows import FILLING, filling_rows
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.words.given import given_text
from showroom.ui.words.trade import lot_word

FILL, WAITING_WIDTH = "replenish", 440
FOOT = ("skip", "bins", "discard", "leave")
NOWHERE = LocationId(0)


class FillingPage(CountedDraft):
    """What is taken is a draft of a transfer, line by line; a walk that breaks off waits there."""

    opened = Signal(str)
    """The key of a draft that somebody wants to go on with."""
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("post", "过账", ("F12",), "check", handler="post", posts=True),
        ActionSpec("skip", "不拿这一行", ("Space",), "close", handler="skip"),
        ActionSpec("discard", "作废", ("F8",), "trash", handler="ask_discard"),
        ActionSpec("bins", "散货箱换批", ("F7",), "scale", handler="open_bin"),
        ActionSpec("leave", "返回", ("Esc",), "undo", handler="ask_leave"),
    )
    binning = Signal(int)
    """The product whose bin is to be filled; a lot is opened on the page of the bins."""

    resumed = "已拿 {lines} 行，已暂存，谁都可以接着拿"
    undone = "已拿 {lines} 行，还没有过账。作废后要重新拿。"
    _model: SendModel

    def __init__(self, context: Context) -> None:
        super().__init__(context, FILLING, ("上架补货", "拿"), SendModel())
        self.needed: tuple[Needed, ...] = ()
        self.fate: dict[int, int | None] = {}
        """By the place in the list: what was taken, None for left out."""
        self._at = NOWHERE
        self._wanted = SkuId(0)
        self._request = new_request()
        self.keeping.met.connect(self._read_fate)
        self.keeping.lost.connect(lambda _code: self._begin())
        self.table.set_empty(EmptyState("success", "没有要补的", "卖场缺、库房有的会出现在这里"))
        self.amount.spaced.connect(self.skip)
        self.table.row_activated.connect(lambda _key: self._lead_to_bin())
        self._told = label("", "strong")
        post = button_for(self.action_set, "post", "primary", "touch")
        others = [button_for(self.action_set, name, size="touch") for name in FOOT]
        listed = Card("上架补货", SPACE.m)
        told = "照这个顺序走：扫商品，数对就 Enter，不对就输拿了多少；都放好了按 F12"
        listed.body.addWidget(label(told, "muted", wrap=True))
        listed.body.addWidget(SaidHere(self))
        listed.body.addWidget(self.table, 1)
        foot = Card(padding=SPACE.s)
        foot.body.addLayout(row(self.amount, self._told, spacing=SPACE.s))
        foot.body.addLayout(row(post, *others, None, spacing=SPACE.xs))
        page = column(spacing=SPACE.s)
        page.addWidget(listed, 1)
        page.addWidget(foot)
        self.setLayout(page)

    def shown(self) -> None:
        """What is needed now; a walk that somebody broke off is offered."""
        self._begin()
        self.read(self.context.services.drafts.listed, on_done=self._offer_waiting)

    def _offer_waiting(self, drafts: tuple[DraftRow, ...]) -> None:
        kind = DocumentKind.TRANSFER
        waiting = next((x for x in drafts if (x.kind, x.title) == (kind, REASON)), None)
        if waiting is None or self.in_hand is not None:
            return
        panel = Overlay(self, "有一趟没走完", WAITING_WIDTH, throwaway=True)
        when = formats.short_date_time(waiting.saved_at_us)
        told = f"{waiting.person} {when} 拿了 {waiting.lines} 行，还没有过账。"
        panel.body.addWidget(label(told, wrap=True))
        yes = ask(panel, "接着拿", "另走一趟")
        yes.clicked.connect(panel.close_panel)
        yes.clicked.connect(lambda: self.opened.emit(waiting.draft_id))
        panel.open()

    def resume(self, draft: DocumentDraft) -> None:
        """Go on with a walk, with what was taken on it."""
        self._begin(draft)

    def _begin(self, draft: DocumentDraft | None = None) -> None:
        services = self.context.services
        self.hand.take()
        self._forget()
        if draft is not None:
            self._model.use_draft(draft)
            self.keeping.use(draft.draft_id)
        self._show()
        self.read(services.receiving.choices, on_done=self.use_choices)
        self._read_needed()

    def _forget(self) -> None:
        self.needed, self.fate, self._at = (), {}, NOWHERE
        self.drop_typed()
        self._model.forget()
        self.keeping.use("")
        self._request = new_request()

    def _read_needed(self) -> None:
        lines = [kept.line for kept in self._model.lines]
        taken = tuple(
            MoveLine(x.sku_id, x.lot_id, x.quantity, x.place_id, x.to_place_id) for x in lines
        )
        self.survey(self.context.services.replenishment.needed, taken, on_done=self._use_needed)

    def on_changes(self, changes: Changes) -> None:
        """A sale may change what is needed; a walk that was begun goes on with its list."""
        if changes.stock and self.in_hand is None:
            self._read_needed()

    @property
    def in_hand(self) -> Refusal | None:
        """What was taken and is not in the books yet."""
        return Refusal("filling_in_hand") if self.fate or self.typed else None

    def _use_needed(self, needed: tuple[Needed, ...]) -> None:
        if self.in_hand is not None:
            return
        self.needed = needed
        self._read_fate()
        if self.table.selected_key is None and not self.hand.empty:
            self.table.select_first()
            self.table.setFocus()
        self._choose_wanted()

    def _read_fate(self) -> None:
        """What the draft has of each line, by whomever; what was left out stays so."""
        taken = {k.key: k.line.quantity for k in self._model.lines}
        keys = {at: self._key(at) for at in range(len(self.needed))}
        left = {at: None for at, fate in self.fate.items() if fate is None}
        self.fate = left | {at: taken[key] for at, key in keys.items() if key in taken}
        self._show()

    def _key(self, at: int) -> str:
        """Of the line that a draft has of it, or is to have."""
        needed = self.needed[at]
        return self._model.key_at(needed.lot_id, needed.from_place_id)

    def look_for(self, sku_id: SkuId) -> None:
        """The product that somebody came for: chosen when what is needed has been read."""
        self._wanted = sku_id

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, SkuId(0)
        at = next((n for n, x in enumerate(self.needed) if x.sku_id == wanted), None)
        if at is not None:
            self.go_to(at)
        elif wanted:
            self._say_why(wanted, "")

    def counted(self) -> list[Counted]:
        """What is needed, with what was taken of it."""
        return [
            Counted(
                *(at, x.sku_id, x.lot_no, x.name, self._which(x)),
                *(x.unit, x.sold_by, self.fate.get(at) or x.quantity),
            )
            for at, x in enumerate(self.needed)
        ]

    def _which(self, x: Needed) -> str:
        """Goods and way; of two lots of one number also which, and until when it keeps."""
        lot = lot_word(x.lot_no, x.source)
        told = (x.name, *((lot, x.expiry_date) if x.source else ()))
        return "　".join(part for part in (*told, f"{x.from_place} → {x.to_place}") if part)

    def scanned(self, code: str) -> bool:
        """A place's card leads to its first line, goods to their own."""
        if place_code(code):
            self.read(self.context.services.places.find, code, on_done=self._stand_at)
            return True
        return self.look_up(code)

    def look_up(self, code: str) -> bool:
        """Goods that are not on the list are asked about: the floor has enough, or nobody has."""
        try:
            found = goods_reading.read(code, self.context.index, self.choices)
        except Refusal as refusal:
            return self.refuse(refusal)
        here = {x.sku_id for x in self.needed}
        if found.products and here.isdisjoint(x.sku_id for x in found.products):
            self._say_why(found.products[0].sku_id, code)
            return True
        return super().look_up(code)

    def not_on_it(self, found: Read) -> Refusal:
        """No product has this code."""
        return Refusal("filling_unknown", code=found.text)

    def _say_why(self, sku_id: SkuId, code: str) -> None:
        """Which of the two it is that keeps a product off the list; no line is in hand for it."""
        self.hand.let_go()
        sku = self.context.index.by_id.get(sku_id)
        name = sku.name if sku is not None else code

        def say(now: Standing) -> None:
            if sku is None or (now.stored <= 0 and not now.needed):
                self.refuse(Refusal("filling_none_stored", name=name))
            elif now.needed and self.in_hand is None:
                self.look_for(sku_id)
                self._read_needed()
            elif now.needed:
                self.refuse(Refusal("filling_needed_now", name=name))
            else:
                there, stored = (
                    counted_text(x, sku.sold_by, sku.unit) for x in (now.on_sale, now.stored)
                )
                self.refuse(Refusal("filling_enough", name=name, there=there, stored=stored))

        self.survey(self.context.services.replenishment.standing, sku_id, on_done=say)

    def offer(self) -> None:
        """A lot that is to be opened has no figure here: its page asks for it."""
        super().offer()
        line, taken = self._to_open, sum(bool(quantity) for quantity in self.fate.values())
        told = f"已拿 {taken} 行，共 {len(self.needed)} 行" if self.needed else ""
        if line is not None:
            self.drop_typed()
            self.amount.show_line(None)
            told = "按 F7 换批来补"
        said = (told, unsaved_text(self._model.unsaved))
        self._told.setText("　".join(x for x in said if x))
        self.action_set.enable(line is not None, "bins")

    @property
    def _to_open(self) -> Needed | None:
        """The line in front, when its lot must be opened in a bin."""
        chosen = self.chosen
        line = self.needed[chosen.key] if chosen is not None else None
        return line if line is not None and line.opens else None

    def go_to(self, key: int) -> None:
        """A line to the front; how a bin's gets there is said."""
        super().go_to(key)
        line = self._to_open
        if line is not None:
            self.context.operations.note(f"{line.name} 装在{line.to_place}里卖：按 F7 换批来补")

    def _lead_to_bin(self) -> None:
        if self._to_open is not None:
            self.open_bin()

    def open_bin(self) -> None:
        """F7: the page of the bins, with what may be opened; what was taken comes first."""
        line = self._to_open
        if line is None:
            return
        if self.in_hand is not None:
            self.refuse(self.in_hand)
        else:
            self.binning.emit(line.sku_id)

    def turn(self, line: Counted) -> tuple[object, ...]:
        """Open lines first, those of the place where somebody stands before others."""
        return self._order(line.key)

    def _order(self, at: int) -> tuple[bool, bool, int]:
        line = self.needed[at]
        elsewhere = self._at not in (NOWHERE, line.from_place_id, line.to_place_id)
        return at in self.fate, elsewhere, at

    def _stand_at(self, place: StockPlace) -> None:
        self._at = place.location_id
        here = [
            n for n, x in enumerate(self.needed) if self._at in (x.from_place_id, x.to_place_id)
        ]
        if here:
            self.go_to(min(here, key=self._order))
        else:
            self.refuse(Refusal("filling_none_here", place=place.name))

    def _show(self) -> None:
        self.table.set_rows(filling_rows(self.needed, self.fate))
        self.lack(None if self.needed else Refusal("filling_nothing"), "post", "skip")
        self.lack(None if self._model.lines else Refusal("discard_nothing"), "discard")
        self.offer()

    def entered(self) -> None:
        """On to the next line."""
        self.context.sounds.play("accepted")
        self._next()

    def keep(self, line: Counted, value: int) -> bool:
        """So much was taken; no more than lies there, and none of it is left out."""
        wanted = self.needed[line.key]
        if value > wanted.there:
            told = {"name": wanted.name, "lot": wanted.named, "place": wanted.from_place}
            there = counted_text(wanted.there, wanted.sold_by, wanted.unit)
            return self.refuse(Refusal("transfer_not_there", **told, there=there))
        self._put_down(line.key, value or None)
        return True

    def _put_down(self, at: int, taken: int | None) -> None:
        """So much of a line, None of it left out; the draft has it before the next begins."""
        needed, model, self.fate[at] = self.needed[at], self._model, taken
        line, key = needed.line, self._key(at)
        if taken:
            if model.draft is None:
                places = (line.from_place_id, line.to_place_id)
                model.head = DraftHead(*places, reason=REASON)
            kept = DraftLine(
                line.sku_id,
                taken,
                lot_id=line.lot_id,
                lot_no=needed.lot_no,
                expiry_date=needed.expiry_date,
                place_id=line.from_place_id,
                to_place_id=line.to_place_id,
            )
            self.keeping.put([(key, kept)])
        elif any(k.key == key for k in model.lines):
            self.keeping.drop(key)
        self._show()

    def _next(self) -> None:
        """The next line that is open, else the first one."""
        after = self.chosen.key if self.chosen is not None else 0
        rest = [n for n in range(len(self.needed)) if n not in self.fate]
        if rest:
            self.go_to(min(rest, key=lambda n: (n < after, n)))
        self.table.setFocus()

    def skip(self) -> None:
        """Space: nothing is taken of this line; again it is open once more."""
        chosen = self.chosen
        if chosen is None:
            self.hand.say_if_empty()
            return
        at = chosen.key
        self.drop_typed()
        if at in self.fate and self.fate[at] is None:
            del self.fate[at]
            self._show()
        else:
            self._put_down(at, None)
            self._next()

    def post(self) -> None:
        """F12: what was taken is posted in one step; what was not stays needed."""
        if self.keep_typed():
            self.keeping.when_kept(self._post)

    def _post(self) -> None:
        draft = self._model.draft
        if draft is None or not draft.lines:
            self.refuse(Refusal("document_empty"))
            return
        move, actor = self.context.services.transfers.move, self.context.actor
        how = How(exclusive=FILL, sound="done", refused=self.not_done)
        wanted = (actor, draft.draft_id, draft.revision, self._request)
        self.context.operations.do(move, *wanted, owner=self, on_done=self._posted, how=how)

    def not_done(self, refusal: Refusal) -> bool:
        """Put right and posted again it is another request; what another did is read again."""
        self._request = new_request()
        if refusal.code in {*LOST, "draft_moved"}:
            self._begin()
        return False

    def _posted(self, done: DocumentPosted) -> None:
        document = done.document
        self._begin()
        number, lines = document.number, len(document.lines)
        said = f"{number} 已上架：{lines} 行，收货单 {done.brought[0].number}"
        self.context.operations.tell(said + given_text(done.brought))

    def drop(self) -> None:
        """The walk is over, or waits."""
        self._forget()
        self.leave()
