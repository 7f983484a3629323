"""What the verbs by which goods leave unsold are given."""

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.stock import DocumentKind
from tests.factories import TODAY, request
from tests.services.stock.deliveries import WAREHOUSE, add_supplier, delivery_line, receive
from tests.services.verbs.begun import numbers
from tests.services.verbs.documents import Documents


class Leaving(Documents):
    """Issues, write-offs and returns to a supplier."""

    def _leaving(self, kind, **head):
        """A draft of that kind with one line of opening stock, which is brought first."""
        keeper, key = self.shop.stock_keeper, f"draft-{next(numbers)}"
        (line,) = self._posted().lines
        self.suite.drafts.begin(keeper, kind, DraftHead(place_id=WAREHOUSE, **head), key)
        wanted = DraftLine(self.sku.sku_id, 1, line.lot_id)
        return self.suite.drafts.put_line(keeper, key, "line-1", wanted)

    def issues_post(self):
        draft = self._leaving(DocumentKind.ISSUE, reason="gift", asked_by="李主任")
        return (draft.draft_id, draft.revision, request(1)), {}

    def issues_of_month(self):
        return (TODAY[:7],), {}

    issues_month_sheet = issues_month_slip = issues_of_month

    def write_offs_post(self):
        draft = self._leaving(DocumentKind.WRITE_OFF, reason="broken", note="摔破")
        return (draft.draft_id, draft.revision, request(1)), {}

    def supplier_returns_returnable(self):
        return (add_supplier(self.shop, f"供货{next(numbers)}"),), {}

    def supplier_returns_post(self):
        supplier, keeper = self.supplier_returns_returnable()[0][0], self.shop.stock_keeper
        line = delivery_line(self.sku, 2)
        posted = receive(
            self.shop, line, key=f"k{next(numbers)}", number=next(numbers), supplier_id=supplier
        )
        key = f"draft-{next(numbers)}"
        head = DraftHead(place_id=WAREHOUSE, supplier_id=supplier)
        self.suite.drafts.begin(keeper, DocumentKind.SUPPLIER_RETURN, head, key)
        brought = posted.document.lines[0]
        wanted = DraftLine(self.sku.sku_id, 1, brought.lot_id, place_id=brought.place_id)
        draft = self.suite.drafts.put_line(keeper, key, "line-1", wanted)
        return (draft.draft_id, draft.revision, request(1)), {}
