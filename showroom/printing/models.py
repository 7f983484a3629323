"""What printers can do; learned at set-up, kept per printer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrinterModel:
    """Capabilities. `confirm` is its best answer: ``barrier`` (GS r), ``status``, ``none``.

    `rom` is the Chinese font: ``gbk`` or ``gb2312``. `drawer_times` are pulse on and off in 2 ms.
    """

    name: str
    label: str
    rom: str = "gbk"
    cuts: bool = True
    native_qr: bool = True
    confirm: str = "barrier"
    drawer_pin: int = 0
    drawer_times: tuple[int, int] = (25, 250)


MODELS = {
    model.name: model
    for model in (
        PrinterModel("generic", "通用 ESC/POS（国产热敏）"),
        PrinterModel("epson", "Epson TM 系列"),
        PrinterModel("basic", "基础 58 mm（无切刀、无原生二维码）", cuts=False, native_qr=False),
        PrinterModel("silent", "单向打印机（不回状态）", confirm="none"),
        PrinterModel("gb2312", "老式 GB2312 字库", rom="gb2312"),
    )
}
DEFAULT_MODEL = "generic"


def model_named(name: str) -> PrinterModel:
    """The model of that name; the generic one for an unknown or empty name."""
    return MODELS.get(name, MODELS[DEFAULT_MODEL])
