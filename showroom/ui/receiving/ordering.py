"""下单: the proposals with their keys, and the order that becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.documents.inspection import Finding, Level
from showroom.domain.documents.kinds import parse_number
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId, SupplierId
from showroom.domain.permission import Permission
from showroom.domain.pin import looks_like_pin
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.supply.purchasing import OrderPart, OrderTermsMixed, Proposal
from showroom.ui.browse.goods_reading import read
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.receiving.choosing import SupplierPanel
from showroom.ui.receiving.deciding import decide
from showroom.ui.receiving.model import ReceivingModel
from showroom.ui.receiving.proposals_page import NO_SUPPLIER, Giver, ProposalsPage
from showroom.ui.receiving.split_panel import SplitPanel
from showroom.ui.receiving.terms_text import order_terms_text
from showroom.ui.widgets.approved_verb import do_approved
from showroom.ui.widgets.card import column

ORDER, LOOK = "place_order", "look_at_order"
NOT_PROPOSED = "这个商品现在不用订：已列出来，要订就输数量；要收货，按 Esc 返回"
LEAVE_OUT, TAKE_IN, NONE, ALL = "这次不订", "这次要订", "全不选", "全选"
NOTHING_CHOSEN = "还没有要订的：输数量，或按空格选上"
NOT_ON_SALE = "这个商品没有在售，不能订"


def _named(code: str) -> dict[str, str]:
    """A PIN in the wrong field is not repeated."""
    return {} if looks_like_pin(code) else {"code": code}


class Ordering(QWidget):
    """`left` when somebody goes back to the deliveries."""

    left = Signal()
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("order", "下单", ("F12",), "check", handler="order", posts=True),
        ActionSpec("mark", LEAVE_OUT, ("Space",), "check", handler="mark"),
        ActionSpec("all", NONE, ("F6",), handler="mark_all"),
        ActionSpec("other", "换供应商", ("F2",), "user", handler="choose_supplier"),
        ActionSpec("back", "返回收货", ("Esc",), "undo", handler="leave"),
    )

    def __init__(self, context: Context, model: ReceivingModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self._request = new_request()
        self._held: list[str] = []
        """Approvals that were given and not used yet."""
        self._wanted = SkuId(0)
        self._also: set[SkuId] = set()
        """Products that somebody came for though they are not proposed."""
        self._asked = 0
        self._reading = NO_SUPPLIER
        self._supplier: SupplierFacts | None = None
        """Whose list is in front, as the books know them."""
        self._unseen = False
        """The list in front came there by itself, after an order: nobody asked for it yet."""
        self.action_set = build_actions(self, self.specs, context.granted())
        order = button_for(self.action_set, "order", "primary")
        names = ("mark", "all", "other", "back")
        others = (button_for(self.action_set, name) for name in names)
        self.page = ProposalsPage(context, order, *others)
        self.page.toggled.connect(self.mark)
        self.page.chosen_changed.connect(self._allow)
        self.page.supplier_chosen.connect(self._seen)
        self.setLayout(column(self.page))

    def shown(self) -> None:
        """What the books propose now."""
        read, actor = self._context.services.purchasing.proposals, self._context.actor
        self._asked += 1
        if not self._wanted:
            self.page.hand.take()
        self._supplier, self._reading = None, NO_SUPPLIER
        use, also = partial(self._show, self._asked), frozenset(self._also)
        self._context.operations.survey(read, actor, also, owner=self, on_done=use)
        self.page.table.setFocus()

    def look_for(self, sku_id: SkuId) -> None:
        """The product that somebody came for: chosen when the proposals are there."""
        self._wanted = sku_id

    def _show(self, asked: int, proposals: Sequence[Proposal]) -> None:
        if asked != self._asked:
            return  # they are read again
        self.page.show_proposals(proposals)
        wanted, self._wanted = self._wanted, SkuId(0)
        if not wanted:
            return
        if self.page.choose(wanted):
            if wanted in self._also:
                self.page.field.setFocus()
        elif wanted in self._also:
            self._context.operations.note(NOT_ON_SALE)
        else:
            self._list_too(wanted)

    def _list_too(self, sku_id: SkuId) -> None:
        """There is enough of it, and somebody may order it all the same; till then none is."""
        self.page.hand.let_go()
        self._also.add(sku_id)
        self._wanted = sku_id
        self._context.operations.note(NOT_PROPOSED)
        self.shown()

    def scanned(self, code: str) -> bool:
        """Goods lead to their line, and are in the order again; any other code to none."""
        return self.page.hand.answer(taken=self._look_up(code))

    def _look_up(self, code: str) -> bool:
        """A delivery does not begin here."""
        if parse_number(code) is not None:
            self._context.operations.refuse(Refusal("scan_not_here"))
            return False
        try:
            found = read(code, self._context.index, self._model.choices).products
        except Refusal as refusal:
            self._context.operations.refuse(refusal)
            return False
        if not found:
            self._context.operations.refuse(Refusal("order_unknown", **_named(code)))
            return False
        here = next((sku for sku in found if self.page.choose(sku.sku_id)), None)
        if here is not None:
            self._seen()
        if here is not None and self.page.take(here.sku_id):
            self._context.operations.note(f"{here.name} 选上了")
        elif here is None:
            self._list_too(found[0].sku_id)
        return True

    def mark(self) -> None:
        """Space, or a touch on the mark: the row in front out of this order, or in again."""
        if self.page.keep_typed():
            self.page.toggle()

    def mark_all(self) -> None:
        """F6: all of the list in, or all out."""
        if self.page.keep_typed():
            self.page.take_all_or_none()

    def _seen(self) -> None:
        """Somebody chose whose list is in front."""
        self._unseen = False

    def leave(self) -> None:
        """Esc: back to the deliveries."""
        self._seen()
        self.left.emit()

    def _tell_terms(self) -> None:
        """To whom F12 would order, on which terms: read when another list is in front."""
        wanted, known = self.page.supplier_id, self._supplier
        if known is not None and known.supplier_id != wanted:
            self._supplier = known = None
        told, today = "", self._model.choices.today
        if known is not None or wanted == NO_SUPPLIER:
            told, tone = order_terms_text(known, today)
            self.page.show_terms(told if self.page.listed else "", tone)
        elif wanted != self._reading:
            self._reading = wanted
            self.page.show_terms("", "muted")
            read, actor = self._context.services.receiving.supplier, self._context.actor
            use = self._supplier_read
            self._context.operations.ask(read, actor, wanted, owner=self, on_done=use)

    def _supplier_read(self, supplier: SupplierFacts) -> None:
        self._reading = NO_SUPPLIER
        if supplier.supplier_id == self.page.supplier_id:
            self._supplier = supplier
        self._tell_terms()

    def _allow(self) -> None:
        page, many = self.page, len(self.page.lines)
        self.action_set["order"].setText(f"下单 {many} 种" if many else "下单")
        self.action_set["mark"].setText(TAKE_IN if page.may_take else LEAVE_OUT)
        self.action_set["all"].setText(ALL if page.any_out else NONE)
        self.action_set.enable(bool(page.listed), "order", "other", "mark", "all")
        self._tell_terms()

    def order(self) -> None:
        """F12: one order for what is marked, to the supplier whose list it is.

        Nothing else orders: who is chosen only gets the goods into their list, where the terms are.
        A second F12 for one order must not place the next supplier's, which came in front by
        itself: it says whose that is.
        """
        page, note = self.page, self._context.operations.note
        if not (page.keep_typed() and page.wanted.readable()):
            return
        if not page.lines:
            note(NOTHING_CHOSEN)
        elif page.supplier_id == NO_SUPPLIER:
            self.choose_supplier()
        elif self._unseen:
            self._unseen = False
            note(f"接下来是{page.supplier}的 {len(page.lines)} 种：再按 F12 下单")
        else:
            self._place(page.supplier_id)

    def choose_supplier(self) -> None:
        """F2: somebody else delivers what is marked; F12 orders it, on their terms."""
        if not (self.page.keep_typed() and self.page.wanted.readable()):
            return
        if not self.page.lines:
            self._context.operations.note(NOTHING_CHOSEN)
            return
        choices = self._model.choices
        panel = SupplierPanel(self, choices.suppliers, choices.today, self.page.supplier_id)
        panel.chosen.connect(self._supplier_chosen)
        panel.open()

    def _supplier_chosen(self, key: object) -> None:
        read, actor = self._context.services.receiving.supplier, self._context.actor
        wanted, use = SupplierId(int(str(key))), self._give
        self._context.operations.ask(read, actor, wanted, owner=self, on_done=use)

    def _give(self, supplier: SupplierFacts) -> None:
        """The marked goods are in their list from now on."""
        many, self._supplier = len(self.page.taken), supplier
        in_force = supplier.terms_on(self._model.choices.today)
        share = in_force[0].commission_bp if len(in_force) == 1 else 0
        self.page.give(Giver(supplier.supplier_id, supplier.name, share))
        self._seen()
        self._context.operations.note(f"{many} 种改向{supplier.name}订，看过条件按 F12 下单")

    def _place(self, supplier_id: SupplierId) -> None:
        """Who needs nobody's yes is shown what is odd of it first; others are asked for one."""
        lines, wanted = self.page.lines, self.page.wanted.value
        head = DraftHead(self._model.default_place, supplier_id=supplier_id, wanted_on=wanted)
        if not self._context.may(Permission.APPROVE):
            self._post(head, lines)
            return
        look, actor = self._context.services.purchasing.inspect, self._context.actor

        def inspected(found: tuple[Finding, ...]) -> None:
            self._decide(found, partial(self._post, head, lines))

        ask, how = self._context.operations.ask, How(exclusive=LOOK, refused=self._refused)
        ask(look, actor, head, lines, owner=self, on_done=inspected, how=how)

    def _decide(self, found: Sequence[Finding], then: Callable[[], None]) -> None:
        odd = [finding for finding in found if finding.level is Level.APPROVE]
        if not odd or len(odd) < len(found):
            then()  # what nobody may say yes to is refused before anybody is asked
        else:
            decide(self, ("由你决定订不订", "照样订，下单"), odd, then)

    def _post(self, head: DraftHead, lines: tuple[DraftLine, ...], *, apart: bool = False) -> None:
        place, actor, request = (
            self._context.services.purchasing.place,
            self._context.actor,
            self._request,
        )

        def done(posted: DocumentPosted) -> None:
            self._request, self._held = new_request(), []
            self._ordered(lines, posted)

        def refused(refusal: Refusal) -> bool:
            if isinstance(refusal, OrderTermsMixed):
                self._request = new_request()
                self._offer_split(refusal.parts, partial(self._post, head, lines, apart=True))
                return True
            return self._refused(refusal)

        do_approved(
            self,
            self._context,
            lambda tokens: place(actor, head, lines, request, apart=apart, approvals=tokens),
            How(exclusive=ORDER, sound="done", refused=refused),
            done,
            self._held,
        )

    def _refused(self, refusal: Refusal) -> bool:
        self._request = new_request()  # put right and ordered again it is another one
        if refusal.code == "order_wanted_past":
            self.page.wanted.setFocus()
            self.page.wanted.selectAll()
        return False

    def _ordered(self, lines: tuple[DraftLine, ...], posted: DocumentPosted) -> None:
        self.page.ordered(lines)
        self._unseen = True
        self._also -= {line.sku_id for line in lines}
        self.shown()
        orders, first = (posted.document, *posted.brought), posted.document
        told = f"{'、'.join(x.number for x in orders)} 已下单给{first.supplier}："
        told += f"{len(lines)} 行，在单据里打印，或存成 PDF、XLSX 给对方"
        self._context.operations.tell(told + self._papers_lacking(first.supplier_id))

    def _papers_lacking(self, supplier_id: SupplierId) -> str:
        """What would keep the goods at the door, said while there is time to ask for it."""
        choices, today = self._model.choices.suppliers, self._model.choices.today
        found = next((x for x in choices if x.supplier_id == supplier_id), None)
        if found is None:
            return ""
        if not found.papers:
            return "；到货前请登记它的证照"
        ended = bool(found.valid_until) and found.valid_until < today
        return "；它的证照已到期，到货前请换新" if ended else ""

    def _offer_split(self, parts: Sequence[OrderPart], then: Callable[[], None]) -> None:
        panel = SplitPanel(self, parts, self.page.taken)
        panel.agreed.connect(then)
        panel.open()
