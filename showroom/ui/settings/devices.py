"""秤、客显、扫码枪: one line each, what it says shown as it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget

from showroom.domain.basket import Basket
from showroom.domain.counter_device import (
    BAUDS,
    FRAMES,
    PATTERN_LENGTH,
    Line,
    PoleSettings,
    ScaleSettings,
    ScannerSettings,
)
from showroom.domain.errors import Refusal
from showroom.domain.tender import Payment
from showroom.ui.customer.scale_face import ScaleFace
from showroom.ui.customer.state import IDLE, CustomerState
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import (
    FIELD_WIDTH,
    Part,
    TextField,
    choice,
    line,
    push,
)
from showroom.ui.widgets.card import column, label, rule, set_tone
from showroom.ui.words.messages import sentence
from showroom.ui.words.setting_names import NAMES

if TYPE_CHECKING:
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context

NO_PORT = "没有接"
UNITS = (("kg", "千克"), ("g", "克"))
POLES = (("led8", "八位数码管"), ("vfd", "两行英文"), ("vfd_gb", "两行中文"))
SUFFIXES = (("enter", "回车"), ("newline", "换行"), ("tab", "制表符"))
LOOK_MS = 400
FRAMES_SHOWN = 3
NOT_YET = "还没有收到"
NOT_WHOLE = "没有读完整：再扫一次；每次都这样，就换一种「扫码结尾」"
PORT_WIDTH, SMALL_WIDTH = 240, 104
TEST_FEN = 8_888
DEVICES = ("scale", "pole", "scanner")
"""By the names of their settings, as they stand below each other."""


class DevicesPart(Part):
    """A change is stored at once and connected at once; the weight and raw words show below."""

    key, title, icon = "devices", "秤与客显", "scale"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._scale, self._pole, self._scanner = ScaleSettings(), PoleSettings(), ScannerSettings()
        counter = context.counter_devices
        self._usual = {name: (baud, frame) for name, _, baud, frame in counter.line.protocols()}
        self._ports = {key: _box(f"{NAMES[key]}的端口", PORT_WIDTH) for key in DEVICES}
        self._bauds = {name: _bauds(NAMES[name]) for name in self._ports}
        self._frames = {name: _frames(NAMES[name]) for name in self._ports}
        self._protocol = _box("秤的格式", FIELD_WIDTH)
        for name, text, _, _ in counter.line.protocols():
            self._protocol.addItem(text, name)
        self._pattern = TextField("秤的自定义格式", PATTERN_LENGTH, r"例如 (?P<weight>\d+\.\d+)kg")
        self._unit = choice("单位", UNITS)
        self._kind = choice("客显种类", POLES)
        self._suffix = choice("扫码结尾", SUFFIXES)
        self._weight = ScaleFace(counter)
        self._raw = label(NOT_YET, "caption", wrap=True)
        self._code = label(NOT_YET, "muted")
        self._trouble = label(" ", "", "danger", wrap=True)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._show_raw)
        counter.scanned.connect(lambda code: self._code.setText(code or NOT_WHOLE))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = self.form
        form.addLayout(line(NAMES["scale"], *self._line_of("scale")))
        form.addLayout(line("格式", self._protocol))
        self._own = QWidget()
        own = column(line("", self._pattern), line("单位", self._unit), spacing=SPACE.s)
        self._own.setLayout(own)
        form.addWidget(self._own)
        form.addLayout(line("秤说", self._weight))
        form.addLayout(line("原样", self._raw))
        form.addWidget(rule())
        test = push("测试客显", "refresh", self._test_pole)
        form.addLayout(line(NAMES["pole"], *self._line_of("pole")))
        form.addLayout(line("种类", self._kind, test))
        form.addWidget(rule())
        form.addLayout(line(NAMES["scanner"], *self._line_of("scanner")))
        form.addLayout(line("结尾", self._suffix))
        form.addLayout(line("刚扫到", self._code))
        form.addWidget(self._trouble)

    def _line_of(self, name: str) -> tuple[QComboBox, QComboBox, QComboBox]:
        return self._ports[name], self._bauds[name], self._frames[name]

    def _connect(self) -> None:
        keep = {"scale": self._keep_scale, "pole": self._keep_pole, "scanner": self._keep_scanner}
        for name, work in keep.items():
            for box in self._line_of(name):
                box.activated.connect(lambda _at, work=work: work())
        self._protocol.activated.connect(lambda _at: self._choose_protocol())
        self._pattern.left.connect(lambda _text: self._keep_scale())
        self._unit.chosen.connect(lambda _key: self._keep_scale())
        self._kind.chosen.connect(lambda _key: self._keep_pole())
        self._suffix.chosen.connect(lambda _key: self._keep_scanner())

    # -- what is stored -----------------------------------------------------------------------

    def shown(self) -> None:
        """Which ports there are may have changed."""
        ports = self.context.counter_devices.line.ports
        self.context.operations.reach(ports, owner=self, on_done=self._show_ports)

    def show_settings(self, settings: ShopSettings) -> None:
        """Fill the fields."""
        self._scale, self._pole, self._scanner = settings.scale, settings.pole, settings.scanner
        lines = (settings.scale.line, settings.pole.line, settings.scanner.line)
        for name, stored in zip(self._ports, lines, strict=True):
            _choose_port(self._ports[name], stored.port)
            _choose(self._bauds[name], stored.baud)
            _choose(self._frames[name], stored.frame)
        _choose(self._protocol, settings.scale.protocol)
        self._pattern.show_value(settings.scale.pattern)
        self._unit.choose(settings.scale.pattern_unit)
        self._kind.choose(settings.pole.kind)
        self._suffix.choose(settings.scanner.suffix)
        self._show_pattern()
        for part in (self._weight, self._raw):
            part.setVisible(bool(settings.scale.line.port))

    def complain(self, name: str) -> None:
        """The strip says why; what was stored shows again."""
        del name
        self.shown()

    def _show_ports(self, ports: tuple[tuple[str, str], ...]) -> None:
        stored = (self._scale.line, self._pole.line, self._scanner.line)
        for box, kept in zip(self._ports.values(), stored, strict=True):
            box.clear()
            box.addItem(NO_PORT, "")
            for port, what in ports:
                box.addItem(f"{port}　{what}" if what not in {"", "n/a", port} else port, port)
            _choose_port(box, kept.port)

    def _line(self, name: str) -> Line:
        port, baud, frame = (box.currentData() for box in self._line_of(name))
        return Line(str(port or ""), int(baud), str(frame))

    def _choose_protocol(self) -> None:
        baud, frame = self._usual[str(self._protocol.currentData())]
        _choose(self._bauds["scale"], baud)
        _choose(self._frames["scale"], frame)
        self._show_pattern()
        self._keep_scale()

    def _show_pattern(self) -> None:
        self._own.setVisible(self._protocol.currentData() == "pattern")

    def _keep_scale(self) -> None:
        protocol, pattern = str(self._protocol.currentData()), self._pattern.text()
        self._tell("")
        if protocol == "pattern":
            try:
                self.context.counter_devices.line.check_pattern(pattern)
            except Refusal as refusal:
                self._tell(sentence(refusal))
                self._pattern.complain()
                return
        unit = str(self._unit.choice)
        self.edited.emit("scale", ScaleSettings(self._line("scale"), protocol, pattern, unit))

    def _keep_pole(self) -> None:
        self.edited.emit("pole", PoleSettings(self._line(NAMES["pole"]), str(self._kind.choice)))

    def _keep_scanner(self) -> None:
        wanted = replace(self._scanner, line=self._line("scanner"), suffix=str(self._suffix.choice))
        self.edited.emit("scanner", wanted)

    def _tell(self, text: str) -> None:
        self._trouble.setText(text or " ")
        set_tone(self._trouble, "danger")

    # -- what they say ------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Listen while somebody looks."""
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """And no longer."""
        super().hideEvent(event)
        self._look.stop()

    def _show_raw(self) -> None:
        frames = self.context.counter_devices.line.frames()[-FRAMES_SHOWN:]
        self._raw.setText("\n".join(_readable(frame) for frame in frames) or NOT_YET)

    def _test_pole(self) -> None:
        self.context.counter_devices.show(CustomerState("paying", Basket(), Payment(TEST_FEN)))
        self._look.singleShot(5 * LOOK_MS, self, self._end_test)

    def _end_test(self) -> None:
        self.context.counter_devices.show(self.context.customer or IDLE)


def _readable(frame: bytes) -> str:
    text = "".join(chr(b) if 0x20 <= b <= 0x7E else "·" for b in frame)  # noqa: PLR2004 (ASCII)
    return f"{frame.hex(' ')}　{text}"


def _box(name: str, width: int) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setProperty("scale", "touch")
    made.setFixedWidth(width)
    return made


def _bauds(name: str) -> QComboBox:
    made = _box(f"{name}的速率", SMALL_WIDTH)
    for baud in BAUDS:
        made.addItem(str(baud), baud)
    return made


def _frames(name: str) -> QComboBox:
    made = _box(f"{name}的数据位", SMALL_WIDTH)
    for frame in FRAMES:
        made.addItem(frame, frame)
    return made


def _choose(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))


def _choose_port(box: QComboBox, port: str) -> None:
    """A port that is not there now stays chosen: it may only be unplugged."""
    if port and box.findData(port) < 0:
        box.addItem(f"{port}　没有插上", port)
    _choose(box, port)
