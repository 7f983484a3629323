"""One receiver as a process of its own: the same goods as everybody else, then a report."""

import json
import random
import sys
from collections import Counter
from pathlib import Path
from uuid import uuid4

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.ids import LocationId, RequestId
from showroom.domain.stock import DocumentKind
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.actor import Actor


def main(home, url, till_id, deliveries):
    opened = open_books(Home(Path(home)), LocalSettings(till_id=int(till_id)), url)
    suite, dice = opened.suite, random.Random(int(till_id))
    person = suite.people.list_people()[0]
    actor = Actor(person.person_id, person.name, person.role)
    skus = list(suite.catalogue.load_index().skus)
    floor = LocationId(1)
    came: Counter[str] = Counter()
    numbers = []
    for _ in range(int(deliveries)):
        draft_id = uuid4().hex
        suite.drafts.begin(actor, DocumentKind.OPENING, DraftHead(floor), draft_id)
        for n, sku in enumerate(dice.sample(skus, 12)):
            quantity = dice.randint(1, 5)
            kept = suite.drafts.put_line(
                actor, draft_id, f"k{n}", DraftLine(sku.sku_id, quantity, lot_no="同一批")
            )
            came[sku.code] += quantity
        request = RequestId(uuid4().hex)
        done = suite.receiving.post(actor, draft_id, kept.revision, request)
        assert suite.receiving.post(actor, draft_id, kept.revision, request).repeated
        numbers.append(done.document.number)
    opened.close()
    sys.stdout.write(json.dumps({"came": came, "numbers": numbers}))


if __name__ == "__main__":
    main(*sys.argv[1:])
