"""What the verbs of suppliers and of attached files are given."""

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.supplier import Licence, LicenceKind, SupplierContent
from showroom.domain.stock import Terms
from tests.factories import TODAY, request
from tests.services.stock.deliveries import add_supplier, contract_of
from tests.services.verbs.begun import numbers
from tests.services.verbs.documents import Documents

PDF = b"%PDF-1.4 of a test"


class Suppliers(Documents):
    """Suppliers with their licences, contracts and files."""

    def suppliers_listed(self):
        return (), {}

    def suppliers_add(self):
        return (SupplierContent("乙社", address="宜昌"), request(1)), {}

    def suppliers_change(self):
        return (self._supplier(), 1, SupplierContent("丙社"), request(1)), {}

    def suppliers_set_active(self):
        return (self._supplier(), request(1)), {"active": False}

    def suppliers_add_licence(self):
        licence = Licence(0, LicenceKind.BUSINESS, "91420506MA48ABCD17", "2030-01-01")
        return (self._supplier(), licence, request(1)), {}

    def suppliers_withdraw_licence(self):
        licence = Licence(0, LicenceKind.FOOD_TRADE, f"JY{next(numbers)}", "")
        add, asked = self.suite.suppliers.add_licence, request(next(numbers))
        return (add(self.shop.owner, self._supplier(), licence, asked).paper_id, request(1)), {}

    def suppliers_add_contract(self):
        return (self._supplier(), contract_of(Terms.CONSIGNMENT), request(1)), {}

    def suppliers_end_contract(self):
        return (self._contract(), TODAY, request(1)), {}

    def _supplier(self):
        """One of its own each time."""
        return add_supplier(self.shop, f"甲社{next(numbers)}")

    def _contract(self):
        add, asked = self.suite.suppliers.add_contract, request(next(numbers))
        contract = contract_of(Terms.CONCESSION, commission_bp=1_500)
        return add(self.shop.owner, self._supplier(), contract, asked).paper_id

    def _hung(self):
        """A supplier with a file."""
        owner = Owner(OwnerKind.SUPPLIER, str(self._supplier()))
        add, asked = self.suite.attachments.add, request(next(numbers))
        return owner, add(self.shop.owner, owner, "证照.pdf", PDF, asked).attachment.digest

    def attachments_listed(self):
        return (self._hung()[0],), {}

    def attachments_read(self):
        return self._hung(), {}

    attachments_unlink = attachments_read

    def attachments_add(self, variant=""):
        owner = {
            "": lambda: Owner(OwnerKind.SUPPLIER, str(self._supplier())),
            "to a contract": lambda: Owner(OwnerKind.CONTRACT, str(self._contract())),
            "to a draft": lambda: Owner(OwnerKind.DRAFT, self._opened().draft_id),
        }[variant]()
        return (owner, "证照.pdf", PDF, request(1)), {}
