"""One JSON object per line, rotated; no sums of money, no codes of cards, no PINs."""

from __future__ import annotations

import json
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

MAX_BYTES, KEEP = 2_000_000, 5


class JsonLines(logging.Formatter):
    """A name with a line break stays inside its string (reliability G19)."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        told = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "from": record.name,
            "said": record.getMessage(),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def start_log(folder: Path) -> None:
    """Write warnings and worse of the program into `folder`."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(
        folder / "showroom.jsonl",
        maxBytes=MAX_BYTES,
        backupCount=KEEP,
        encoding="utf-8",
        delay=True,
    )
    handler.setFormatter(JsonLines())
    log = logging.getLogger("showroom")
    log.setLevel(logging.INFO)
    log.addHandler(handler)
