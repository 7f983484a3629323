"""What the verbs of receiving and purchasing are given."""

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.stock import DocumentKind
from tests.factories import request
from tests.services.stock.deliveries import WAREHOUSE, add_supplier, delivery_line, draft_of
from tests.services.verbs.begun import numbers
from tests.services.verbs.documents import Documents


class Supply(Documents):
    """Orders and deliveries, each from a supplier of its own."""

    def receiving_goods(self):
        return (self.sku.sku_id,), {}

    def _order(self):
        supplier = add_supplier(self.shop, f"供应商{next(numbers)}")
        keeper, key = self.shop.stock_keeper, f"order-{next(numbers)}"
        head = DraftHead(WAREHOUSE, supplier_id=supplier)
        self.suite.drafts.begin(keeper, DocumentKind.PURCHASE_ORDER, head, key)
        return self.suite.drafts.put_line(keeper, key, "line-1", DraftLine(self.sku.sku_id, 5))

    def purchasing_post(self):
        draft = self._order()
        return (draft.draft_id, draft.revision, request(1)), {}

    def purchasing_place(self):
        supplier = add_supplier(self.shop, f"供应商{next(numbers)}")
        head = DraftHead(WAREHOUSE, supplier_id=supplier)
        return (head, (DraftLine(self.sku.sku_id, 5),), request(1)), {}

    def purchasing_inspect(self):
        (head, lines, _request), known = self.purchasing_place()
        return (head, lines), known

    def purchasing_take_up(self):
        (order_id,) = self.purchasing_order()[0]
        key = f"free-{next(numbers)}"
        supplier = self.suite.purchasing.order(self.shop.owner, order_id).document.supplier_id
        head = DraftHead(WAREHOUSE, supplier_id=supplier)
        self.suite.drafts.begin(self.shop.owner, DocumentKind.GOODS_RECEIPT, head, key)
        return (key, order_id), {}

    def purchasing_order(self):
        draft, asked = self._order(), request(next(numbers))
        post = self.suite.purchasing.post
        done = post(self.shop.stock_keeper, draft.draft_id, draft.revision, asked)
        return (done.document.document_id,), {}

    def purchasing_begin_receipt(self):
        return (*self.purchasing_order()[0], f"receipt-{next(numbers)}"), {}

    def receiving_goods_of(self):
        return ((self.sku.sku_id,),), {}

    def receiving_supplier(self):
        return (add_supplier(self.shop, f"供应商{next(numbers)}"),), {}

    def receiving_learn_case(self):
        return ("16901234567899", self.sku.sku_id, 12), {}

    def receiving_post(self):
        supplier, key = add_supplier(self.shop, f"社{next(numbers)}"), f"in-{next(numbers)}"
        draft = draft_of(self.shop, delivery_line(self.sku, 2), key=key, supplier_id=supplier)
        return (draft.draft_id, draft.revision, request(1)), {}
