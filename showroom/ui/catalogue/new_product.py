"""新建商品: one product by hand, checked and written by the import as a sheet of one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from showroom.domain.barcode import GTIN_LENGTHS, has_good_check_digit, is_digits
from showroom.domain.errors import Refusal
from showroom.domain.money import money
from showroom.domain.scan import classify, text_of
from showroom.services.goods.export_sheet import one_row
from showroom.services.goods.import_units import KILOGRAM
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.settings.part import choice, line
from showroom.ui.widgets.approved_verb import do_approved
from showroom.ui.widgets.card import label, set_tone
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.words.messages import sentence_for

if TYPE_CHECKING:
    from showroom.services.goods.import_plan import ImportPlan
    from showroom.services.goods.import_rows import RowProblem

WIDTH, FIELD_WIDTH, LONGEST = 640, 300, 80
FILE_NAME = "新建商品"
PLACE = "县/产地"
SHELF_LIFE, NO_SHELF_LIFE = "保质期", "0"
NEEDED = ("货号", "品名", "条码", PLACE, "零售价(元)", SHELF_LIFE)
NO_PLACE = ("county_unknown", "zone_unknown", "county_no_zone", "county_several")
ASKED = "price_of_new"
"""No remark: the books ask the 店长 about that price."""
TAXES = ("9%", "13%", "免税")
DAYS, MONTHS = "天", "个月"
ANYBODY, ADULTS = "否", "是"


class NewProductPanel(Overlay):
    """Enter checks; remarks stand below and the next Enter writes in spite of them.

    `made` carries the new product's code.
    """

    made = Signal(str)
    takes_scans = True

    def __init__(self, host: QWidget, context: Context, text: str) -> None:
        super().__init__(host, "新建商品", WIDTH, throwaway=True)
        self._context = context
        self._request = new_request()
        self._remarked = ""
        self.fields = {name: self._field(name) for name in NEEDED}
        self.fields[_place_of(text)].setText(text)
        self.fields[SHELF_LIFE].setPlaceholderText(f"没有保质期填 {NO_SHELF_LIFE}")
        self.counted = choice("保质期按", [(DAYS, "天"), (MONTHS, "个月")])
        self.tax = choice("税率", [(tax, tax) for tax in TAXES])
        self.sold_by = choice("计价方式", [("计件", "计件"), ("称重", "称重（价按 kg）")])
        self.restricted = choice(
            "限制未成年人", [(ANYBODY, "谁都能买"), (ADULTS, "不卖给未成年人")]
        )
        for name, field in self.fields.items():
            beside = (self.counted,) if name == SHELF_LIFE else ()
            self.body.addLayout(line(name, field, *beside))
        self.body.addLayout(line("税率", self.tax))
        self.body.addLayout(line("计价方式", self.sold_by))
        self.body.addLayout(line("未成年人", self.restricted))
        self._told = label("其余资料以后可以用表格导入补上", "muted", wrap=True)
        self.body.addWidget(self._told)
        ask(self, "新建  Enter").clicked.connect(self._check)
        self.first = next(f for f in self.fields.values() if not f.text())
        self._given = self._row()

    @property
    def told(self) -> str:
        """What stands below the form."""
        return self._told.text()

    def _field(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setMaxLength(LONGEST)
        made.setFixedWidth(FIELD_WIDTH)
        made.setProperty("scale", "touch")
        made.returnPressed.connect(self._check)
        made.textEdited.connect(lambda _text: self._forget())
        return made

    def scanned(self, code: str) -> bool:
        """A scan is the product's bar code; a payment code among others is never shown."""
        try:
            scan = classify(code, ())
        except Refusal as refusal:
            self._context.operations.refuse(refusal)
            return False
        self.fields["条码"].setText(text_of(scan))
        self._forget()
        return True

    def entry(self) -> str:
        """A product that was begun."""
        return "" if self._row() == self._given else "这个商品还没有建好"

    def _forget(self) -> None:
        self._remarked = ""

    def _row(self) -> dict[str, str]:
        return {
            **{name: field.text().strip() for name, field in self.fields.items()},
            SHELF_LIFE: self._life(),
            "税率": str(self.tax.choice),
            "计价方式": str(self.sold_by.choice),
            "计价单位": KILOGRAM if self.sold_by.choice == "称重" else "",
            "限制未成年人": str(self.restricted.choice),
        }

    def _life(self) -> str:
        """A bare figure with what it counts; ``12个月`` may be typed whole as well."""
        said = self.fields[SHELF_LIFE].text().strip()
        return f"{said}{self.counted.choice}" if is_digits(said) else said

    def _check(self) -> None:
        imports, actor = self._context.services.imports, self._context.actor
        check, content = imports.check, one_row(self._row())
        self._context.operations.ask(
            check,
            actor,
            content,
            FILE_NAME,
            owner=self,
            on_done=self._checked,
            how=How(exclusive="import"),
        )

    def _checked(self, plan: ImportPlan) -> None:
        problems = plan.errors or [p for p in plan.warnings if p.code != ASKED]
        told = "；".join(self._sentence(p) for p in problems)
        if plan.errors:
            self._say(told, "danger")
        elif not plan.create:
            self._say("这个货号已经有商品了，请换一个", "danger")
        elif not self.fields[SHELF_LIFE].text().strip():
            # Receiving asks for lots and dates by it: an empty one would let food in unlooked at.
            self._say(f"请输保质期多久；没有保质期的填 {NO_SHELF_LIFE}", "danger")
            self.fields[SHELF_LIFE].setFocus()
        elif told != self._remarked:
            self._remarked = told
            self._say(f"{told}。没错就再按一次新建", "warning")
        else:
            self._write(plan)

    def _sentence(self, problem: RowProblem) -> str:
        """The import's words, but for a place: there is no box to allow a new one here."""
        if problem.code in NO_PLACE:
            known = dict.fromkeys(s.county for s in self._context.index.skus)
            return f"{PLACE}：请写已有的一个：{'、'.join(known)}"
        said = sentence_for(problem.code, problem.params)
        return f"{problem.column}：{said}" if problem.column else said

    def _say(self, text: str, tone: str) -> None:
        self._told.setText(text)
        set_tone(self._told, tone)

    def _write(self, plan: ImportPlan) -> None:
        made = plan.create[0].content
        price = money(made.list_price_fen)
        said = f"已新建 {made.name}，零售价 {price}，可以扫码销售"
        apply, actor = self._context.services.imports.apply, self._context.actor
        do_approved(
            self,
            self._context,
            lambda tokens: apply(actor, plan, self._request, approvals=tokens),
            How(exclusive="import", success=said, sound="done"),
            lambda _done: self._done(made.code),
        )

    def _done(self, code: str) -> None:
        self.close_panel()
        self.made.emit(code)


def _place_of(text: str) -> str:
    """Where what was looked for belongs: a bar code, else a name."""
    code = is_digits(text) and len(text) in GTIN_LENGTHS and has_good_check_digit(text)
    return "条码" if code else "品名"
