"""The keys of the counter."""

from __future__ import annotations

from showroom.domain.permission import Permission
from showroom.ui.engine.actions import ActionSpec

COUNTER_KEYS = (
    ActionSpec("pay", "结算", ("Space",), "cash", handler="pay", group="收款"),
    ActionSpec(
        "exact",
        "现金收款",
        ("F12",),
        "check",
        handler="cash",
        group="收款",
        hint="先输入收到的金额再按 F12；直接按就是刚好",
    ),
    ActionSpec("quantity", "数量", ("F3",), "quantity", handler="input.ask_quantity", group="商品"),
    ActionSpec(
        "discount",
        "改价",
        ("F4",),
        "discount",
        handler="input.ask_discount",
        group="商品",
        hint="改价、单品折扣、整单折扣",
    ),
    ActionSpec(
        "more", "加一件", ("+",), "plus", handler="input.one_more", group="商品", repeats=True
    ),
    ActionSpec(
        "less", "减一件", ("-",), "minus", handler="input.one_less", group="商品", repeats=True
    ),
    ActionSpec(
        "void",
        "删除",
        ("Del",),
        "trash",
        handler="input.void",
        group="商品",
        hint="删除商品（会记录）",
    ),
    ActionSpec("undo", "撤销", ("Ctrl+Z",), "undo", handler="input.undo", group="商品"),
    ActionSpec("names", "输中文名查找", ("F2",), "search", handler="find_by_name", group="商品"),
    ActionSpec(
        "missing",
        "没有这种商品",
        ("F5",),
        handler="input.note_missing",
        group="商品",
        hint="店长新建商品，收银员记下有人问过",
    ),
    ActionSpec("page_on", "下一页商品", ("PgDown",), handler="input.page_on", group="商品"),
    ActionSpec("page_back", "上一页商品", ("PgUp",), handler="input.page_back", group="商品"),
    ActionSpec("zone", "下一个展区", ("Ctrl+PgDown",), handler="input.next_zone", group="商品"),
    ActionSpec("hold", "挂单", ("F6",), "hold", handler="hold", group="单据"),
    ActionSpec("recall", "取单", ("F7",), "recall", handler="recall", group="单据"),
    ActionSpec("refund", "退货", ("F8",), "refund", handler="refund", group="单据"),
    ActionSpec(
        "reprint", "看小票", ("F10",), handler="show_last", group="单据", hint="看上一单小票、重打"
    ),
    ActionSpec(
        "drawer",
        "开钱箱",
        ("F9",),
        "drawer",
        Permission.SELL.value,
        handler="open_drawer",
        group="单据",
    ),
)
