"""The checks of the law about the one way in which a thing is done."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.house import House, dotted

ORDERED = re.compile(
    r"(^|\.)(prints\.(reprint|reprint_uncertain|labels|test_page|x_slip|day|enqueue)"
    r"|reports\.(print_daily|print_pages))$"
)
"""The verbs that put a document on paper because somebody wants it."""


def orders(house: House) -> Iterator[str]:
    """A document is ordered through `Wishes`, or pressing again makes a second paper."""
    for module, tree in house.trees.items():
        if not module.startswith("ui."):
            continue
        handed = {id(verb) for node in ast.walk(tree) for verb in _ordered(node)}
        for node in ast.walk(tree):
            named = isinstance(node, ast.Attribute) and ORDERED.search(dotted(node))
            if named and id(node) not in handed:
                yield f"{module}: orders {named[2].rpartition('.')[2]} past the wishes"


def _ordered(node: ast.AST) -> Iterator[ast.AST]:
    """The verb that a call of `order` is given, and what a value that is ordered calls."""
    if isinstance(node, ast.Call) and dotted(node.func).endswith("wishes.order"):
        yield from node.args[:1]
    if isinstance(node, ast.ClassDef):
        calls = (f for f in node.body if isinstance(f, ast.FunctionDef) and f.name == "__call__")
        takes = (f for f in calls if any(a.arg == "request" for a in f.args.args))
        yield from (n.func for f in takes for n in ast.walk(f) if isinstance(n, ast.Call))
