"""A shop for measuring: many products, endless stock, an open shift."""

import random
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from showroom.domain.basket import Basket
from showroom.domain.ids import RequestId
from showroom.domain.tender import Payment
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books

HEAD = (
    "sku,barcode,name,short_name,zone,county,producer,category,unit,spec,sold_by,retail_price_fen,"
    "member_price_fen,cost_price_fen,tax_rate_bp,shelf_life_days,storage,reorder_point,"
    "supplier_terms,opening_quantity"
)
PLACES = (
    ("云南文山", "广南县"),
    ("新疆巴楚", "巴楚县"),
    ("湖北夷陵", "夷陵区"),
    ("青海果洛", "玛沁县"),
)
NAMES = ("小粒香大米", "绿葡萄干", "宜红茶", "牦牛肉干", "三七花", "灰枣", "脐橙", "青稞酒")


def catalogue(count, quantity=99_999):
    from showroom.domain.barcode import check_digit

    rows = [HEAD]
    for i in range(count):
        zone, county = PLACES[i % 4]
        body = f"6990{i:08d}"
        name = f"{NAMES[i % 8]}{i:05d}号"
        rows.append(
            f"B{i:05d},{body}{check_digit(body)},{name},{name},{zone},{county},"
            f"{county}第{i % 50}合作社,杂货{i % 9},袋,1袋,each,{900 + i % 5000},"
            f"{890 + i % 5000},500,"
            f"{(0, 900, 1300)[i % 3]},0,常温,5,买断,{quantity}"
        )
    return "\n".join(rows).encode()


class Bench:
    """An opened throwaway shop."""

    def __init__(self, products=240):
        self.folder = Path(tempfile.mkdtemp(prefix="showroom-bench-"))
        self.home = Home(self.folder)
        self.dice = random.Random(88)
        self.open()
        self.owner = self.suite.setup.start_real("万荣路88号", "店长", "708090").owner
        if products:
            plan = self.suite.imports.check(self.owner, catalogue(products), "bench.csv")
            assert not plan.error_count, plan
            self.suite.imports.apply(self.owner, plan, RequestId(uuid4().hex))
            self.suite.shifts.open_shift(self.owner, 30_000, RequestId(uuid4().hex))
            self.skus = self.suite.catalogue.load_index().skus

    def open(self):
        self.opened = open_books(self.home, LocalSettings())
        self.suite = self.opened.suite

    @property
    def database(self):
        return self.opened.database

    def basket(self, lines=8):
        basket = Basket()
        for sku in self.dice.sample(self.skus, lines):
            basket = basket.add(replace(sku, on_hand=10**9), self.dice.randint(1, 3))
        return basket.with_age()

    def sell(self, basket, payment=None, request_id=None):
        payment = payment or Payment(basket.due_fen).pay_cash()
        return self.suite.checkout.complete_sale(
            self.owner, basket, payment, request_id or RequestId(uuid4().hex)
        )

    def close(self):
        self.opened.close()
        shutil.rmtree(self.folder)
