"""What the verbs of stock documents and of their drafts are given."""

from showroom.domain.documents.draft import DraftHead, DraftLine, KeptLine
from showroom.domain.stock import DocumentKind
from tests.factories import request
from tests.services.stock.deliveries import WAREHOUSE
from tests.services.verbs.begun import Begun, numbers


class Documents(Begun):
    """Opening stock in a draft and posted, each time of its own."""

    def _opened(self):
        """A draft of opening stock with one line, of its own each time."""
        keeper, key = self.shop.stock_keeper, f"draft-{next(numbers)}"
        head = DraftHead(place_id=WAREHOUSE)
        self.suite.drafts.begin(keeper, DocumentKind.OPENING, head, key)
        return self.suite.drafts.put_line(keeper, key, "line-1", DraftLine(self.sku.sku_id, 5))

    def documents_listed(self):
        return (), {}

    drafts_listed = receiving_choices = documents_listed
    purchasing_proposals = purchasing_open_orders = documents_listed

    def documents_detail(self):
        return (self._posted().document_id,), {}

    documents_slip = documents_detail

    def documents_find(self):
        return (self._posted().number,), {}

    def documents_would_reverse(self):
        return (self._posted().document_id,), {}

    def documents_reverse(self):
        return (self._posted().document_id, "录错了", request(1)), {}

    def _posted(self):
        draft = self._opened()
        post = self.suite.receiving.post
        asked = request(next(numbers))
        return post(self.shop.owner, draft.draft_id, draft.revision, asked).document

    def drafts_begin(self):
        return (DocumentKind.OPENING, DraftHead(place_id=WAREHOUSE), "draft-2"), {}

    def drafts_open(self):
        return (self._opened().draft_id,), {}

    receiving_inspect = drafts_open

    def drafts_discard(self):
        opened = self._opened()
        return (opened.draft_id, opened.revision), {}

    def drafts_save_head(self):
        opened = self._opened().draft
        return (opened.draft_id, DraftHead(note="早上"), opened.head), {}

    def drafts_put_line(self):
        return (self._opened().draft_id, "line-2", DraftLine(self.sku.sku_id, 5)), {}

    def drafts_put_lines(self):
        line = KeptLine("line-2", DraftLine(self.sku.sku_id, 5))
        opened = self._opened().draft
        return (opened.draft_id, (line,), ("line-1",), None, opened.lines), {}

    def drafts_drop_line(self):
        opened = self._opened().draft
        return (opened.draft_id, "line-1", opened.lines[0].line), {}

    def drafts_naming(self):
        return ("SF1", frozenset({self.sku.sku_id})), {}
