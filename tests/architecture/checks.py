"""The checks of the law: each takes a `House` and tells the breaches as ``module: what``."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import law
from tests.architecture.checks_money import floats, shares
from tests.architecture.checks_state import (
    builds,
    caches,
    calls,
    clocks,
    files,
    rewrites,
    states,
)
from tests.architecture.checks_ways import (
    aliases,
    approves,
    fields,
    figures,
    judges,
    kinds,
    orders,
    waits,
)
from tests.architecture.house import House, Import, dotted, is_standard, lies_in, text_of

ENGINE = "db.engine"
JOURNAL = "db.stores.journal"
POSTING = ("services.books", "db")
OWN_WRITE = re.compile(r"(^|\.)_?(database|books)\.write$|(^|\.)_?books\.database$")
"""A transaction of one's own, and the database below the books, which can begin one."""
ENDS = re.compile(
    r"\s*((COMMIT|ROLLBACK|END|BEGIN)( TRANSACTION| WORK| IMMEDIATE)?"
    r"|(SAVEPOINT|RELEASE|ROLLBACK TO)\s+\w+)\s*;?",
    re.IGNORECASE,
)
BOOKS = re.compile(r"(^|[._])books\.(keep|command|read)$")
STATEMENT = re.compile(
    r"\s*(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|PRAGMA|WITH\s.*\sSELECT|UPDATE\s+\w+\s+SET|DELETE\s+FROM|SELECT\s.*\sFROM"
    r"|(DROP|ALTER|CREATE)\s+(TABLE|INDEX|TRIGGER|VIEW|DATABASE))\s",
    re.IGNORECASE | re.DOTALL,
)
BEGUN = re.compile(
    r"\s*(SELECT|INSERT|REPLACE INTO|UPDATE|DELETE FROM|PRAGMA|WITH|select|insert into|update"
    r"|delete from|pragma)\s"
)
"""How a statement begins whose rest is put in later."""
CHANGES = frozenset({"insert", "update", "delete"})
SPEAKS_SQL = ("db", "services", "program", "showcase")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\s", re.IGNORECASE)
SENTENCE = re.compile(
    "[\u4e00-\u9fff].*[\u3002\uff0c\uff01\uff1f\uff1b]|[\u3002\uff0c\uff01\uff1f\uff1b].*[\u4e00-\u9fff]"
)
"""Chinese with punctuation: a sentence, not the one word of a kind."""
SILENT_ROOMS = ("domain", "db", "services", "machine", "devices", "delivery")
VAGUE = re.compile(
    r"(?i:^|_)(manager|helper|utils?|data|info|items?|process|handle|common)(?=_|$)"
    r"|(Manager|Helper|Util|Utils|Data|Info|Item|Items|Process|Handle|Common)(?=[A-Z_]|$)"
)


def room_of(module: str) -> str:
    """The longest name in the table that fits; nothing for a module that no room holds."""
    fitting = [room for room in law.ROOMS if lies_in(module, [room])]
    return max(fitting, key=len, default="")


def imports(house: House) -> Iterator[str]:
    """What the table does not allow and no exemption lets stand."""
    for found in house.imports:
        if not is_allowed(found) and exemption(found) is None:
            yield f"{found.importer}: imports {found.imported}"


def is_allowed(found: Import) -> bool:
    """True when the table says so."""
    name = room_of(found.importer)
    if not name:
        return False
    room = law.ROOMS[name]
    if found.ours:
        return lies_in(found.imported, [name, *room.ours.split()])
    if is_standard(found.imported):
        return found.imported in f"{law.VALUES} {room.standard}".split()
    return found.imported in room.others.split()


def exemption(found: Import) -> law.Exemption | None:
    """The exemption that lets this import stand."""
    fitting = (
        x
        for x in law.EXEMPTIONS
        if lies_in(found.importer, [x.importer]) and lies_in(found.imported, [x.imported])
    )
    return next(fitting, None)


def hidden_imports(house: House) -> Iterator[str]:
    """Imports by a name made at run time, which no reader of imports sees."""
    for module, node in house.of(ast.Call):
        called = dotted(node.func).rpartition(".")[2]
        if called == "__import__" or (called == "import_module" and module not in law.LOADERS):
            yield f"{module}: calls {called}"


def commits(house: House) -> Iterator[str]:
    """Transactions begin and end in one file; outside `db` much else may begin."""
    for module, node in house.of(ast.Attribute):
        ends = node.attr in {"commit", "rollback"}
        begins = node.attr in {"begin", "begin_nested"} and _of_books(module, node)
        if (ends or begins) and module != ENGINE:
            yield f"{module}: names {node.attr}"
    for module, word in house.of(ast.Constant, rooms=SPEAKS_SQL):
        if module != ENGINE and ENDS.fullmatch(text_of(word)):
            yield f"{module}: says {text_of(word).strip()}"


def _of_books(module: str, node: ast.Attribute) -> bool:
    """In `db` whatever begins; elsewhere what begins on a connection. Painters begin too."""
    return lies_in(module, ["db"]) or "connection" in dotted(node.value)


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""


def reads(house: House) -> Iterator[str]:
    """What reads writes nothing."""
    for module, node in house.nodes("db.reads"):
        called = house.called(module, node)
        if called.startswith(("sqlalchemy.", "showroom.db.prepared.")):
            word = called.rpartition(".")[2].lower()
            if word.startswith(tuple(CHANGES)):
                yield f"{module}: calls {word}"
        elif isinstance(node, ast.Call) and not node.args and _last(node.func) in CHANGES:
            yield f"{module}: calls {_last(node.func)}"
        elif WRITES.match(text_of(node)):
            yield f"{module}: says {text_of(node).split()[0]}"


