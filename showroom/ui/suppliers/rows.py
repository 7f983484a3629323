"""Suppliers, their licences and their contracts as rows; colours say what must be renewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from showroom.domain.documents.supplier import (
    LICENCE_SOON_DAYS,
    Contract,
    Licence,
    PaperState,
    Supplier,
    in_use,
    matching,
)
from showroom.domain.figures import NOTHING
from showroom.domain.sheet import Cell, Measure, day
from showroom.services.stock.supply.suppliers import SupplierList
from showroom.ui.browse.asked import Found, Wanted
from showroom.ui.browse.columns import ListColumn, Listing
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Role, Row

LICENCE_COLUMNS = (
    Column("证照", 0, kind="strong"),
    Column("号码", 136, kind="muted"),
    Column("有效期至", 112),
)
CONTRACT_COLUMNS = (
    Column("合同", 0, kind="strong"),
    Column("经营方式", 128),
    Column("期限", 176, kind="muted"),
)
FACT_COLUMNS = (Column("项目", 88, kind="muted"), Column("内容", 0))
TONES: Mapping[PaperState, Role] = {PaperState.SOON: "warning", PaperState.ENDED: "danger"}
LONG, OPEN, STOPPED, WITHDRAWN = "长期", "不限", "停用", "已撤下"
RENEWED = "已换新证"
NOT_JUDGED = "时钟待确认，不判断证照和合同是不是在期"


class Listed(Enum):
    """The chips over the list."""

    ALL = "all"
    ACTIVE = "active"
    ENDING = "ending"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Line:
    """A supplier on a day ("" when nobody is sure which)."""

    supplier: Supplier
    today: str

    @property
    def state(self) -> PaperState:
        """How the worst of its licences stands."""
        return self.supplier.state(self.today)

    @property
    def ending(self) -> bool:
        """Whether somebody must see to a licence."""
        return self.supplier.active and self.state is not PaperState.SOUND

    @property
    def terms(self) -> str:
        """Of the contracts in force, each once; nothing can be told while the day is in doubt."""
        if not self.today:
            return NOTHING
        return " ".join(dict.fromkeys(c.terms.word for c in self.supplier.terms_on(self.today)))

    def shown_under(self, listed: object) -> bool:
        """Whether it stands under that chip."""
        if listed is Listed.ENDING:
            return self.ending
        return listed is Listed.ALL or self.supplier.active == (listed is Listed.ACTIVE)

    @property
    def licence_end(self) -> str:
        """The soonest end of a licence, in words."""
        s = self.supplier
        if not s.licences:
            return "未登记"
        return formats.end_day(s.soonest_end, self.today, LICENCE_SOON_DAYS) or LONG


def _tone(line: Line) -> Role:
    return TONES.get(line.state, "") if line.supplier.active else ""


LISTING: Listing[Line] = Listing(
    "供应商",
    (
        ListColumn("供应商", 0, lambda x: x.supplier.content.name, kind="strong"),
        ListColumn("编号", 68, lambda x: x.supplier.content.code, kind="muted", gives_way=2),
        ListColumn("联系人", 76, lambda x: x.supplier.content.contact, gives_way=3),
        ListColumn(
            "电话",
            120,
            lambda x: Cell(x.supplier.content.phone, Measure.CODE),
            gives_way=1,
        ),
        ListColumn("在期合同", 88, lambda x: x.terms, gives_way=4),
        ListColumn(
            "证照到期",
            168,
            lambda x: day(x.supplier.soonest_end),
            lambda x: x.licence_end,
            least=160,
            tone=_tone,
        ),
        ListColumn("信用代码", 160, lambda x: x.supplier.content.credit_code, on_screen=False),
        ListColumn("地址", 160, lambda x: x.supplier.content.address, on_screen=False),
        ListColumn("状态", 60, lambda x: "" if x.supplier.active else STOPPED, on_screen=False),
        ListColumn("备注", 120, lambda x: x.supplier.content.note, on_screen=False),
    ),
    key=lambda x: x.supplier.supplier_id,
    role=lambda x: "" if x.supplier.active else "muted",
)


def found(listed: SupplierList) -> Found[Line]:
    """All of them; the rest is narrowing."""
    return Found([Line(s, listed.today) for s in listed.suppliers])


def narrowed(all_of_them: Found[Line], wanted: Wanted) -> Found[Line]:
    """Text first, for the chips' counts; then the chip."""
    lines = {x.supplier.supplier_id: x for x in all_of_them.records}
    kept = matching((x.supplier for x in all_of_them.records), wanted.text)
    named = [lines[s.supplier_id] for s in kept]
    shown = [x for x in named if x.shown_under(wanted.state)]
    counts: dict[Listed, int | None] = {k: sum(x.shown_under(k) for x in named) for k in Listed}
    told = [f"{formats.count(len(shown))} 家"]
    doubt = any(not x.today for x in named)
    if doubt:
        counts[Listed.ENDING] = None
        told.append(NOT_JUDGED)
    nothing = ("时钟待确认", NOT_JUDGED) if doubt and wanted.state is Listed.ENDING else None
    return Found(shown, counts, "　".join(told), nothing)


def licence_rows(line: Line) -> list[Row]:
    """As they were registered; quiet are those that a new one replaced and, last, the withdrawn."""
    licences, gone = line.supplier.licences, line.supplier.withdrawn
    used = {x.licence_id for x in in_use(licences)}
    quiet = (Row(x.licence_id, (x.kind.word, x.licence_no, WITHDRAWN), role="muted") for x in gone)
    return [*(_licence_row(x, line.today, used=x.licence_id in used) for x in licences), *quiet]


def _licence_row(x: Licence, today: str, *, used: bool) -> Row:
    if used:
        tones: dict[int, Role] = {2: TONES.get(x.state(today), "")}
        return Row(x.licence_id, (x.kind.word, x.licence_no, x.valid_until or LONG), tones=tones)
    ended = bool(today) and not x.is_valid(today)
    kind = f"{x.kind.word}　{RENEWED}" if ended else x.kind.word
    cells = (kind, x.licence_no, x.valid_until or LONG)
    return Row(x.licence_id, cells, role="muted" if ended else "")


def contract_rows(line: Line) -> list[Row]:
    """As they were registered; those not in force are quiet."""
    return [
        Row(
            c.contract_id,
            (c.contract_no, c.named, f"{c.valid_from} 至 {c.valid_to or OPEN}"),
            role="muted" if line.today and not c.is_valid(line.today) else "",
        )
        for c in line.supplier.contracts
    ]


def contract_facts(c: Contract, today: str) -> str:
    """What does not stand in its row."""
    back = f"到期 {c.return_before_days} 天前可以退" if c.return_before_days else "没有约定临期退货"
    told = [f"账期 {c.payment_days} 天", f"损耗{c.loss_borne_by.word}"]
    told += [f"促销{c.promotion_borne_by.word}", back]
    return "　".join(["不在期内", *told] if today and not c.is_valid(today) else told)


def fact_rows(line: Line) -> list[Row]:
    """Everything kept of it."""
    c = line.supplier.content
    facts = (
        ("信用代码", c.credit_code),
        ("联系人", c.contact),
        ("电话", c.phone),
        ("地址", c.address),
        ("备注", c.note),
        ("最近修改", formats.date_time(line.supplier.changed_at_us)),
    )
    return [Row(name, (name, value or NOTHING)) for name, value in facts]
