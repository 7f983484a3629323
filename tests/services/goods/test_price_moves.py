"""A tag price that jumps asks the same, by hand, in a file and in small steps."""

from dataclasses import replace
from functools import partial

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.errors import Refusal
from showroom.domain.limit import Limit, PriceLimits
from showroom.program.verbs.import_verb import import_file
from showroom.services.goods.import_rows import RowProblem
from showroom.services.goods.price_moves import MAX_DEEDS
from tests.factories import approved, grant, let_days_pass, request
from tests.services.goods.spreadsheets import csv_file
from tests.services.selling.test_approvals import journaled

HEADER = ["货号", "零售价"]
FLOWER = "WS0001"
"""68.00 a pack; what it costs and its member price are the sample's."""


def find(shop, code=FLOWER):
    return shop.suite.catalogue.load_index().find(code)[0]


def check(shop, *rows, header=HEADER):
    return shop.suite.imports.check(shop.stock_keeper, csv_file(*rows, header=header), "p.csv")


def bring_in(shop, plan, tokens=(), number=1):
    apply = shop.suite.imports.apply
    return apply(shop.stock_keeper, plan, request(number), approvals=tokens)


@pytest.mark.parametrize(
    ("yuan", "why"),
    [
        ("6800", {Limit.PERCENT: 50, Limit.AMOUNT: 20_000}),
        ("0.68", {Limit.COST: 4_420, Limit.MEMBER: 6_460, Limit.PERCENT: 50}),
        ("33", {Limit.COST: 4_420, Limit.MEMBER: 6_460, Limit.PERCENT: 50}),
    ],
    ids=["jump", "fall", "below cost"],
)
def test_a_file_asks_what_a_hand_is_asked(file_shop, yuan, why):
    """60 became 6000 through an import, unasked; who says yes reads which limits it passed."""
    before = find(file_shop)
    plan = check(file_shop, (FLOWER, yuan))
    (change,) = plan.prices
    assert (bool(change.passed), plan.asking) == (True, 1)
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        bring_in(file_shop, plan)
    (deed,) = asked.value.deeds
    assert (deed.act, deed.name) == (Act.PRICE_CHANGE, before.name)
    assert ({x.limit: x.at for x in deed.passed}, deed.reason) == (why, "导入 p.csv")
    assert (deed.old_fen, deed.new_fen) == (before.list_price_fen, change.after_fen)
    by_hand_too = (file_shop.stock_keeper, before.sku_id, change.after_fen, request(9))
    with pytest.raises(ApprovalNeeded, match="approval_missing") as by_hand:
        file_shop.suite.catalogue.set_price(*by_hand_too, reason=deed.reason)
    assert by_hand.value.deeds == asked.value.deeds
    assert find(file_shop).list_price_fen == before.list_price_fen
    done = bring_in(file_shop, plan, grant(file_shop, [deed], file_shop.stock_keeper))
    assert find(file_shop).list_price_fen == change.after_fen
    ((_, spent),) = journaled(file_shop, "override")
    assert (spent["document"], spent["approval"]["approver"]) == (
        done.batch_id,
        file_shop.owner.name,
    )


def test_one_yes_for_all_that_jump_and_none_for_another_file(file_shop):
    codes = [s.code for s in file_shop.suite.catalogue.load_index().skus[:6]]
    plan = check(file_shop, *((code, "5000") for code in codes))
    with pytest.raises(ApprovalNeeded) as asked:
        bring_in(file_shop, plan)
    assert len(asked.value.deeds) == plan.asking == 6
    tokens = grant(file_shop, asked.value.deeds, file_shop.stock_keeper)
    other = check(file_shop, *((code, "5001") for code in codes))
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        bring_in(file_shop, other, tokens, 2)
    bring_in(file_shop, plan, tokens, 3)
    assert {x["approval"]["deed"]["reason"] for _, x in journaled(file_shop, "override")} == {
        "导入 p.csv"
    }
    with pytest.raises(ApprovalNeeded, match="approval_missing"):
        bring_in(file_shop, check(file_shop, (FLOWER, "50")), (), 4)


def test_prices_within_the_limits_ask_nobody(file_shop):
    plan = check(file_shop, (FLOWER, "70"))
    assert plan.asking == 0
    bring_in(file_shop, plan)
    assert journaled(file_shop, "override") == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda _plan: {"prices": ()},
        lambda plan: {"update": _dearer(plan)},
        lambda _plan: {"sha256": "0" * 64},
        lambda _plan: {"file_name": "other.csv"},
        lambda _plan: {"warnings": (RowProblem(1, "", "row_mojibake"),)},
        lambda _plan: {"seal": ""},
    ],
    ids=["prices", "update", "digest", "name", "warnings", "seal"],
)
def test_a_plan_edited_after_its_check_is_refused(file_shop, edit):
    plan = check(file_shop, (FLOWER, "70"))
    with pytest.raises(Refusal, match="import_not_checked"):
        bring_in(file_shop, replace(plan, **edit(plan)))
    bring_in(file_shop, plan)


def _dearer(plan):
    (planned,) = plan.update
    return (replace(planned, content=replace(planned.content, list_price_fen=7_001)),)