def posts(house: House) -> Iterator[str]:
    """Writing past the books' own way to post: their journal, or a transaction of one's own."""
    for found in house.imports:
        if found.imported == JOURNAL and not lies_in(found.importer, POSTING):
            yield f"{found.importer}: imports {JOURNAL}"
    for module, node in house.of(ast.Attribute):
        named, stored = dotted(node), isinstance(node.ctx, ast.Store)
        if OWN_WRITE.search(named) and not lies_in(module, POSTING):
            yield f"{module}: names {named}"
        if stored and node.attr == "posts" and module not in law.MAY_SAY_IT_POSTS:
            yield f"{module}: says that it posts"
    for module, call in house.of(ast.Call):
        called = house.called(module, call).removeprefix("showroom.")
        if called in law.OF_A_POSTING and module != law.OF_A_POSTING[called]:
            yield f"{module}: calls {called}"


def swallowed(house: House) -> Iterator[str]:
    """Errors of every kind caught and not told."""
    for module, node in house.of(ast.ExceptHandler, ast.Call):
        if isinstance(node, ast.ExceptHandler) and all(_is_idle(x) for x in node.body):
            kinds = [node.type] if node.type else [ast.Name("BaseException")]
        elif isinstance(node, ast.Call) and dotted(node.func).endswith("suppress"):
            kinds = node.args
        else:
            continue
        caught = {x.id for kind in kinds for x in ast.walk(kind) if isinstance(x, ast.Name)}
        if caught & {"Exception", "BaseException"}:
            yield f"{module}: swallows {min(caught)}"


def _is_idle(statement: ast.stmt) -> bool:
    """Nothing is done: passed over, or answered with a constant that tells nobody."""
    if isinstance(statement, (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign)):
        value = statement.value
        return value is None or _is_empty(value) or isinstance(value, ast.Constant)
    return isinstance(statement, (ast.Pass, ast.Continue, ast.Break))


def _is_empty(value: ast.expr) -> bool:
    if isinstance(value, ast.Dict):
        return not value.keys
    return isinstance(value, (ast.List, ast.Tuple)) and not value.elts


def codes(house: House) -> Iterator[str]:
    """A code that does not stand in its call has no sentence that a test could find."""
    for module, node in house.of(ast.Call):
        called = house.called(module, node).rpartition(".")[2]
        if called in {"Refusal", "Fault", "ApprovalNeeded"} and module not in law.CODE_CARRIERS:
            yield from _hidden_code(module, called, node)


def _hidden_code(module: str, called: str, node: ast.Call) -> Iterator[str]:
    if not (node.args and isinstance(node.args[0], ast.Constant)):
        yield f"{module}: hides the code of a {called}"


def sentences(house: House) -> Iterator[str]:
    """Sentences are for `ui`, `printing` and the terminal; other rooms raise codes."""
    prose = {id(n.value) for _, n in house.of(ast.Expr, rooms=SILENT_ROOMS)}
    for module, makers in law.DEFINITIONS.items():
        prose |= {id(word) for word in _definitions(house, module, makers)}
    for module, node in house.of(ast.Constant, rooms=SILENT_ROOMS):
        if id(node) not in prose and SENTENCE.search(text_of(node)):
            yield f"{module}: says {text_of(node)}"


def _definitions(house: House, module: str, makers: frozenset[str]) -> Iterator[ast.expr]:
    """The words by which a page of definitions says what its names mean."""
    for _, node in house.of(ast.Call, rooms=[module]):
        if dotted(node.func) in makers:
            yield from node.args


def names(house: House) -> Iterator[str]:
    """Words that say nothing of what a thing is."""
    for module, node in house.of(ast.ClassDef, ast.FunctionDef):
        assert isinstance(node, ast.ClassDef | ast.FunctionDef)
        if VAGUE.search(node.name) and node.name not in law.VAGUE_ELSEWHERE:
            yield f"{module}: calls something {node.name}"
    for module in house.seen:
        if VAGUE.search(module.rpartition(".")[2]):
            yield f"{module}: is called so"


def doors(house: House) -> Iterator[str]:
    """Below the services nobody knows the books, and outside `db` nobody writes SQL."""
    prose = {id(n.value) for _, n in house.of(ast.Expr)}
    for module, node in house.of(ast.Attribute):
        if BOOKS.search(dotted(node)) and not lies_in(module, ("services",)):
            yield f"{module}: names {dotted(node)}"
    for module, joined in house.of(ast.JoinedStr):
        begun = joined.values and BEGUN.match(text_of(joined.values[0]))
        if begun and not lies_in(module, ("db",)):
            yield f"{module}: puts a statement together"
    for module, word in house.of(ast.Constant):
        spoken = "" if id(word) in prose or lies_in(module, ("db",)) else text_of(word)
        if STATEMENT.match(spoken):
            yield f"{module}: says {spoken.split()[0]}"
        elif "DROP TRIGGER" in text_of(word).upper():
            yield f"{module}: drops a trigger"


CHECKS = (
    imports,
    hidden_imports,
    calls,
    commits,
    reads,
    posts,
    floats,
    swallowed,
    codes,
    sentences,
    names,
    doors,
    states,
    shares,
    clocks,
    files,
    rewrites,
    caches,
    builds,
    orders,
    figures,
    fields,
    judges,
    approves,
    kinds,
    waits,
    aliases,
)


def breaches(house: House) -> set[str]:
    """Everything that breaks the law, also what still posts by itself."""
    return {told for check in CHECKS for told in check(house)}
