"""The checks of the law about the one way in which a thing is done."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import law
from tests.architecture.house import House, annotated, assigned, dotted, lies_in

ORDERED = re.compile(
    r"(^|\.)(prints\.(reprint|reprint_uncertain|labels|test_page|x_slip|day|enqueue)"
    r"|reports\.(print_daily|print_pages))$"
)
"""The verbs that put a document on paper because somebody wants it."""
BOOKS = ("books", "_books", "database", "_database")
"""What attributes that hold them are called everywhere."""


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


def kinds(house: House) -> Iterator[str]:
    """A figure is defined on its page, a refusal by its code."""
    for module, node in house.nodes():
        if house.called(module, node) == "showroom.domain.figures.Figure":
            yield f"{module}: defines a figure"
        if isinstance(node, ast.ClassDef) and module != "domain.errors":
            bases = {dotted(base).rpartition(".")[2] for base in node.bases}
            known = f"{module}.{node.name}" in law.REFUSES_ELSEWHERE
            if bases & {"Refusal", "Fault", "ShowroomError"} and not known:
                yield f"{module}: makes a kind of error of {node.name}"


def judges(house: House) -> Iterator[str]:
    """How a command ended is one value (`Outcome`): no screen reads it from a code of its own."""
    for module, node in house.nodes("ui"):
        if module in law.JUDGES_ENDS or not isinstance(node, ast.Compare | ast.MatchValue):
            continue
        said = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
        names = (n for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute))
        named = {dotted(n).rpartition(".")[2] for n in names}
        if said & law.OPEN_ENDS or named & {"COMMIT_UNKNOWN", "COMMIT_UNSEEN"}:
            yield f"{module}: judges the end of a command"


def approves(house: House) -> Iterator[str]:
    """A yes is made where a PIN was proved, or read from what was kept."""
    for module, node in house.nodes():
        made = house.called(module, node) == "showroom.domain.approval.Approval"
        if made and module != "services.shop.approvals":
            yield f"{module}: makes an approval of its own"


def waits(house: House) -> Iterator[str]:
    """Nobody holds the GUI thread, nor lets it run on in the middle of something."""
    for module, node in house.nodes("ui"):
        named = node.attr if isinstance(node, ast.Attribute) else ""
        if named in {"msleep", "usleep", "sleep", "processEvents"}:
            yield f"{module}: calls {named}"


def aliases(house: House) -> Iterator[str]:
    """The books and the database under another name, which no name gives away."""
    for module, node in house.nodes():
        if lies_in(module, ["services.books", "db"]) or not isinstance(node, ast.FunctionDef):
            continue
        known = annotated(node, "Database", "Books")
        for name, value in assigned(node):
            said = dotted(value)
            if said in known or said.rpartition(".")[2] in BOOKS:
                known.add(name)
        acts = {"write"} if lies_in(module, ["services"]) else {"write", "keep", "command"}
        for inner in ast.walk(node):
            named = dotted(inner) if isinstance(inner, ast.Attribute) else ""
            base, _, act = named.rpartition(".")
            if base in known and act in acts:
                yield f"{module}: names {named}"
