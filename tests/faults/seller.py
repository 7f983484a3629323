"""A till that sells until it is killed; every sale it was told of goes to standard output first."""

import sys
from pathlib import Path
from uuid import uuid4

from showroom.domain.basket import Basket
from showroom.domain.ids import RequestId
from showroom.domain.tender import Payment
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.actor import Actor


def main(home):
    opened = open_books(Home(Path(home)), LocalSettings())
    suite = opened.suite
    person = suite.people.list_people()[0]
    actor = Actor(person.person_id, person.name, person.role)
    if suite.shifts.current() is None:
        suite.shifts.open_shift(actor, 0, RequestId(uuid4().hex))
    skus = [s for s in suite.catalogue.load_index().skus if s.oversell and not s.expired_on_hand]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    n = 0
    while True:
        basket = Basket().add(skus[n % len(skus)], 1).add(skus[(n + 7) % len(skus)], 1)
        suite.baskets.save_open(actor, basket)
        done = suite.checkout.complete_sale(
            actor, basket, Payment(basket.due_fen).pay_cash(), RequestId(uuid4().hex)
        )
        sys.stdout.write(f"{done.sale.sale_id}\n")
        sys.stdout.flush()
        n += 1


if __name__ == "__main__":
    main(sys.argv[1])
