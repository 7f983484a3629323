"""What the verbs of reports and prints are given."""

from showroom.domain.document import DaySlip
from showroom.domain.label import PriceTag
from tests.factories import TODAY, request
from tests.services.verbs.documents import Documents


class Paper(Documents):
    """Reports to be read, slips to be printed, answered for and printed again."""

    def reports_daily(self):
        return (TODAY,), {}

    def reports_print_daily(self):
        return (TODAY, request(1)), {}

    reports_print_pages = reports_print_daily

    def reports_print_issues(self):
        return (TODAY[:7], request(1)), {}

    def reports_latest(self):
        return (), {}

    reports_receipts = prints_discard_backlog = reports_latest

    def prints_give_up_unprinted(self):
        resting = self.suite.queue.claim(lambda job: job.kind == "z_slip")
        if resting is not None:
            self.suite.queue.set_aside(resting)
        return (), {}

    def prints_answer_complete(self):
        return (self.doubtful,), {}

    def prints_cancel(self, variant=""):
        return ((self.waiting if variant else None) or self.doubtful,), {}

    def prints_retry_now(self):
        return self.prints_cancel("what waits")

    def prints_redirect(self):
        return (*self.prints_retry_now()[0], "后台"), {}

    def prints_test_page(self):
        return ("前台", request(1)), {}

    def prints_x_slip(self):
        return (self.looked, request(1)), {}

    def prints_labels(self):
        sku = self.sku
        tag = PriceTag(sku.name, sku.list_price_fen, sku.unit, sku.sold_by, code=sku.code)
        return ("标签", "40x30", [(tag, 1)], request(1)), {}

    def prints_day(self):
        daily = self.suite.reports.daily(self.shop.owner, TODAY)
        return ("day_slip", DaySlip(self.suite.reports.header, daily), request(1)), {}

    def prints_issues(self):
        month = self.suite.issues.month_slip(self.shop.owner, TODAY[:7])
        return (month, request(1)), {}

    def prints_reprint(self, kind):
        number = {
            "receipt": lambda: self.sale.sale_id,
            "z_slip": lambda: self.closed.shift_id,
            "stock_slip": lambda: self._posted().document_id,
        }[kind]()
        return (kind, number, request(1)), {}

    def prints_reprint_uncertain(self):
        return (self.doubtful, request(1)), {}
