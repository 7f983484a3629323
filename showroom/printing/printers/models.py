"""Printers by their kind, where no test page has taught better."""

from __future__ import annotations

from showroom.domain.printer import PrinterModel, PrinterSettings

MODELS = {
    model.name: model
    for model in (
        PrinterModel("generic", "通用 ESC/POS（国产热敏）"),
        PrinterModel("epson", "Epson TM 系列", confirm="process", live_drawer=True),
        PrinterModel("basic", "基础 58 mm（无切刀、无原生二维码）", cuts=False, native_qr=False),
        PrinterModel("silent", "单向打印机（不回状态）", confirm="none"),
        PrinterModel("gb2312", "老式 GB2312 字库", rom="gb2312"),
        PrinterModel("latin", "没有中文字库（逐行成图）", rom="none"),
        PrinterModel(
            "tspl", "TSPL 标签机", language="tspl", cuts=False, native_qr=False, confirm="none"
        ),
    )
}
DEFAULT_MODEL = "generic"


def model_named(name: str) -> PrinterModel:
    """The model of that name; the generic one for an unknown or empty name."""
    return MODELS.get(name, MODELS[DEFAULT_MODEL])


def model_of(printer: PrinterSettings) -> PrinterModel:
    """What this very printer can do: as learned, else as its kind does."""
    return printer.learned or model_named(printer.model)
