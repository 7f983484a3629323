"""The checks of the law about the world and about state: clocks, files, what modules remember."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import law
from tests.architecture.house import House, dotted, lies_in, text_of

FROZEN_ROOMS = ("domain", "db", "services", "devices")
SQL_CLOCK = re.compile(
    r"\b(CURRENT_(TIMESTAMP|DATE|TIME)|LOCALTIME(STAMP)?)\b|\b(now|clock_timestamp)\(\)|'now'",
    re.IGNORECASE,
)
SQL_CLOCKS = frozenset({"now", "current_timestamp", "current_date", "current_time", "localtime"})
FILLS = frozenset(
    {"append", "add", "update", "setdefault", "extend", "insert", "pop", "popitem", "clear"}
)
MAKES_MUTABLE = frozenset({"dict", "list", "set", "defaultdict", "Counter", "OrderedDict", "deque"})
REMEMBERS = ("functools.cache", "functools.lru_cache")


def calls(house: House) -> Iterator[str]:
    """The clock, chance or a file, reached without an import that tells."""
    for room, words in law.CALLS.items():
        for module, node in house.nodes(room):
            called = f".{house.called(module, node)}"
            for word in words.split():
                if called.endswith(f".{word}") and module not in law.STAMPS:
                    yield f"{module}: calls {word}"


def states(house: House) -> Iterator[str]:
    """No state in modules, and no value that changes under its reader."""
    for module, node in house.nodes():
        if isinstance(node, ast.Global):
            yield f"{module}: has a global {node.names[0]}"
        elif isinstance(node, ast.ClassDef) and lies_in(module, FROZEN_ROOMS):
            for mark in node.decorator_list:
                called = mark.func if isinstance(mark, ast.Call) else mark
                frozen = isinstance(mark, ast.Call) and any(
                    k.arg == "frozen" and ast.unparse(k.value) == "True" for k in mark.keywords
                )
                known = f"{module}.{node.name}" in law.WORKING_VALUES
                if dotted(called).endswith("dataclass") and not (frozen or known):
                    yield f"{module}: lets {node.name} change"
                slotted = "slots=True" in ast.unparse(mark)
                if frozen and not slotted and f"{module}.{node.name}" not in law.WITHOUT_SLOTS:
                    yield f"{module}: lets {node.name} grow"


def clocks(house: House) -> Iterator[str]:
    """A clock handed on without a call, and the clock of the database."""
    called = {id(n.func) for _, n in house.nodes() if isinstance(n, ast.Call)}
    for module, node in house.nodes():
        named = f".{house.named(module, node)}"
        if id(node) not in called and module not in law.STAMPS and not lies_in(module, law.TIMED):
            for word in law.WALL_CLOCK.split():
                if named.endswith(f".{word}"):
                    yield f"{module}: hands on {word}"
        if module not in law.ASKS_THE_SERVER and (
            (named.rpartition(".")[2] in SQL_CLOCKS and ".func." in named)
            or (lies_in(module, ("db",)) and SQL_CLOCK.search(text_of(node)))
        ):
            yield f"{module}: asks the database for the time"


def files(house: House) -> Iterator[str]:
    """Files opened to be written, by whichever name opens them."""
    for module, node in house.nodes():
        if not isinstance(node, ast.Call) or module in law.WRITES_FILES:
            continue
        if dotted(node.func).rpartition(".")[2] in {"open", "fdopen"} or _is_open(node):
            modes = [*node.args[:2], *(k.value for k in node.keywords if k.arg == "mode")]
            if any(re.fullmatch(r"[rbt]*[wax+][rwaxbt+]*", text_of(m)) for m in modes):
                yield f"{module}: opens a file to write"
            if any(dotted(m).endswith(("WriteOnly", "ReadWrite", "Append")) for m in modes):
                yield f"{module}: opens a file to write"
        by = dotted(node.func).rpartition(".")[2] if isinstance(node.func, ast.Attribute) else ""
        # A painter saves too, but nothing.
        if by in {"rename", "save"} and node.args and lies_in(module, ("ui",)):
            yield f"{module}: writes a file by {by}"


def _is_open(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr == "open"


def caches(house: House) -> Iterator[str]:
    """What a module would remember from one caller to the next."""
    for module, tree in house.trees.items():
        kept = {name for statement in tree.body for name in _mutable(statement)}
        for node in ast.walk(tree):
            if house.named(module, node) in REMEMBERS and module not in law.REMEMBERS:
                yield f"{module}: remembers results"
            name = _filled(node)
            if name in kept and f"{module}.{name}" not in law.MODULE_STATE:
                yield f"{module}: keeps state in {name}"


def _mutable(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement of a module gives to something that can be filled."""
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return
    value = statement.value
    made = isinstance(value, ast.Call) and dotted(value.func).rpartition(".")[2] in MAKES_MUTABLE
    if made or isinstance(value, (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        yield from (t.id for t in targets if isinstance(t, ast.Name))


def _filled(node: ast.AST) -> str:
    """The name of what a node puts something into or takes it from."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
        return dotted(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return dotted(node.func.value) if node.func.attr in FILLS else ""
    return ""


def builds(house: House) -> Iterator[str]:
    """Verbs are built once, by the suite: a second one has a state and a till of its own."""
    for module, node in house.nodes():
        called = house.called(module, node)
        if called.startswith("showroom.services.") and not lies_in(module, ("services",)):
            name = called.rpartition(".")[2]
            if name in _verbs(house):
                yield f"{module}: builds {name}"


def _verbs(house: House) -> set[str]:
    """The classes that the suite holds, but the books, which are opened before it."""
    classes = (n for n in house.trees["services.suite"].body if isinstance(n, ast.ClassDef))
    held = {dotted(f.annotation) for c in classes for f in c.body if isinstance(f, ast.AnnAssign)}
    return held - {"Books"}
