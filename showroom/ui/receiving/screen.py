"""收货: scan, digits, lot, date; the next scan goes on. Each line is in the books as it is made."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import ClassVar

from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DocumentDraft, DraftLine, DraftRow
from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.kinds import parse_number
from showroom.domain.documents.place import place_code
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, SkuId
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.books.changes import Changes
from showroom.services.stock.receiving import ReceivingChoices
from showroom.services.stock.supply.purchasing import OpenOrder, Order
from showroom.ui.browse.goods_entry import EntryRules, GoodsEntry
from showroom.ui.browse.goods_reading import may_be_lot
from showroom.ui.browse.hand import Hand
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.kept_scans import Until, Wait
from showroom.ui.engine.operation import How
from showroom.ui.engine.screen import Screen
from showroom.ui.look.tokens import SPACE
from showroom.ui.receiving.finishing import Finishing
from showroom.ui.receiving.head_card import HeadCard
from showroom.ui.receiving.heading import Heading
from showroom.ui.receiving.intake import Intake
from showroom.ui.receiving.lit_line import LitLine
from showroom.ui.receiving.model import ReceivingModel
from showroom.ui.receiving.ordering import Ordering
from showroom.ui.receiving.orders import OPEN, Orders
from showroom.ui.receiving.start_page import StartPage
from showroom.ui.receiving.terms_text import papers_text
from showroom.ui.receiving.work_page import WorkPage
from showroom.ui.transfers.keeping import Keeping
from showroom.ui.widgets.card import column
from showroom.ui.widgets.pages import Pages


class ReceivingScreen(Screen):
    """A start page with what waits, and the delivery that is being received."""

    name = "receiving"
    later = ("ordering",)
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("supplier", "选供应商", ("F2",), "user", handler="choose_supplier"),
        ActionSpec("place", "库位", ("F3",), "zone", handler="choose_place"),
        ActionSpec("papers", "证件", ("F4",), "lot", handler="show_papers"),
        ActionSpec("make", "新建商品", ("F5",), "plus", handler="make_unknown"),
        ActionSpec("aside", "暂存", ("F6",), "hold", handler="put_aside"),
        ActionSpec("opening", "期初入库", ("F7",), "stock", handler="begin_opening"),
        ActionSpec("propose", "采购建议", ("F9",), "report", handler="propose"),
        ActionSpec("refuse", "拒收", ("F10",), "close", handler="refuse_line"),
        ActionSpec("drop", "删除这一行", ("Del",), "trash", handler="drop_line"),
        ActionSpec("undo", "撤销删除", ("Ctrl+Z",), "undo", handler="undo_drop"),
        ActionSpec("discard", "作废", ("F8",), "trash", handler="ask_discard"),
        ActionSpec("onto", "按采购单收", ("Ctrl+O",), "transfer", handler="take_up_order"),
        ActionSpec("post", "过账", ("F12",), "check", handler="post", posts=True),
        ActionSpec("back", "返回", ("Esc",), "undo", handler="go_back"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._actions = self.action_set
        self.model = ReceivingModel()
        self._asked = 0
        self.keeping = Keeping(context, self.model, self)
        self.intake = Intake(context, self.model, self.keeping, self)
        buttons = {
            name: button_for(self.action_set, name)
            for name in (
                *("supplier", "place", "papers", "aside", "discard", "opening"),
                *("propose", "refuse", "drop", "undo", "onto"),
            )
        }
        post = button_for(self.action_set, "post", "primary")
        head = HeadCard(buttons["supplier"], buttons["place"], buttons["papers"])
        made = (buttons["aside"], buttons["discard"], post)
        lines = tuple(buttons[name] for name in ("onto", "refuse", "drop", "undo"))
        self.page = WorkPage(head, lines, made, context.counter_devices)
        self.intake.typed = self.page.line.typed
        self.heading = Heading(context, self.model, self.intake, self.page)
        begin = button_for(self.action_set, "supplier", "primary")
        self.start = StartPage(begin, buttons["propose"], buttons["opening"])
        rules = EntryRules(
            lambda: self.model.choices,
            _unknown,
            opens_cases=True,
            other=self._other,
            make_way=lambda _code: self.finishing.keep_typed(),
        )
        page = self.page
        self.entry = GoodsEntry(context, page.field, page.results, rules, page.table)
        self.hand = Hand(
            *(context, page.field, page.table),
            figure=lambda: page.line.amount if self._look_at(page.table.selected_key) else None,
        )
        self.first_entry = GoodsEntry(context, self.start.field, self.start.results, rules)
        self._pages = Pages()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self.page)
        whole = column(self._pages)
        whole.setContentsMargins(SPACE.m, 0, SPACE.m, SPACE.s)
        self.setLayout(whole)
        self.finishing = Finishing(context, self.model, self.keeping, self.intake, self.page)
        self.lit = LitLine(context, self.intake, self.finishing, self.page)
        self.orders = Orders(context, self.keeping, self)
        self._connect()
        self._show()

    @cached_property
    def ordering(self) -> Ordering:
        """采购建议."""
        made = Ordering(self.context, self.model)
        made.left.connect(self._leave)
        self._pages.addWidget(made)
        return made

    @property
    def _orders_seen(self) -> bool:
        return isinstance(self._pages.currentWidget(), Ordering)

    def _connect(self) -> None:
        page, line = self.page, self.page.line
        for entry in (self.entry, self.first_entry):
            entry.taken.connect(self.intake.take)
            entry.missed.connect(self._missed)
        self.intake.made.connect(self.entry.scan)
        self.entry.lit.connect(self._look_at)
        page.table.row_selected.connect(self._walked_to)
        for opened in (page.table.row_activated, self.entry.opened):
            opened.connect(self._edit)
        page.table.clicked.connect(lambda _: self._edit(page.table.selected_key))
        page.head.left.connect(self.heading.keep_words)
        page.head.submitted.connect(self._words_done)
        line.changed.connect(self.intake.put)
        line.finished.connect(self._line_done)
        line.dropped.connect(self._actions["drop"].trigger)
        line.place_asked.connect(self.heading.choose_line_place)
        self.start.opened.connect(self._open)
        self.start.order_taken.connect(self.orders.receive)
        self.orders.begun.connect(self._take_draft)
        self.orders.wanted.connect(self._open)
        self.intake.changed.connect(self._show)
        self.heading.changed.connect(self._show)
        self.lit.done.connect(self._line_gone)
        self.intake.entered.connect(self._entered)
        self.intake.told.connect(self._told)
        self.keeping.lost.connect(self.finishing.leave)
        self.finishing.left.connect(self._leave)
        self.finishing.moved.connect(self._open)
        self.finishing.refused.connect(self._lead_to)

    # -- the screen ---------------------------------------------------------------------------

    def shown(self) -> None:
        """Who may deliver, and what waits."""
        self._read_choices()
        self._read_waiting()
        self._focus()

    def _read_choices(self) -> None:
        read, actor = self.context.services.receiving.choices, self.context.actor
        self.context.operations.ask(read, actor, owner=self, on_done=self._choices_read)

    def on_changes(self, changes: Changes) -> None:
        """Drafts come and go; suppliers' papers change."""
        if changes.elsewhere:
            self.keeping.look()
        if changes.documents:
            (self._read_order if self.keeping.draft_id else self._read_waiting)()
        if changes.suppliers:
            self._read_choices()
            self.heading.read_supplier()

    def _read_waiting(self) -> None:
        """What others began, and what is on its way."""
        services, actor = self.context.services, self.context.actor
        ask = self.context.operations.ask
        ask(services.drafts.listed, actor, owner=self, on_done=self._drafts_read)
        open_orders, self._asked = services.purchasing.open_orders, self._asked + 1
        use = partial(self._orders_read, self._asked)
        self.context.operations.survey(open_orders, actor, owner=self, on_done=use)

    def _orders_read(self, asked: int, orders: tuple[OpenOrder, ...]) -> None:
        if asked != self._asked:
            return  # they are read again
        self.start.show_orders(orders, self.model.choices.today)
        if not self.keeping.draft_id:
            self._focus()

    def open_part(self, part: str) -> None:
        """``receiving:draft/KEY`` goes on; ``propose/12``, where none is received, asks."""
        kind, _, key = part.partition("/")
        if kind == "draft" and key:
            self._open(key)
        elif kind == "propose" and not self.keeping.draft_id:
            self.ordering.look_for(SkuId(int(key)))
            self.propose()

    def scan_waits(self, code: str) -> Wait | None:
        """Goods are what this page is for, one after the other."""
        del code
        busy = self.keeping.busy or self.context.operations.running(OPEN)
        return Wait(Until.READY) if busy else None

    def make_way(self, code: str) -> bool:
        """What is being typed is kept first; a lot's number is for the field it is typed in."""
        if self._orders_seen:
            return self.ordering.page.keep_typed()
        return self._is_lot(code) or self._entry.make_way(code)

    def scanned(self, code: str) -> bool:
        """An order that arrives, or the next goods."""
        if self._orders_seen:
            return self.ordering.scanned(code)
        self.hand.take()
        if self._is_lot(code):
            self.page.line.take_lot(code)
            return True
        self.keeping.scan = code if self.keeping.draft_id else ""
        return self.hand.answer(taken=self._entry.scan(code))

    @property
    def _entry(self) -> GoodsEntry:
        """The one that is seen: a quantity may stand in it."""
        return self.entry if self.keeping.draft_id else self.first_entry

    def _is_lot(self, code: str) -> bool:
        line, choices = self.page.line, self.model.choices
        known = self.context.index.knows(code) or code in choices.cases
        return not known and line.wants_lot and may_be_lot(code, choices)

    def _other(self, code: str) -> bool | None:
        """The number of an order, scanned or typed, and the card of a place."""
        if place_code(code):
            return self.heading.scan_place(place_code(code))
        number = parse_number(code)
        return None if number is None else self.orders.scan(code, number[0])

    def _choices_read(self, choices: ReceivingChoices) -> None:
        self.model.choices = choices
        self._show()

    def _drafts_read(self, drafts: tuple[DraftRow, ...]) -> None:
        self.start.show_drafts(drafts)
        if not self.keeping.draft_id:
            self._focus()

    def _show(self) -> None:
        model, head = self.model, self.intake.head
        working = bool(self.keeping.draft_id)
        if self._orders_seen and not working:
            self._actions.enable(False, *(spec.id for spec in self.specs))
            return
        self.action_set = self._actions
        self._actions.enable(True, "supplier", "place")
        seen = self.page if working else self.start
        turned = self._pages.currentWidget() is not seen
        self._pages.setCurrentWidget(seen)
        self._actions.enable(
            working, "aside", "discard", "post", "papers", "back", "drop", "refuse"
        )
        self._actions.lack(None if model.lines else self.lit.say_empty, "drop", "refuse")
        self._actions.enable(self.intake.can_undo, "undo")
        waits = bool(working and model.waiting_order)
        self._actions.enable(waits, "onto")
        self._actions["onto"].setVisible(waits)
        self._actions.enable(bool(self.intake.unknown) or working, "make")
        self._actions.enable(not working, "opening", "propose")
        if not working:
            return
        told = papers_text(model.supplier, model.choices.today)
        self.page.head.show_head(model.kind, model.supplier, head.reference, told)
        self.page.head.show_terms(model.terms_text)
        place = model.place_name(head.place_id)
        self._actions["place"].setText(f"放到 {place}" if place else "选库位")
        self.page.show_model(model)
        self._show_line()
        if turned:
            self._focus()  # what had the keyboard is not seen any more
        self.heading.follow()

    def _show_line(self) -> None:
        line, card = self.model.line, self.page.line
        line = line if line is None else self.model.priced(line, self.model.key)
        goods = self.model.goods.get(line.sku_id) if line is not None else None
        if line is not None and goods is None:
            self._read_goods(line)
        card.cost.use_agreed(self.model.agreed.get(line.sku_id, {}) if line is not None else ())
        card.show_line(line, goods, self.model.key)
        if line is not None:
            card.show_due(self.model.due.get(self.model.key, 0))
            card.show_place(self.model.where(line))
            own = goods.terms if goods is not None else Terms.BUY_OUT
            card.cost.show_terms(*(self.model.contract_terms or (own, 0)))
            card.cost.offer_last(self.model.inspected.last.get(self.model.key, 0))
            card.cost.show_apart()

    def _lead_to(self, code: str) -> None:
        """What is missing of the head is asked for; to what is wrong with a line it leads."""
        if code == "receipt_supplier_missing":
            self.choose_supplier()
        elif code in {"receipt_place_missing", "receipt_head_place"}:
            self.choose_place()
        elif code == "receipt_contract_open":
            self.heading.read_supplier()
        elif code == "receipt_other_terms":
            self.heading.choose_contract()
        elif key := self.model.first_with(code):
            self._edit(key)
            self.page.table.select_key(key)
            self.page.line.lead_to(code)

    def _focus(self) -> None:
        if not self.keeping.draft_id:
            self.start.take_focus()
        else:
            self.page.field.setFocus()

    # -- lines --------------------------------------------------------------------------------

    def _missed(self, code: str) -> None:
        """F5 may make it."""
        self.intake.unknown = code
        self._show()

    def _entered(self) -> None:
        self._show()
        self.page.line.begin()

    def _told(self) -> None:
        self._show()
        self.page.line.go_on()

    def _edit(self, key: object) -> None:
        """Enter or a touch on a line: it is the one to be corrected."""
        if self._look_at(key):
            self.page.line.begin()

    def _walked_to(self, key: object) -> None:
        """The list's own arrows: what is lit is what Del and F10 are about."""
        if self.page.table.hasFocus():
            self._look_at(key)

    def _look_at(self, key: object) -> bool:
        """The line stands beside the list; False where what stands there first was refused."""
        if isinstance(key, str) and key != self.model.key:
            if not self.finishing.keep_typed():
                self.page.table.select_key(self.model.key)
                return False
            self.model.choose(key, self.model.kept(key))
            self.page.line.show_line(None, None)
            self._show()
        return True

    def _line_done(self) -> None:
        self.context.sounds.play("accepted")
        self.page.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line_gone(self) -> None:
        self._show()
        self._focus()

    def drop_line(self) -> None:
        """Del: the highlighted line goes; the way back is said."""
        self.lit.drop()

    def refuse_line(self) -> None:
        """F10: the highlighted goods go back with the driver, and the receipt says why."""
        self.lit.refuse()

    def undo_drop(self) -> None:
        """Ctrl+Z: the line that went last comes back."""
        self.lit.undo()

    def _read_goods(self, line: DraftLine) -> None:
        goods, actor = self.context.services.receiving.goods, self.context.actor

        def known(found: Delivered) -> None:
            self.model.goods[found.sku_id] = found
            self._show()

        self.context.operations.ask(goods, actor, line.sku_id, owner=self, on_done=known)

    def make_unknown(self) -> None:
        """F5: a product that the shop does not have yet; its line begins at once."""
        if self.finishing.keep_typed():
            self.intake.make_unknown()

    # -- head ---------------------------------------------------------------------------------

    def choose_supplier(self) -> None:
        """F2: who delivers; a delivery begins with it."""
        self.heading.choose_supplier()

    def choose_place(self) -> None:
        """F3: where the goods are put, unless a line says otherwise."""
        self.heading.choose_place()

    def show_papers(self) -> None:
        """F4: certificates and photographs of this delivery; they stay with its document."""
        self.heading.show_papers()

    def _words_done(self) -> None:
        self.heading.keep_words()
        self.page.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the whole ----------------------------------------------------------------------------

    def propose(self) -> None:
        """F9: what should be ordered."""
        self._pages.setCurrentWidget(self.ordering)
        self.action_set = self.ordering.action_set
        self._show()
        self.ordering.shown()

    def begin_opening(self) -> None:
        """F7: what lies there on the first day."""
        self.intake.begin(DocumentKind.OPENING, self.intake.head)

    def _open(self, draft_id: str) -> None:
        read, actor = self.context.services.drafts.open, self.context.actor
        ask = self.context.operations.ask
        ask(read, actor, draft_id, owner=self, on_done=self._take_draft, how=How(exclusive=OPEN))

    def _take_draft(self, draft: DocumentDraft) -> None:
        if self.keeping.draft_id not in ("", draft.draft_id):
            return  # another was begun meanwhile; this one waits
        self.model.forget()
        self.keeping.use(draft.draft_id)
        self.model.use_draft(draft)
        self.model.head = draft.head
        self.finishing.renew()
        self.intake.read_all_goods()
        self._read_order()
        self._show()
        self.intake.inspect()
        self._focus()

    def _read_order(self) -> None:
        """What the order says of costs, to be held beside what comes."""
        if order_id := self.intake.head.order_id:
            read, actor = self.context.services.purchasing.order, self.context.actor
            use, ask = partial(self._order_read, order_id), self.context.operations.ask
            ask(read, actor, DocumentId(order_id), owner=self, on_done=use)

    def _order_read(self, order_id: int, order: Order) -> None:
        if order_id == self.intake.head.order_id:  # else its delivery is posted or put aside
            self.model.use_order(order.lines)
            self._show()

    def go_back(self) -> None:
        """Esc: from wherever it is to the next goods, from there away when nothing was received."""
        if not self.page.field.hasFocus():
            self._focus()
        elif self.model.lines:
            self.context.operations.refuse(Refusal("receipt_under_way"))
        else:
            self.finishing.go_away()

    def take_up_order(self) -> None:
        """Ctrl+O: what came is on an order that is still open; it goes on against that."""
        order_id, draft_id = self.model.waiting_order, self.keeping.draft_id
        if order_id and self.finishing.keep_typed():
            self.keeping.when_kept(lambda: self.orders.take_up(draft_id, order_id))

    def put_aside(self) -> None:
        """F6: it is kept already; somebody goes on later."""
        self.finishing.put_aside()

    def ask_discard(self) -> None:
        """F8: throw the draft away, after a question."""
        self.finishing.ask_discard()

    def post(self) -> None:
        """F12: what stands in the fields is kept, then the whole is posted."""
        self.finishing.post()

    def _leave(self) -> None:
        """The delivery is done with, or waits for somebody."""
        self.keeping.use("")
        self.model.forget()
        self._pages.setCurrentWidget(self.start)
        self.page.line.show_line(None, None)
        self.entry.clear()
        self._show()
        self.shown()


def _unknown(told: dict[str, str]) -> Refusal:
    return Refusal("receipt_unknown", **told)
