"""The checks of the law about the one way in which a thing is done."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import law
from tests.architecture.house import House, annotated, assigned, dotted, lies_in, text_of

ORDERED = re.compile(
    r"(^|\.)(prints\.(reprint|reprint_uncertain|labels|test_page|x_slip|day|enqueue)"
    r"|reports\.(print_daily|print_pages))$"
)
"""The verbs that put a document on paper because somebody wants it."""
FIGURE_ROOMS = ("ui", "printing")
FIGURE_NAME = re.compile(r"\.figures\.([A-Z_]+)\.name$")
WRITES_MONEY = re.compile(r"(^|\.)(figure|money|signed|yuan)$")
WORD = re.compile(r"[\u4e00-\u9fff]+(?: kg)?")
BOOKS = ("books", "_books", "database", "_database")
"""What attributes that hold them are called everywhere."""


def orders(house: House) -> Iterator[str]:
    """A document is ordered through `Wishes`, or pressing again makes a second paper."""
    handed = {id(verb) for _, node in house.nodes("ui") for verb in _ordered(node)}
    for module, node in house.of(ast.Attribute, rooms=["ui"]):
        named = ORDERED.search(dotted(node))
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
    for module, node in house.of(ast.Call, ast.ClassDef):
        if house.called(module, node) == "showroom.domain.figures.Figure":
            yield f"{module}: defines a figure"
        if isinstance(node, ast.ClassDef) and module != "domain.errors":
            bases = {dotted(base).rpartition(".")[2] for base in node.bases}
            known = f"{module}.{node.name}" in law.REFUSES_ELSEWHERE
            if bases & {"Refusal", "Fault", "ShowroomError"} and not known:
                yield f"{module}: makes a kind of error of {node.name}"


def figures(house: House) -> Iterator[str]:
    """The name of a figure comes from its page, and what stands beside it from the figure."""
    page = [n for n in ast.walk(house.trees["domain.figures"]) if isinstance(n, ast.Call)]
    names = {text_of(c.args[0]) for c in page if dotted(c.func) in {"Figure", "_count"}}
    words = (names - {""} - law.ALSO_WORDS) | law.NO_FIGURES
    prose = {id(n.value) for _, n in house.of(ast.Expr, rooms=FIGURE_ROOMS)}
    for module, node in house.of(ast.Constant, rooms=FIGURE_ROOMS):
        if id(node) not in prose:
            found = set(WORD.findall(text_of(node))) & words
            yield from (f"{module}: names {word} itself" for word in sorted(found))
    for module, call in house.of(ast.Call, rooms=FIGURE_ROOMS):
        named = [name for arg in call.args for name in _named_figure(house, module, arg)]
        if (
            named
            and module not in law.NOT_YET_FIGURES
            and any(_writes_money(house, module, arg) for arg in call.args)
        ):
            yield f"{module}: makes {named[0]} itself"


def _named_figure(house: House, module: str, arg: ast.expr) -> Iterator[str]:
    for node in ast.walk(arg):
        if found := FIGURE_NAME.search(house.named(module, node)):
            yield found[1]


def _writes_money(house: House, module: str, arg: ast.expr) -> bool:
    calls = (x for x in ast.walk(arg) if isinstance(x, ast.Call))
    return any(WRITES_MONEY.search(house.called(module, call)) for call in calls)


def fields(house: House) -> Iterator[str]:
    """A figure is taken by `AmountEdit` and `CountSpin`; bare fields take words, where it is said.

    A scanner's code in a bare field would be an amount or a count.
    """
    for module, node in house.of(ast.Call, ast.ClassDef, rooms=["ui"]):
        called = [house.called(module, node)]
        if isinstance(node, ast.ClassDef):
            called = [dotted(base) for base in node.bases]
        if lies_in(module, ["ui.widgets"]):
            continue
        made = {part for name in called for part in name.split(".")[-2:]} & law.FIELDS
        for field in sorted(made - set(law.TAKES_WORDS.get(module, "").split())):
            yield f"{module}: makes a {field}"


def judges(house: House) -> Iterator[str]:
    """How a command ended is one value (`Outcome`): no screen reads it from a code of its own."""
    for module, node in house.of(ast.Compare, ast.MatchValue, rooms=["ui"]):
        if module in law.JUDGES_ENDS:
            continue
        said = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
        names = (n for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute))
        named = {dotted(n).rpartition(".")[2] for n in names}
        if said & law.OPEN_ENDS or named & {"COMMIT_UNKNOWN", "COMMIT_UNSEEN"}:
            yield f"{module}: judges the end of a command"


def approves(house: House) -> Iterator[str]:
    """A yes is made where a PIN was proved, or read from what was kept."""
    for module, node in house.of(ast.Call):
        made = house.called(module, node) == "showroom.domain.approval.Approval"
        if made and module != "services.shop.approvals":
            yield f"{module}: makes an approval of its own"


def waits(house: House) -> Iterator[str]:
    """Nobody holds the GUI thread, nor lets it run on in the middle of something."""
    for module, node in house.of(ast.Attribute, rooms=["ui"]):
        if node.attr in {"msleep", "usleep", "sleep", "processEvents"}:
            yield f"{module}: calls {node.attr}"


def aliases(house: House) -> Iterator[str]:
    """The books and the database under another name, which no name gives away."""
    for module, node in house.of(ast.FunctionDef):
        if lies_in(module, ["services.books", "db"]):
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
