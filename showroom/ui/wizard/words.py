"""What printers, their ways and their answers are called in the settings."""

from __future__ import annotations

from types import MappingProxyType

from showroom.domain.printer import PrinterModel, PrinterSettings

ROLES = MappingProxyType({"receipt": "小票", "label": "标签", "report": "报表"})
CONNECTIONS = MappingProxyType(
    {
        "none": "没有连接",
        "network": "网络",
        "usb": "USB",
        "usblp": "USB",
        "serial": "串口",
        "cups": "系统打印队列",
        "windows": "系统打印队列",
        "file": "存成文件",
    }
)
CONFIRMS = MappingProxyType(
    {
        "process": "每张打完都有回音（最可靠）",
        "barrier": "打完有回音",
        "status": "只报缺纸、开盖，打完没有回音",
        "none": "不回话：打完要靠人看",
    }
)
HANZI = MappingProxyType({"gbk": "全部汉字", "gb2312": "只有常用汉字", "none": "没有汉字"})
COLUMNS = ((32, "32 列 · 58 mm"), (42, "42 列 · 80 mm"), (48, "48 列 · 80 mm"))


def facts(printer: PrinterSettings, model: PrinterModel) -> str:
    """One line on what a printer was seen to do."""
    parts = [
        model.label,
        CONFIRMS[model.confirm],
        f"字库：{HANZI[model.rom]}",
        "有切刀" if model.cuts else "没有切刀",
    ]
    if printer.fallback:
        parts.append(f"打不了时改用 {printer.fallback}")
    return "　".join(part for part in parts if part)
