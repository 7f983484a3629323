"""The only 店长 forgot the PIN: a way back that is journaled and stands on the next Z."""

import io
import json

import pytest

from showroom.__main__ import main
from showroom.db.reads.shifts import journaled_since
from showroom.domain.document import ZSlip
from showroom.domain.errors import Refusal
from showroom.domain.permission import Role
from showroom.domain.shift import CashCount
from showroom.machine.home import LocalSettings
from showroom.machine.instance import InstanceLock
from showroom.printing.documents import lay_out
from showroom.printing.render.plain_text import page_text
from showroom.program.opening import open_books
from showroom.services.books.verify import Verify
from tests.factories import OWNER_PIN, request

NEW = "719283"


def closed(shop, number):
    shop.suite.shifts.open_shift(shop.cashier, 0, request(number))
    return shop.suite.shifts.close_shift(
        shop.cashier, CashCount({100: 0}), request(number + 1)
    ).report


def z_text(shop, report):
    return page_text(lay_out(ZSlip(shop.suite.reports.header, report, 0), 48))


def test_a_new_pin_works_and_the_next_z_alone_names_it(demo_shop):
    shop, people = demo_shop, demo_shop.suite.people
    assert closed(shop, 10).pins_replaced == ()
    for _ in range(10):
        with pytest.raises(Refusal, match=r"pin_wrong|pin_locked"):
            people.sign_in(shop.owner.person_id, "000000")
    done = people.replace_lost_pin(NEW)
    assert done.person.name == shop.owner.name
    assert people.sign_in(shop.owner.person_id, NEW).actor == shop.owner
    with pytest.raises(Refusal, match="pin_wrong"):
        people.sign_in(shop.owner.person_id, OWNER_PIN)
    report = closed(shop, 20)
    assert report.pins_replaced == (shop.owner.name,)
    assert "命令行重设 PIN" in z_text(shop, report)
    after = closed(shop, 30)
    assert after.pins_replaced == ()
    assert "命令行" not in z_text(shop, after)
    assert Verify(shop.books).run().passed


def test_it_is_journaled_by_the_program_without_the_pin(demo_shop):
    people = demo_shop.suite.people
    people.replace_lost_pin(NEW)
    till_id = demo_shop.books.till_id
    ((_, text),) = demo_shop.books.read(lambda tx: journaled_since(tx, till_id, 1, "pin_replaced"))
    owner = demo_shop.owner
    assert json.loads(text) == {"person": owner.person_id, "name": owner.name}


def test_another_manager_is_the_way_in(demo_shop):
    people = demo_shop.suite.people
    added = people.add_person(demo_shop.owner, "王店长", Role.SHOP_MANAGER, "719284", request(1))
    for ask in (people.only_leader, lambda: people.replace_lost_pin(NEW)):
        with pytest.raises(Refusal, match="other_shop_manager"):
            ask()
    people.set_active(demo_shop.owner, added.person_id, active=False)
    people.replace_lost_pin(NEW)


@pytest.mark.parametrize("weak", ["123456", "12345", "abcdef", ""])
def test_a_pin_is_a_pin_here_too(file_shop, weak):
    with pytest.raises(Refusal, match=r"pin_weak|pin_not_six_digits"):
        file_shop.suite.people.replace_lost_pin(weak)


def test_a_clock_in_doubt_does_not_shut_the_only_way_in(file_shop):
    file_shop.clock.advance(-3600)
    file_shop.suite.people.replace_lost_pin(NEW)


# -- the verb --------------------------------------------------------------------------------------


@pytest.fixture
def home(demo_homes, tmp_path, monkeypatch):
    home = demo_homes.whole(tmp_path / "home")
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    return home


def answers(monkeypatch, *lines):
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_the_verb_sets_it_when_it_is_typed_twice(home, monkeypatch, capsys):
    answers(monkeypatch, NEW, "719284")
    assert main(["new-pin"]) == 1
    assert "不一样" in capsys.readouterr().out
    answers(monkeypatch, NEW, NEW)
    assert main(["new-pin"]) == 0
    assert "交班单" in capsys.readouterr().out
    opened = open_books(home, LocalSettings())
    owner = opened.suite.people.only_leader()
    opened.suite.people.sign_in(owner.person_id, NEW)
    opened.close()


def test_the_verb_needs_the_window_shut_and_the_keys(home, monkeypatch, capsys):
    answers(monkeypatch, NEW, NEW)
    lock = InstanceLock(home.folder / "running")
    assert main(["new-pin"]) == 1
    assert "先在窗口里退出" in capsys.readouterr().err
    lock.release()
    (home.keys / "pepper").unlink()
    assert main(["new-pin"]) == 2
    assert "密钥不见了" in capsys.readouterr().err


def test_the_verb_is_refused_where_nobody_forgot_anything(home, monkeypatch, capsys):
    opened = open_books(home, LocalSettings())
    owner = opened.suite.people.list_people()[0]
    actor = opened.suite.people.sign_in(owner.person_id, OWNER_PIN).actor
    opened.suite.people.add_person(actor, "王店长", Role.SHOP_MANAGER, NEW, request(1))
    opened.close()
    answers(monkeypatch, NEW, NEW)
    assert main(["new-pin"]) == 1
    assert "王店长" in capsys.readouterr().err


def test_an_empty_home_has_no_pin(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SHOWROOM_HOME", str(tmp_path / "empty"))
    assert main(["new-pin"]) == 1
    assert "建店" in capsys.readouterr().err
