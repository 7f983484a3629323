"""`showroom`: the window, or a verb that needs none."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit status. The window imports nothing that it does not show."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["read-table"]:  # a file that comes in is read apart
        from showroom.services.goods.reading import answer

        return answer()
    if words == ["draw-files"]:  # so are pictures and pages
        from showroom.printing.foreign.drawing import answer as draw

        return draw()
    if words and not _opens_window(words):
        from showroom.program.verbs.run import run_verb
        from showroom.showcase.verbs import SHOWCASE

        return run_verb(words, SHOWCASE)
    # Nothing that is imported before the first paint is garbage; the window's collector takes over.
    gc.disable()
    from showroom.program.app import run_window

    return run_window(words)


def _opens_window(words: Sequence[str]) -> bool:
    """Nothing but which books to open: all else is a verb, or told as none."""
    first, *more = words
    return (first == "--database" and len(more) == 1) or (
        first.startswith("--database=") and not more
    )


if __name__ == "__main__":
    raise SystemExit(main())
