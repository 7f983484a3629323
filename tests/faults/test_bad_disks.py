"""A disk that is full or may not be written: told as what it is, and nothing lost."""

import shutil
import subprocess
from functools import partial
from uuid import uuid4

import pytest

from showroom.__main__ import main
from showroom.domain.basket import Basket
from showroom.domain.errors import Fault
from showroom.domain.ids import RequestId
from showroom.domain.tender import Payment
from showroom.machine.assets import sample_catalogue
from showroom.machine.home import Home, LocalSettings
from showroom.program.app import Till
from showroom.program.opening import open_books
from showroom.services.books.verify import Verify
from tests.posix import IS_ROOT


@pytest.mark.skipif(IS_ROOT, reason="root may write everywhere")
def test_a_home_that_this_user_may_not_write_is_told(home):
    home.folder.chmod(0o500)
    try:
        with pytest.raises(Fault, match="home_unusable"):
            Till(home, LocalSettings(), "").open()
    finally:
        home.folder.chmod(0o700)


def sell_until_fault(sell, told):
    for _ in range(500):
        try:
            told.append(sell())
        except Fault as fault:
            return fault
    raise AssertionError("the disk never filled")


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount a small disk")
def test_a_full_disk_loses_nothing(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], check=True)
    try:
        home = Home(disk / "home")
        opened = open_books(home, LocalSettings())
        suite = opened.suite
        owner = suite.setup.start_demo(sample_catalogue()).owner
        suite.shifts.open_shift(owner, 0, RequestId(uuid4().hex))
        sku = next(s for s in suite.catalogue.load_index().skus if s.oversell)
        basket = Basket().add(sku, 1)

        def sell():
            payment = Payment(basket.due_fen).pay_cash()
            return suite.checkout.complete_sale(
                owner, basket, payment, RequestId(uuid4().hex)
            ).sale.sale_id

        told = []
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(disk).free - 60_000))
        fault = sell_until_fault(sell, told)
        assert fault.code == "disk_full", "told as what it is, never as unknown"
        ballast.unlink()
        told.append(sell())
        posted = {r.sale_id for r in suite.reports.receipts(owner, limit=1000)}
        assert set(told) == posted, "what was told as not done is not there"
        verdict = Verify(suite.books).run()
        assert [f for f in verdict.findings if not f.passed] == []
        opened.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount a read-only disk")
def test_a_read_only_disk_is_told(tmp_path, home, monkeypatch, capsys):
    """By window and verbs, with the folder and what may be the matter with it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)], check=True)
    try:
        shutil.copytree(home.folder, disk / "home")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        there = Home(disk / "home")
        for opens in (
            Till(there, LocalSettings(), "").open,
            partial(open_books, there, LocalSettings()),
        ):
            with pytest.raises(Fault) as refused:
                opens()
            assert refused.value.code == "home_unusable"
            assert refused.value.params["folder"] == str(there.folder)
        monkeypatch.setenv("SHOWROOM_HOME", str(there.folder))
        for words in (["verify"], ["backup"], ["go-on"], ["report", "daily"]):
            assert main(words) == 2, words
            said = capsys.readouterr().err
            assert str(there.folder) in said, words
            assert "只读" in said, words
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
