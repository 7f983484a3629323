"""A file is read in a process of its own, which may use so much time and memory and no more.

Small text files are read here: their cost follows their size. A workbook is packed, so that its
size says nothing (docs/reliability.md#files-that-come-in).
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Any

from showroom.domain.errors import Fault, Refusal
from showroom.machine import apart
from showroom.services.goods.formats.import_html import is_html
from showroom.services.goods.import_files import IS_ARCHIVE, read_heads, read_table
from showroom.services.goods.import_table import SheetHead, Table, TableRow, Wanted

READ_TABLE = "read-table"
"""The verb that nobody types."""
SMALL_BYTES = 2**18
READ_S = 60
LOOK_S = 1
MEMORY_BYTES = 2**30
Look = Callable[[int, int], object]


def read_apart(content: bytes, wanted: Wanted, look: Look) -> Table:
    """`read_table`, apart where it may be dear. `look` is called while it lasts, and may raise.

    Refuses what `read_table` refuses, `import_too_slow` and `import_too_heavy`. Raises Fault
    `reader_failed` when no such process can be had.
    """
    if _is_cheap(content):
        return read_table(content, wanted)
    told = {"sheet": wanted.sheet, "columns": dict(wanted.columns)}
    return _table(_asked({"table": told}, content, look))


def _is_cheap(content: bytes) -> bool:
    """A page may be small and its parser slow, a workbook small and large unpacked."""
    return len(content) <= SMALL_BYTES and not (content.startswith(IS_ARCHIVE) or is_html(content))


def heads_apart(content: bytes, look: Look) -> tuple[SheetHead, ...]:
    """`read_heads`, likewise."""
    if _is_cheap(content):
        return read_heads(content)
    found = _asked({}, content, look)
    return tuple(SheetHead(n, hidden, _rows(rows), tuple(at)) for n, hidden, rows, at in found)


def _asked(question: object, content: bytes, look: Look) -> Any:  # noqa: ANN401 (JSON)
    try:
        child = apart.start(command(), errors=subprocess.PIPE)
    except OSError as error:
        raise Fault("reader_failed") from error
    with child:
        try:
            said, wrong = _heard(child, json.dumps(question).encode() + b"\n" + content, look)
        finally:
            child.kill()
    if not said:
        if child.returncode < 0:  # a signal ended it, as for want of memory; else it never began
            raise Refusal("import_too_heavy")
        raise Fault("reader_failed", detail=wrong.decode(errors="replace")[-500:])
    answer = json.loads(said)
    if "refused" in answer:
        raise Refusal(answer["refused"], **answer["params"])
    return answer["read"]


def _heard(child: subprocess.Popen[bytes], question: bytes, look: Look) -> tuple[bytes, bytes]:
    # On Windows `communicate` writes before it looks at the time: who does not read is not told.
    channel, child.stdin = child.stdin, None
    threading.Thread(target=_tell, args=(channel, question), daemon=True).start()
    for _ in range(READ_S // LOOK_S):
        try:
            return child.communicate(timeout=LOOK_S)
        except subprocess.TimeoutExpired:
            look(0, 0)
    raise Refusal("import_too_slow", limit_s=READ_S)


def _tell(channel: IO[bytes] | None, question: bytes) -> None:
    """Until it was heard, or nobody is left to hear it."""
    if channel is not None:
        with suppress(OSError), channel:
            channel.write(question)


def command() -> Sequence[str]:
    """What is started."""
    return apart.command(READ_TABLE)


def _rows(rows: Sequence[Any]) -> tuple[TableRow, ...]:
    return tuple(TableRow(number, tuple(cells), kinds) for number, cells, kinds in rows)


def _table(found: dict[str, Any]) -> Table:
    return Table(
        found["encoding"],
        _rows(found["rows"]),
        tuple(found["other_sheets"]),
        tuple(found["hidden_sheets"]),
        found["hidden_rows"],
        tuple(found["hidden_columns"]),
        found["cut"],
    )


# -- the other side --------------------------------------------------------------------------------


def answer() -> int:
    """What the child does: a line that asks and a file come in, one JSON text goes out."""
    apart.Bound(MEMORY_BYTES).begin(READ_S)
    asked, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        told = {"read": _read(json.loads(asked), content)}
    except Refusal as refusal:
        told = {"refused": refusal.code, "params": dict(refusal.params)}
    except MemoryError:
        told = {"refused": "import_too_heavy", "params": {}}
    try:
        said = json.dumps(told).encode()
    except MemoryError:
        said = b'{"refused": "import_too_heavy", "params": {}}'
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()
    return 0


def _read(asked: dict[str, Any], content: bytes) -> object:
    if "table" not in asked:
        heads = read_heads(content)
        return [(h.name, h.hidden, _told(h.rows), h.hidden_columns) for h in heads]
    table = read_table(content, Wanted(**asked["table"]))
    return {
        "encoding": table.encoding,
        "rows": _told(table.rows),
        "other_sheets": table.other_sheets,
        "hidden_sheets": table.hidden_sheets,
        "hidden_rows": table.hidden_rows,
        "hidden_columns": table.hidden_columns,
        "cut": table.cut,
    }


def _told(rows: Sequence[TableRow]) -> list[tuple[int, tuple[str, ...], str]]:
    return [(row.number, row.cells, row.kinds) for row in rows]
