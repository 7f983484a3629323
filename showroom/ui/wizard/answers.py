"""Third page: what a person sees on the test page, and whether the drawer sprang open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.domain.document import DrawerKick
from showroom.domain.printer import UNKNOWN_BIT
from showroom.ui.engine.operation import How
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import choice, line, push
from showroom.ui.widgets.card import label, row, set_tone
from showroom.ui.wizard.printer_setup import Answers, PrinterSetup
from showroom.ui.wizard.step import Step, complain
from showroom.ui.wizard.words import COLUMNS

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context

QUESTIONS = (
    ("columns", "正好一行的是", COLUMNS),
    (
        "hanzi",
        "汉字",
        (("gbk", "全都对"), ("gb2312", "生僻字不对"), ("none", "全是乱码或方框")),
    ),
    ("wide_hanzi", "大字的汉字", ((False, "是大的"), (True, "没有变大"))),
    ("native_qr", "第一个二维码", ((True, "有，能扫"), (False, "没有或是乱码"))),
    ("cuts", "打完纸", ((True, "切下来了"), (False, "没有切"))),
    ("junk", "多出来的怪字", ((False, "没有"), (True, "有几个"))),
)
KICK, OPENED, ELSEWHERE, SHUT = "开钱箱试试", "弹开了", "没有，换一个接法", "已经关好"
NO_DRAWER = "没有钱箱就不用试"
IS_IT_OPEN = "钱箱弹开了吗？"
SHUT_IT = "请把钱箱关好，再点「已经关好」：这样以后忘了关会提醒"
LEARNED = "钱箱学会了：忘了关会提醒"
NOT_TELLING = "钱箱能开；这台打印机说不出钱箱开没开"
PINS = 2


class AnswersStep(Step):
    """Each question is one look at the paper; the drawer is kicked past the queue."""

    title = "看着测试页回答"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._setup = PrinterSetup()
        self._drawer = Answers()
        self._open_bit = UNKNOWN_BIT
        self._choices = {name: choice(text, faces) for name, text, faces in QUESTIONS}
        for name, text, _ in QUESTIONS:
            self.box.addLayout(line(text, self._choices[name]))
        self._kick = push(KICK, "drawer", self._try_drawer)
        self._opened = push(OPENED, "check", self._sprang_open)
        self._other = push(ELSEWHERE, "refresh", self._other_pin)
        self._shut = push(SHUT, "check", self._is_shut)
        self._status = label(NO_DRAWER, "muted", wrap=True)
        self.box.addLayout(
            row(self._kick, self._opened, self._other, self._shut, None, spacing=SPACE.s)
        )
        self.box.addWidget(self._status)
        self.box.addStretch(1)
        self._offer(self._kick)

    def enter(self, setup: PrinterSetup) -> None:
        """What is known stands chosen."""
        self._setup, self._drawer = setup, setup.answers
        for name, chips in self._choices.items():
            chips.choose(getattr(setup.answers, name))
        self._kick.setEnabled(setup.role == "receipt")

    def read(self, setup: PrinterSetup) -> PrinterSetup:
        """All answers."""
        chosen = {name: chips.choice for name, chips in self._choices.items()}
        answers = replace(self._drawer, **chosen)  # type: ignore[arg-type]  # the chips carry values
        return replace(setup, answers=answers)

    # -- the drawer ---------------------------------------------------------------------------

    def _try_drawer(self) -> None:
        self._kick.setEnabled(False)
        self._say("正在开钱箱…", "muted")
        setup = replace(self._setup, answers=self._drawer)
        self.context.operations.reach(
            self.context.paper.print_at_once,
            setup.trial,
            DrawerKick(),
            owner=self,
            on_done=lambda _problem: self._kicked(),
            how=How(failed=self._not_kicked),
        )

    def _kicked(self) -> None:
        self._offer(self._opened, self._other)
        self._say(IS_IT_OPEN)

    def _not_kicked(self, error: Exception) -> bool:
        self._offer(self._kick)
        return complain(self._status, error)

    def _other_pin(self) -> None:
        self._drawer = replace(self._drawer, drawer_pin=(self._drawer.drawer_pin + 1) % PINS)
        self._try_drawer()

    def _sprang_open(self) -> None:
        self._read_bit(self._note_open)

    def _note_open(self, bit: int) -> None:
        self._open_bit = bit
        if bit == UNKNOWN_BIT:
            self._offer(self._kick)
            self._say(NOT_TELLING, "success")
        else:
            self._offer(self._shut)
            self._say(SHUT_IT)

    def _is_shut(self) -> None:
        self._read_bit(self._note_shut)

    def _note_shut(self, bit: int) -> None:
        tells = UNKNOWN_BIT not in {bit, self._open_bit} and bit != self._open_bit
        self._drawer = replace(self._drawer, drawer_bit=self._open_bit if tells else UNKNOWN_BIT)
        self._offer(self._kick)
        self._say(LEARNED if tells else NOT_TELLING, "success")

    def _read_bit(self, on_done: Callable[[int], object]) -> None:
        self.context.operations.reach(
            self.context.paper.drawer_bit,
            replace(self._setup, answers=self._drawer).trial,
            owner=self,
            on_done=on_done,
            how=How(failed=self._not_kicked),
        )

    def _offer(self, *buttons: object) -> None:
        for button in (self._kick, self._opened, self._other, self._shut):
            button.setVisible(button in buttons)
            button.setEnabled(True)

    def _say(self, text: str, tone: str = "") -> None:
        self._status.setText(text)
        set_tone(self._status, tone)
