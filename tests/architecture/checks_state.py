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
QT_FILES = frozenset({"QFile", "QSaveFile", "QTemporaryFile", "QTemporaryDir", "QSettings"})
POSTED_SQL = r"\s*(UPDATE|DELETE\s+FROM|REPLACE\s+INTO|INSERT\s+OR\s+\w+\s+INTO)\s+({})\b"
REMEMBERS = ("functools.cache", "functools.lru_cache")


def calls(house: House) -> Iterator[str]:
    """The clock, chance or a file, reached without an import that tells."""
    for room, words in law.CALLS.items():
        for module, node in house.of(ast.Call, rooms=[room]):
            called = f".{house.called(module, node)}"
            for word in words.split():
                if called.endswith(f".{word}") and module not in law.STAMPS:
                    yield f"{module}: calls {word}"


def states(house: House) -> Iterator[str]:
    """No state in modules, and no value that changes under its reader."""
    for module, node in house.of(ast.Global, ast.ClassDef):
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
    called = {id(n.func) for _, n in house.of(ast.Call)}
    words = law.WALL_CLOCK.split()
    ends = tuple(f".{word}" for word in words)
    for module, node in house.of(ast.Name, ast.Attribute):
        named = f".{house.named(module, node)}"
        hands = named.endswith(ends) and id(node) not in called and module not in law.STAMPS
        if hands and not lies_in(module, law.TIMED):
            yield from (f"{module}: hands on {x}" for x in words if named.endswith(f".{x}"))
        asks = ".func." in named and named.rpartition(".")[2] in SQL_CLOCKS
        if asks and module not in law.ASKS_THE_SERVER:
            yield f"{module}: asks the database for the time"
    for module, word in house.of(ast.Constant, rooms=["db"]):
        if module not in law.ASKS_THE_SERVER and SQL_CLOCK.search(text_of(word)):
            yield f"{module}: asks the database for the time"


def files(house: House) -> Iterator[str]:
    """Files opened to be written, by whichever name opens them."""
    for module, node in house.of(ast.Call):
        if module in law.WRITES_FILES:
            continue
        if dotted(node.func).rpartition(".")[2] in {"open", "fdopen"} or _is_open(node):
            modes = [*node.args[:2], *(k.value for k in node.keywords if k.arg == "mode")]
            if any(re.fullmatch(r"[rbt]*[wax+][rwaxbt+]*", text_of(m)) for m in modes):
                yield f"{module}: opens a file to write"
            if any(dotted(m).endswith(("WriteOnly", "ReadWrite", "Append")) for m in modes):
                yield f"{module}: opens a file to write"
        called = house.called(module, node)
        if called.startswith(("shutil.copy", "shutil.move")):
            yield f"{module}: calls {called}"
        if called.rpartition(".")[2] in QT_FILES:
            yield f"{module}: opens {called.rpartition('.')[2]}"
        by = dotted(node.func).rpartition(".")[2] if isinstance(node.func, ast.Attribute) else ""
        # A painter saves too, but nothing.
        if by in {"rename", "save"} and node.args and lies_in(module, ("ui",)):
            yield f"{module}: writes a file by {by}"


def rewrites(house: House) -> Iterator[str]:
    """Posted rows changed or struck out: they are only ever added to."""
    posted = _posted(house)
    said = re.compile(POSTED_SQL.format("|".join(sorted(posted))), re.IGNORECASE)
    for module, call in house.of(ast.Call):
        act, of = house.called(module, call).rpartition(".")[2], call.args[:1]
        if isinstance(call.func, ast.Attribute) and not call.args:
            act, of = call.func.attr, [call.func.value]  # ``sale.update()``
        table = house.named(module, of[0]) or dotted(of[0]) if of else ""
        if act in {"update", "delete"} and table.rpartition(".")[2] in posted:
            yield f"{module}: rewrites {table.rpartition('.')[2]}"
    for module, word in house.of(ast.Constant, rooms=["db"]):
        if found := said.match(text_of(word)):
            yield f"{module}: rewrites {found[2].lower()}"


def _posted(house: House) -> set[str]:
    """The tables that the books list as only added to."""
    for statement in house.trees["db.tables"].body:
        if isinstance(statement, ast.Assign) and dotted(statement.targets[0]) == "APPEND_ONLY":
            assert isinstance(statement.value, ast.Tuple)
            return {dotted(table).rpartition(".")[2] for table in statement.value.elts}
    raise LookupError("APPEND_ONLY")


def _is_open(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr == "open"


def caches(house: House) -> Iterator[str]:
    """What a module would remember from one caller to the next."""
    for module, tree in house.seen.items():
        kept = {name for statement in tree.body for name in _mutable(statement)}
        for node in house.all_of(module):
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
    verbs = _verbs(house)
    for module, node in house.of(ast.Call):
        called = house.called(module, node)
        if called.startswith("showroom.services.") and not lies_in(module, ("services",)):
            name = called.rpartition(".")[2]
            if name in verbs:
                yield f"{module}: builds {name}"


def _verbs(house: House) -> set[str]:
    """The classes that the suite holds, but the books, which are opened before it."""
    classes = (n for n in house.trees["services.suite"].body if isinstance(n, ast.ClassDef))
    held = {dotted(f.annotation) for c in classes for f in c.body if isinstance(f, ast.AnnAssign)}
    return held - {"Books"}
