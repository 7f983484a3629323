"""One till as a process of its own: sells the same few goods as everybody else, then reports."""

import json
import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.tender import Payment
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.actor import Actor

SOLD_OUT = {"sku_no_stock", "sku_no_stock_now"}


def main(home, url, till_id, attempts):
    opened = open_books(Home(Path(home)), LocalSettings(till_id=int(till_id)), url)
    suite, dice = opened.suite, random.Random(int(till_id))
    person = suite.people.list_people()[0]
    actor = Actor(person.person_id, person.name, person.role)
    suite.shifts.open_shift(actor, 10_000, RequestId(uuid4().hex))
    # Every till believes that there is plenty: the books alone are the referee.
    skus = [replace(sku, on_hand=10**6) for sku in suite.catalogue.load_index().skus]
    sold: Counter[str] = Counter()
    sales = refused = 0
    for _ in range(int(attempts)):
        basket = Basket().with_age()
        for sku in dice.sample(skus, dice.randint(1, 8)):
            basket = basket.add(sku, dice.randint(1, 2))
        try:
            done = suite.checkout.complete_sale(
                actor, basket, Payment(basket.due_fen).pay_cash(), RequestId(uuid4().hex)
            )
        except Refusal as refusal:
            assert refusal.code in SOLD_OUT, refusal
            refused += 1
            continue
        sales += 1
        for line in done.sale.lines:
            sold[line.code] += line.quantity
    opened.close()
    sys.stdout.write(json.dumps({"sold": sold, "sales": sales, "refused": refused}))


if __name__ == "__main__":
    main(*sys.argv[1:])
