"""`showroom`: the window, or a verb that needs none."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

VERBS = ("import", "export", "report", "backup", "verify", "new-pin", "shortcut", "demo", "tour")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit status. The window imports nothing that it does not show."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["read-table"]:  # a file that comes in is read apart
        from showroom.services.goods.reading import answer

        return answer()
    if any(word in VERBS or word in {"-h", "--help", "--version"} for word in words):
        from showroom.program.verbs.run import run_verb
        from showroom.showcase.verbs import SHOWCASE

        return run_verb(words, SHOWCASE)
    # Nothing that is imported before the first paint is garbage; the window's collector takes over.
    gc.disable()
    from showroom.program.app import run_window

    return run_window(words)


if __name__ == "__main__":
    raise SystemExit(main())
