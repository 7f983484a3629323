"""What the wizard has learned of a printer so far, and the printer that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from showroom.domain.printer import (
    CONFIRMS,
    UNKNOWN_BIT,
    FoundPrinter,
    PrinterModel,
    PrinterSettings,
    Probed,
)

DEFAULT_NAMES = {"receipt": "前台小票", "label": "标签机", "report": "办公室打印机"}
LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person saw on the test page and at the drawer."""

    columns: int = 48
    hanzi: str = "gbk"
    wide_hanzi: bool = False
    native_qr: bool = True
    cuts: bool = True
    junk: bool = False
    drawer_pin: int = 0
    drawer_bit: int = UNKNOWN_BIT


@dataclass(frozen=True, slots=True)
class PrinterSetup:
    """Grows step by step; `finished` is the printer to keep. `was` is the one being changed."""

    found: FoundPrinter = field(default_factory=lambda: FoundPrinter("none", "", ""))
    preset: PrinterModel = field(default_factory=lambda: PrinterModel("generic", ""))
    probed: Probed = field(default_factory=lambda: Probed("none"))
    answers: Answers = field(default_factory=Answers)
    name: str = ""
    role: str = "receipt"
    fallback: str = ""
    was: str = ""

    @property
    def trial(self) -> PrinterSettings:
        """For asking and the test page: before anything was answered."""
        model = replace(self.preset, confirm=self.probed.confirm)
        return PrinterSettings(
            self.role,
            self.name or self.found.name,
            self.found.connection,
            self.found.address,
            self.answers.columns,
            self.preset.name,
            learned=replace(model, drawer_pin=self.answers.drawer_pin),
        )

    @property
    def finished(self) -> PrinterSettings:
        """The printer with all that was learned."""
        answers = self.answers
        learned = replace(
            self.preset,
            name=LEARNED,
            label=f"{self.probed.maker} {self.probed.model}".strip() or self.preset.label,
            rom=answers.hanzi,
            wide_hanzi=answers.wide_hanzi,
            native_qr=answers.native_qr,
            cuts=answers.cuts,
            confirm=self._confirm(),
            drawer_pin=answers.drawer_pin,
            drawer_bit=answers.drawer_bit,
        )
        return PrinterSettings(
            self.role,
            self.name.strip(),
            self.found.connection,
            self.found.address,
            answers.columns,
            self.preset.name,
            self.fallback,
            learned,
        )

    def _confirm(self) -> str:
        """Questions that came out as print are never asked again: one level down."""
        level = self.probed.confirm
        if not self.answers.junk or level == "none":
            return level
        return CONFIRMS[CONFIRMS.index(level) + 1]


def setup_of(printer: PrinterSettings, preset: PrinterModel) -> PrinterSetup:
    """The wizard's beginning for a printer that is known already."""
    known = printer.learned or preset
    return PrinterSetup(
        found=FoundPrinter(printer.connection, printer.address, printer.name),
        preset=preset,
        probed=Probed(known.confirm),
        answers=Answers(
            printer.columns,
            known.rom,
            known.wide_hanzi,
            known.native_qr,
            known.cuts,
            drawer_pin=known.drawer_pin,
            drawer_bit=known.drawer_bit,
        ),
        name=printer.name,
        role=printer.role,
        fallback=printer.fallback,
        was=printer.name,
    )


def with_printer(
    printers: tuple[PrinterSettings, ...], printer: PrinterSettings, was: str
) -> tuple[PrinterSettings, ...]:
    """The till's printers with this one new or in the place of `was`; fallbacks follow a name."""
    renamed = [
        replace(p, fallback=printer.name) if was and p.fallback == was else p for p in printers
    ]
    if was not in [p.name for p in printers]:
        return (*renamed, printer)
    return tuple(printer if p.name == was else p for p in renamed)


def without_printer(
    printers: tuple[PrinterSettings, ...], name: str
) -> tuple[PrinterSettings, ...]:
    """The till's printers without one; nobody falls back on it any more."""
    left = (p for p in printers if p.name != name)
    return tuple(replace(p, fallback="") if p.fallback == name else p for p in left)


def preset_for(probed: Probed) -> str:
    """The preset that fits what a printer says of itself."""
    if probed.maker.upper().startswith("EPSON"):
        return "epson"
    return "silent" if probed.confirm == "none" else "generic"
