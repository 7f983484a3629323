"""What a supplier, a licence and a contract are filled in with, and how one is taken away."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from showroom.domain.documents.credit_code import LENGTH
from showroom.domain.documents.dates import DAY_CODES
from showroom.domain.documents.supplier import (
    Borne,
    Contract,
    Licence,
    LicenceKind,
    Supplier,
    SupplierContent,
)
from showroom.domain.ids import SupplierId
from showroom.domain.stock import Terms
from showroom.services.stock.supply.supplier_checks import (
    CODE_LENGTH,
    NAME_LENGTH,
    NUMBER_LENGTH,
    PHONE_LENGTH,
    TEXT_LENGTH,
)
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.settings.part import choice, line
from showroom.ui.suppliers.fields import FormPanel, PaperField, calendar_for, day_field
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask

FIGURE_WIDTH, ASK_WIDTH = 112, 440
MOST_DAYS, MOST_BP = 99_999, 99_999
"""What the fields take; what a contract may say is the books' to refuse."""
GAPS = 4
SHORT = {
    LicenceKind.BUSINESS: "营业执照",
    LicenceKind.FOOD_TRADE: "食品经营",
    LicenceKind.FOOD_PRODUCTION: "食品生产",
    LicenceKind.FARM_PRODUCE: "农产品合格证",
    LicenceKind.OTHER: "其他",
}


class SupplierPanel(FormPanel):
    """新增供应商, or what is known of one; `revision` tells whether somebody else was first."""

    def __init__(self, host: QWidget, context: Context, supplier: Supplier | None = None) -> None:
        super().__init__(host, context, "供应商资料" if supplier else "新增供应商")
        self._supplier = supplier
        c = supplier.content if supplier else SupplierContent("")
        self.name = PaperField("名称", NAME_LENGTH, c.name, "与营业执照一致")
        self.code = PaperField("编号", CODE_LENGTH, c.code, "留空自动编号")
        self.credit_code = PaperField(
            "信用代码", LENGTH + GAPS, c.credit_code, f"统一社会信用代码，{LENGTH} 位，可以留空"
        )
        self.contact = PaperField("联系人", NUMBER_LENGTH, c.contact)
        self.phone = PaperField("电话", PHONE_LENGTH, c.phone, "收货要有电话和地址")
        self.address = PaperField("地址", TEXT_LENGTH, c.address)
        self.note = PaperField("备注", TEXT_LENGTH, c.note)
        names = (self.name, self.code, self.credit_code, self.contact)
        fields = (*names, self.phone, self.address, self.note)
        for field in fields:
            self.body.addLayout(line(field.accessibleName(), field))
        self.watch(
            *fields,
            codes={
                "supplier_name_missing": self.name,
                "supplier_name_taken": self.name,
                "supplier_code": self.code,
                "supplier_code_taken": self.code,
                "credit_code": self.credit_code,
                "supplier_phone": self.phone,
            },
        )

    def keep(self) -> None:
        """Add, or change under the revision that was read."""
        wanted = SupplierContent(
            *(self.name.text(), self.code.text(), self.credit_code.text(), self.address.text()),
            *(self.contact.text(), self.phone.text(), self.note.text()),
        )
        verbs, known = self.context.services.suppliers, self._supplier
        if known is None:
            self.write(verbs.add, wanted, said=f"{wanted.name.strip()} 已新增")
        else:
            named = (known.supplier_id, known.revision, wanted)
            self.write(verbs.change, *named, said=f"{wanted.name.strip()} 已保存")


class LicencePanel(FormPanel):
    """A licence of one supplier."""

    def __init__(self, host: QWidget, context: Context, supplier: Supplier, today: str) -> None:
        super().__init__(host, context, "登记证照", "登记")
        self._supplier_id = supplier.supplier_id
        self.kind = choice("证照种类", list(SHORT.items()))
        self.kind.choose(LicenceKind.FOOD_TRADE)
        self.number = PaperField("号码", NUMBER_LENGTH)
        self.until = day_field("有效期至")
        self.body.addWidget(label(supplier.content.name, "strong", wrap=True))
        self.body.addLayout(line("种类", self.kind))
        self.body.addLayout(line("号码", self.number))
        pick = calendar_for(self, self.until, today)
        self.body.addLayout(line("有效期至", self.until, pick, hint="留空是长期有效"))
        codes = {
            "licence_no_missing": self.number,
            "number_is_pay_code": self.number,
            **dict.fromkeys(DAY_CODES, self.until),
        }
        self.watch(self.number, self.until, codes=codes)

    def keep(self) -> None:
        """Register it."""
        kind = LicenceKind(str(self.kind.choice))
        licence = Licence(0, kind, self.number.text(), self.until.text())
        add = self.context.services.suppliers.add_licence
        self.write(add, self._supplier_id, licence, said=f"{kind.word}已登记")


