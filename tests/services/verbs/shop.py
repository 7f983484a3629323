"""What the verbs of goods, settings and people are given."""

from dataclasses import replace

from showroom.domain.logo import Logo
from showroom.domain.permission import Role
from tests.factories import request
from tests.services.verbs.begun import Begun


class OfShop(Begun):
    """Imports and catalogue, what was asked for, settings, tills and people."""

    def imports_look(self):
        return (b"code,name\n",), {}

    def imports_check(self):
        return ("货号,零售价(元)\nWS0001,70.00\n".encode(), "x.csv"), {}

    def imports_apply(self):
        plan = self.suite.imports.check(self.shop.owner, *self.imports_check()[0])
        return (plan, request(1)), {}

    def catalogue_whole_sheet(self):
        return (), {}

    def catalogue_products(self):
        return (), {}

    def catalogue_set_price(self):
        return (self.sku.sku_id, self.sku.list_price_fen + 1, request(1)), {}

    def catalogue_set_restricted(self):
        return (self.sku.sku_id, request(1)), {"restricted": True}

    def asked_note(self):
        return ("腊肉",), {}

    def asked_every(self):
        return (), {}

    def asked_forget(self):
        self.suite.asked.note(self.shop.owner, "腊肉")
        return self.asked_note()

    def catalogue_set_active(self):
        return (self.sku.sku_id, request(1)), {"active": False}

    def settings_save(self):
        return (replace(self.suite.settings.load(), phone="021"),), {}

    def settings_change(self):
        return ({"phone": "021"},), {}

    def settings_store_logo(self):
        return (Logo.of(8, 1, b"\xff"),), {}

    def setup_add_till(self):
        return ("02", "2 号收银台", self.suite.setup.tills()[0].point_id), {}

    def people_add_person(self):
        return ("小李", Role.CASHIER, "719283", request(1)), {}

    def people_set_pin(self):
        return (self.shop.stock_keeper.person_id, "719283"), {}

    def people_set_active(self):
        return (self.shop.stock_keeper.person_id,), {"active": False}

    def people_change_person(self):
        return (self.shop.stock_keeper.person_id, "王师傅", Role.STOCK_KEEPER), {}
