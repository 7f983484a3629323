"""供应商: looked for, added, papers registered and files hung, by keys alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.supplier import (
    Licence,
    LicenceKind,
    PaperState,
    SupplierContent,
)
from showroom.domain.figures import NOTHING
from showroom.domain.stock import Terms
from showroom.ui.browse.asked import Found, Wanted
from showroom.ui.suppliers.detail import Part
from showroom.ui.suppliers.panels import ContractPanel, EndPanel, LicencePanel, SupplierPanel
from showroom.ui.suppliers.rows import Listed, contract_facts, contract_rows, narrowed
from showroom.ui.widgets.chip import Chip
from showroom.ui.widgets.files.tiles import Tile
from tests.factories import request
from tests.services.stock.deliveries import contract_of
from tests.ui.counter.counter_player import Till

Key = Qt.Key
ENDED = PaperState.ENDED


@pytest.fixture
def till(desk, shop, qtbot):
    return enter(desk, shop, qtbot, shop.owner)


def enter(desk, shop, qtbot, actor):
    made = Till(desk, shop, qtbot).enter(actor)
    made.window.workspace.go("suppliers")
    made.settle()
    return made


def press(till, *key):
    """One key, and what comes of it."""
    till.press(*key)
    till.settle()


def codes(till):
    return [row.cells[1] for row in till.screen.table.rows]


def kept(till, code):
    listed = till.shop.suite.suppliers.listed(till.shop.owner).suppliers
    return next(s for s in listed if s.content.code == code)


def count(till, chip):
    chips = {c.text(): c for c in till.screen.bar.states.findChildren(Chip)}
    return chips[chip].accessibleName()


def fill(till, *texts):
    """Each text and Enter, as a person walks through a form."""
    for text in texts:
        till.write(text)
        press(till, Key.Key_Return)
    till.settle()


def test_the_demo_shops_suppliers_and_who_must_renew(till):
    assert codes(till) == [f"G000{n}" for n in range(1, 9)]
    assert count(till, "证照到期") == "证照到期 2"
    press(till, Key.Key_F6)
    press(till, Key.Key_F6)
    till.settle()
    assert codes(till) == ["G0004", "G0005"]
    (ended, soon) = till.screen.table.rows
    assert (ended.cells[-1], ended.tones[5]) == ("2026-06-03 12 天前", "danger")
    assert (soon.cells[-1], soon.tones[5]) == ("2026-07-03 剩 18 天", "warning")


def test_a_supplier_is_looked_for_by_initials(till):
    till.write("xjc")
    till.qtbot.waitUntil(lambda: codes(till) == ["G0006"])
    press(till, Key.Key_Escape)
    till.qtbot.waitUntil(lambda: len(codes(till)) == 8)


def test_a_supplier_with_papers_by_keys_alone(till):
    press(till, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(till.panel, SupplierPanel)
    fill(till, "Yichang Tea", "", "", "Xiao", "0717-1", "Yiling", "")
    assert till.panel is None
    assert till.screen.table.chosen.supplier.content.code == "G0009"
    press(till, Key.Key_F2)
    assert isinstance(till.panel, LicencePanel)
    fill(till, "JY14205060012345", "20270301")
    press(till, Key.Key_F3)
    assert isinstance(till.panel, ContractPanel)
    till.panel.terms.choose(Terms.CONSIGNMENT)
    fill(till, "HT-1", "25", "45", "30", "", "")
    made = kept(till, "G0009")
    assert [x.valid_until for x in made.licences] == ["2027-03-01"]
    (contract,) = made.contracts
    assert (contract.named, contract.payment_days) == ("代销 扣点 25%", 45)
    assert contract.valid_from == "2026-06-15"
    assert till.screen.detail.part is Part.CONTRACTS
    press(till, Key.Key_F10)
    assert isinstance(till.panel, EndPanel)
    fill(till, "")
    assert kept(till, "G0009").contracts[0].valid_to == "2026-06-15"
    press(till, Key.Key_F7)
    press(till, Key.Key_F7)
    press(till, Key.Key_F5)
    till.click("撤下", till.panel)
    till.settle()
    assert kept(till, "G0009").licences == ()
    press(till, Key.Key_F8)
    till.click("停用", till.panel)
    till.settle()
    assert not kept(till, "G0009").active
    assert count(till, "停用") == "停用 1"
    press(till, Key.Key_F8)
    till.settle()
    assert kept(till, "G0009").active


def test_a_paper_that_was_renewed_calls_for_nobody(till):
    """Where the list and the head of a delivery went on saying 已到期."""
    press(till, Key.Key_F6)
    press(till, Key.Key_F6)
    assert codes(till) == ["G0004", "G0005"]
    ended = next(x for x in kept(till, "G0004").licences if x.state("2026-06-15") is ENDED)
    press(till, Key.Key_F2)
    till.panel.kind.choose(ended.kind)
    fill(till, "JY-NEW", "20271130")
    assert codes(till) == ["G0005"]
    press(till, Key.Key_F6)
    press(till, Key.Key_F6)
    till.screen.table.select_key(kept(till, "G0004").supplier_id)
    till.settle()
    rows = {row.cells[1]: row for row in till.screen.detail.licences.rows}
    old, new = rows[ended.licence_no], rows["JY-NEW"]
    assert (old.cells[0], old.role, old.tones) == (f"{ended.kind.word}　已换新证", "muted", {})
    assert (new.cells[2], new.tones) == ("2027-11-30", {2: ""})


def test_what_is_refused_stands_in_the_panel_and_may_be_mended(till):
    press(till, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    fill(till, "Tea", "", "123", "", "", "", "")
    panel = till.panel
    assert "统一社会信用代码不对" in panel.said.text()
    assert panel.credit_code.property("invalid") == "true"
    assert till.window.focusWidget() is panel.credit_code
    panel.credit_code.clear()
    fill(till, "", "", "", "", "")
    assert till.panel is None
    press(till, Key.Key_F3)
    contract = till.window.findChild(ContractPanel)
    contract.days.set_value(61)
    contract.number.setText("HT")
    contract.keep()
    till.settle()
    assert "账期最长 60 天" in contract.said.text()
    assert till.window.focusWidget() is contract.days


def test_who_is_second_to_change_is_told(till):
    press(till, Key.Key_F4)
    known = kept(till, "G0001")
    other = replace(known.content, note="别人先改")
    change = till.shop.suite.suppliers.change
    change(till.shop.owner, known.supplier_id, known.revision, other, request(9))
    till.panel.note.setText("我也改")
    till.panel.keep()
    till.settle()
    assert "刚被别人改过" in till.panel.said.text()
    assert kept(till, "G0001").content.note == "别人先改"


def test_a_stock_keeper_sees_contracts_and_makes_none(desk, shop, qtbot):
    till = enter(desk, shop, qtbot, shop.stock_keeper)
    assert "contract" not in till.screen.action_set
    press(till, Key.Key_F7)
    till.settle()
    assert till.screen.detail.contract is not None
    assert not till.screen.detail.strip.takes_files
    press(till, Key.Key_F3)
    assert till.panel is None


def test_a_change_elsewhere_is_seen_here(till):
    suppliers, owner = till.shop.suite.suppliers, till.shop.owner
    added = suppliers.add(owner, SupplierContent("新社"), request(20))
    till.desk.context.announce(added)
    till.qtbot.waitUntil(lambda: "G0009" in codes(till))
    licence = Licence(0, LicenceKind.OTHER, "X1", "2026-06-01")
    done = suppliers.add_licence(owner, added.supplier_id, licence, request(21))
    suppliers.add_contract(owner, added.supplier_id, contract_of(Terms.BUY_OUT), request(22))
    till.desk.context.announce(done)
    till.qtbot.waitUntil(lambda: count(till, "证照到期") == "证照到期 3")


def test_while_the_day_is_in_doubt_nothing_is_said_to_have_ended(till):
    known = till.screen.table.records
    doubted = [replace(x, today="") for x in known]
    contracts = [c for x in doubted for c in x.supplier.contracts]
    assert not [c for c in contracts if contract_facts(c, "").startswith("不在期内")]
    assert {x.terms for x in doubted} == {NOTHING}
    assert all(row.role == "" for x in doubted for row in contract_rows(x))
    told = narrowed(Found(doubted), Wanted(state=Listed.ENDING))
    assert told.counts[Listed.ENDING] is None
    assert told.nothing is not None
    assert told.nothing[0] == "时钟待确认"


def test_a_day_that_is_none_marks_its_own_field(till):
    press(till, Key.Key_F3)
    panel = till.panel
    panel.number.setText("HT-9")
    panel.begins.set_value("2026-06-01")
    panel.ends.setText("2026-13-45")
    panel.keep()
    till.settle()
    assert till.window.focusWidget() is panel.ends


def test_nothing_of_another_supplier_stays_where_none_is_found(till):
    """没有选中供应商 stood over 证照 2 and 合同 2 of the one before."""
    parts = till.screen.detail.parts.findChildren(Chip)
    assert all(any(c.accessibleName().startswith(f"{w} ") for c in parts) for w in ("证照", "合同"))
    till.write("zzzz")
    till.qtbot.waitUntil(lambda: codes(till) == [])
    assert {chip.accessibleName() for chip in parts} == {"证照", "合同", "资料"}


def test_a_withdrawn_licence_is_listed_and_its_files_are_looked_at(till, shop):
    detail = till.screen.detail
    chosen = till.screen.table.chosen.supplier
    licence = chosen.licences[0]
    owner = Owner(OwnerKind.LICENCE, str(licence.licence_id))
    shop.suite.attachments.add(shop.owner, owner, "照片", b"%PDF-1.4 x", "paper")
    press(till, Key.Key_F5)
    till.click("撤下", till.panel)
    till.settle()
    row = next(row for row in detail.licences.rows if row.key == licence.licence_id)
    detail.licences.select_key(licence.licence_id)
    till.settle()
    assert (row.cells[1:], row.role) == ((licence.licence_no, "已撤下"), "muted")
    assert detail.licence is None
    assert not till.screen.action_set["withdraw"].isEnabled()
    assert not detail.strip.takes_files
    till.qtbot.waitUntil(lambda: len(detail.strip.findChildren(Tile)) == 1)


def test_a_number_of_figures_alone_stands_in_its_field_as_it_was_typed(till):
    press(till, Key.Key_F2)
    field = till.panel.number
    till.write("121101084000010456")
    assert field.echoMode() is field.EchoMode.Normal
    fill(till, "", "")
    assert till.panel is None
    numbers = [x.licence_no for x in till.screen.table.chosen.supplier.licences]
    assert "121101084000010456" in numbers


def test_a_code_to_pay_by_is_hidden_and_refused_with_the_way_out(till):
    press(till, Key.Key_F2)
    till.write("134567890123456789")
    assert till.panel.number.echoMode() is till.panel.number.EchoMode.Password
    fill(till, "", "")
    assert till.said.endswith("号码只有数字的，请在前面写 NO")