def test_small_steps_are_measured_from_where_the_day_began(file_shop):
    """68 -> 100 -> 150 -> 200 went past the limit, each step within it."""
    sku = find(file_shop)
    set_price = partial(file_shop.suite.catalogue.set_price, reason="涨价")
    ask = (file_shop.owner, sku.sku_id)
    set_price(*ask, 10_000, request(1))
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        set_price(*ask, 10_300, request(2))
    assert (asked.value.deeds[0].old_fen, asked.value.deeds[0].new_fen) == (6_800, 10_300)
    assert check(file_shop, (FLOWER, "103")).asking == 1
    approved(file_shop, lambda tokens: set_price(*ask, 10_300, request(3), tokens), file_shop.owner)
    set_price(*ask, 15_000, request(4))
    with pytest.raises(ApprovalNeeded, match="approval_missing"):
        set_price(*ask, 15_451, request(5))


def test_a_file_named_like_a_pin_can_be_approved_and_is_not_repeated(file_shop):
    plan = file_shop.suite.imports.check(
        file_shop.stock_keeper, csv_file((FLOWER, "6800"), header=HEADER), "价格 702859.csv"
    )
    approved(file_shop, lambda tokens: bring_in(file_shop, plan, tokens), file_shop.stock_keeper)
    ((_, spent),) = journaled(file_shop, "override")
    assert spent["approval"]["deed"]["reason"] == "导入文件"


def test_steps_in_files_are_one_way_too(file_shop):
    bring_in(file_shop, check(file_shop, (FLOWER, "100")))
    with pytest.raises(ApprovalNeeded, match="approval_missing"):
        bring_in(file_shop, check(file_shop, (FLOWER, "103")), (), 2)


def test_the_next_day_begins_anew(file_shop):
    sku, set_price = find(file_shop), file_shop.suite.catalogue.set_price
    set_price(file_shop.owner, sku.sku_id, 10_000, request(1))
    let_days_pass(file_shop, 1)
    set_price(file_shop.owner, sku.sku_id, 15_000, request(2))


def test_too_many_jumps_are_a_wrong_unit(file_shop, monkeypatch):
    monkeypatch.setattr("showroom.services.goods.price_moves.MAX_DEEDS", 1)
    codes = [s.code for s in file_shop.suite.catalogue.load_index().skus[:2]]
    plan = check(file_shop, *((code, "5000") for code in codes))
    assert [problem.code for problem in plan.errors] == ["import_jumps_many"]
    with pytest.raises(Refusal, match="import_has_errors"):
        bring_in(file_shop, plan)
    assert MAX_DEEDS > 1


def test_the_command_line_writes_no_price_that_jumps(file_shop, tmp_path):
    path, said = tmp_path / "p.csv", []
    path.write_bytes(csv_file((FLOWER, "6800"), header=HEADER))
    assert import_file(file_shop.suite, path, said.append, dry_run=False) == 1
    assert "店长授权" in said[-1]
    assert any("要店长授权" in line and FLOWER in line for line in said[:-1])
    assert find(file_shop).list_price_fen == 6_800


def test_a_price_beyond_the_limits_needs_a_reason_which_is_kept_with_the_yes(file_shop):
    sku = find(file_shop)
    ask = partial(file_shop.suite.catalogue.set_price, file_shop.owner, sku.sku_id, 600_000)
    for blank in ("", "  "):
        with pytest.raises(Refusal, match="price_reason_missing") as refused:
            ask(request(1), reason=blank)
        assert refused.value.params["why"] == "改动超过 50%、改动超过 200.00"
    said = partial(ask, request(1), reason="换大包装")
    approved(file_shop, said, file_shop.owner)
    ((_, written),) = journaled(file_shop, "price_change")
    ((_, spent),) = journaled(file_shop, "override")
    deed = spent["approval"]["deed"]
    assert (written["reason"], deed["reason"]) == ("换大包装", "换大包装")
    assert [x["limit"] for x in deed["passed"]] == ["percent", "amount"]


NEW = ("X9", "试吃米线", "广南县", "60", "9%")
NEW_HEADER = ["货号", "品名", "县/产地", "零售价", "税率"]


@pytest.mark.parametrize(("yuan", "asks"), [("6000", True), ("200", False), ("200.01", True)])
def test_a_new_price_is_looked_at_where_a_change_by_as_much_would_ask(file_shop, yuan, asks):
    """6000 for 60.00 was written unquestioned: there was no price to compare it with."""
    plan = check(file_shop, (*NEW[:3], yuan, NEW[4]), header=NEW_HEADER)
    assert [p.column for p in plan.warnings if p.code == "price_of_new"] == ["零售价"] * asks
    if not asks:
        bring_in(file_shop, plan)
        return
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        bring_in(file_shop, plan)
    (deed,) = asked.value.deeds
    assert (deed.act, deed.name, deed.new_fen) == (Act.NEW_PRICE, NEW[1], round(float(yuan) * 100))
    assert [(x.limit, x.at) for x in deed.passed] == [(Limit.PRICE, 20_000)]
    bring_in(file_shop, plan, grant(file_shop, [deed], file_shop.stock_keeper))
    ((_, spent),) = journaled(file_shop, "override")
    assert spent["approval"]["deed"]["name"] == NEW[1]


def test_the_shops_own_limits_are_those_of_a_file(file_shop):
    file_shop.suite.settings.change(file_shop.owner, {"price_limits": PriceLimits(1, 100)})
    assert check(file_shop, (FLOWER, "69")).asking == 1
