"""One JSON object per line, rotated; no sums of money, no payment codes, no PINs."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from showroom.domain.mask import masked

MAX_BYTES, KEEP = 2_000_000, 5


class JsonLines(logging.Formatter):
    """A name with a line break stays inside its string."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "from": record.name,
            "said": masked(record.getMessage()),
        }
        if record.exc_info:
            entry["trace"] = masked(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


def start_log(folder: Path) -> None:
    """Write warnings and worse of the program into `folder`."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = logging.getLogger("showroom")
    log.setLevel(logging.INFO)
    log.addHandler(LateFile(folder / "showroom.jsonl"))
    log.propagate = False  # a library that configures the root logger must not repeat it


class LateFile(logging.Handler):
    """Loads the rotating handler with the first record: most starts have nothing to say."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._path, maxBytes=MAX_BYTES, backupCount=KEEP, encoding="utf-8"
            )
            self._file.setFormatter(JsonLines())
        self._file.emit(record)

    def close(self) -> None:
        """Close the file, if it was ever opened."""
        if self._file is not None:
            self._file.close()
        super().close()
