"""Eight receive and four sell the same twenty goods at once: no line lost, nothing posted twice."""

from collections import Counter

import pytest

from showroom.services.books.verify import Verify
from tests.postgres_server import binaries
from tests.scenarios.test_many_tills import PIECES, WORKER, run_all

RECEIVER = "tests.scenarios.receiver_worker"
WORK = [(WORKER, 20)] * 4 + [(RECEIVER, 5)] * 8


def check(opened, results):
    sold, came = Counter(), Counter()
    numbers = []
    for result in results:
        sold += Counter(result.get("sold", {}))
        came += Counter(result.get("came", {}))
        numbers += result.get("numbers", [])
    index = opened.suite.catalogue.load_index()
    assert {s.code: s.on_hand for s in index.skus} == {
        s.code: PIECES + came[s.code] - sold[s.code] for s in index.skus
    }
    assert len(numbers) == 8 * 5
    # The file that the shop was opened with had the first number.
    assert sorted(numbers) == [f"QC-{numbers[0][3:7]}-{n:06d}" for n in range(2, 42)]
    verdict = Verify(opened.suite.books).run()
    assert [f for f in verdict.findings if not f.passed] == []


def test_on_one_file(tmp_path):
    opened, results = run_all(tmp_path, f"sqlite:///{tmp_path}/shop.db", WORK)
    try:
        check(opened, results)
    finally:
        opened.close()


@pytest.mark.postgres
@pytest.mark.skipif(binaries() is None, reason="no PostgreSQL server binaries on this machine")
def test_on_postgresql(tmp_path, postgres_databases):
    with postgres_databases.fresh(None) as own:
        url = own.url.render_as_string(hide_password=False)
        opened, results = run_all(tmp_path, url, WORK)
        try:
            check(opened, results)
        finally:
            opened.close()