class ContractPanel(FormPanel):
    """A contract of one supplier; what it leaves out is nought, or open."""

    def __init__(self, host: QWidget, context: Context, supplier: Supplier, today: str) -> None:
        super().__init__(host, context, "登记合同", "登记")
        self._supplier_id = supplier.supplier_id
        self.number = PaperField("合同编号", NUMBER_LENGTH)
        self.terms = choice("经营方式", [(t, t.word) for t in Terms])
        self.commission = _figure("扣点", 2, MOST_BP)
        self.days = _figure("账期", 0, MOST_DAYS)
        self.loss = choice("损耗", [(b, b.word) for b in Borne])
        self.promotion = choice("促销", [(b, b.word) for b in Borne])
        self.returns = _figure("临期退货", 0, MOST_DAYS)
        self.begins, self.ends = day_field("起始日", today), day_field("到期日", hint="留空不限")
        self.body.addWidget(label(supplier.content.name, "strong", wrap=True))
        percent, days, before, until = map(label, ("%　账期", "天", "天前可以退", "至"))
        picks = (calendar_for(self, field, today) for field in (self.begins, self.ends))
        self.body.addLayout(line("合同编号", self.number))
        self.body.addLayout(line("经营方式", self.terms))
        self.body.addLayout(line("扣点", self.commission, percent, self.days, days))
        self.body.addLayout(line("损耗", self.loss))
        self.body.addLayout(line("促销", self.promotion))
        self.body.addLayout(line("临期退货", label("到期"), self.returns, before))
        self.body.addLayout(line("期限", self.begins, next(picks), until, self.ends, next(picks)))
        codes = {
            "contract_no_missing": self.number,
            "contract_no_taken": self.number,
            "number_is_pay_code": self.number,
            "contract_payment_days": self.days,
            "contract_commission": self.commission,
            "contract_commission_missing": self.commission,
            "contract_commission_bought": self.commission,
            "contract_return_days": self.returns,
            "contract_begin_missing": self.begins,
            "contract_ends_first": self.ends,
        }
        fields = (self.number, self.commission, self.days, self.returns, self.begins, self.ends)
        self.watch(*fields, codes=codes)

    def keep(self) -> None:
        """Register it; a figure that is none is said and marked first."""
        figures = (self.commission, self.days, self.returns)
        if not all(figure.readable() for figure in figures):
            return
        commission, days, returns = (figure.value or 0 for figure in figures)
        contract = Contract(
            *(0, self.number.text(), Terms(str(self.terms.choice)), commission, days),
            *(Borne(str(self.loss.choice)), Borne(str(self.promotion.choice)), returns),
            *(self.begins.text(), self.ends.text()),
        )
        add = self.context.services.suppliers.add_contract
        self.write(add, self._supplier_id, contract, said=f"合同 {contract.contract_no} 已登记")


class EndPanel(FormPanel):
    """The last day of a contract; before its first day it never begins."""

    def __init__(self, host: QWidget, context: Context, contract: Contract, today: str) -> None:
        super().__init__(host, context, "终止合同", "终止")
        self._contract = contract
        self.last = day_field("最后一天", today)
        self.body.addWidget(label(f"{contract.contract_no} {contract.terms.word}", "strong"))
        pick = calendar_for(self, self.last, today)
        hint = "这一天之后的收货不再按这份合同；以前的批次不变"
        self.body.addLayout(line("最后一天", self.last, pick, hint=hint))
        codes = dict.fromkeys((*DAY_CODES, "contract_ends_before"), self.last)
        self.watch(self.last, codes=codes)

    def keep(self) -> None:
        """End it."""
        end, contract = self.context.services.suppliers.end_contract, self._contract
        said = f"合同 {contract.contract_no} 已终止"
        self.write(end, contract.contract_id, self.last.text(), said=said)


def ask_withdraw(host: QWidget, context: Context, licence: Licence) -> None:
    """A licence that was replaced or mistaken counts no more, after a question."""
    panel = Overlay(host, "撤下证照？", ASK_WIDTH, throwaway=True)
    panel.body.addWidget(label(f"{licence.kind.word} {licence.licence_no}", "strong", wrap=True))
    told = "撤下后收货不再看这张证照；它和它的附件仍列在这里，标着 已撤下。"
    panel.body.addWidget(label(told, "muted", wrap=True))
    go = ask(panel, "撤下", danger=True)
    verb = context.services.suppliers.withdraw_licence
    how = How(exclusive="supplier", success=f"{licence.kind.word}已撤下", sound="done")
    go.clicked.connect(panel.close_panel)
    go.clicked.connect(
        lambda: context.operations.do(
            verb, context.actor, licence.licence_id, new_request(), owner=host, how=how
        )
    )
    panel.open()


def toggle_active(host: QWidget, context: Context, supplier: Supplier) -> None:
    """Stop a supplier after a question, or take its deliveries again at once."""
    name, request = supplier.content.name, new_request()
    told = f"{name} {'已停用' if supplier.active else '已恢复合作'}"

    def go() -> None:
        context.operations.do(
            partial(context.services.suppliers.set_active, active=not supplier.active),
            context.actor,
            SupplierId(supplier.supplier_id),
            request,
            owner=host,
            how=How(exclusive="supplier", success=told, sound="done"),
        )

    if not supplier.active:
        go()
        return
    panel = Overlay(host, "停用供应商？", ASK_WIDTH, throwaway=True)
    panel.body.addWidget(label(name, "strong", wrap=True))
    panel.body.addWidget(label("停用后不能再收它的货；库存和以往单据不变。", "muted", wrap=True))
    yes = ask(panel, "停用", danger=True)
    yes.clicked.connect(panel.close_panel)
    yes.clicked.connect(go)
    panel.open()


def _figure(name: str, places: int, most: int) -> AmountEdit:
    made = AmountEdit(name, places, most)
    made.setProperty("scale", "touch")
    made.setFixedWidth(FIGURE_WIDTH)
    return made
