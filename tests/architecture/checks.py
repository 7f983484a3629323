"""The checks of the law: each takes a `House` and tells the breaches as ``module: what``."""

import ast
from collections.abc import Iterator

from tests.architecture import law
from tests.architecture.house import House, Import, dotted, is_standard, lies_in


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
    for module, node in house.nodes():
        if isinstance(node, ast.Call):
            called = dotted(node.func).rpartition(".")[2]
            if called == "__import__" or (called == "import_module" and module not in law.LOADERS):
                yield f"{module}: calls {called}"


def calls(house: House) -> Iterator[str]:
    """The clock, chance or a file, reached without an import that tells."""
    for room, words in law.CALLS.items():
        for module, node in house.nodes(room):
            called = f".{dotted(node.func)}" if isinstance(node, ast.Call) else ""
            for word in words.split():
                if called.endswith(f".{word}"):
                    yield f"{module}: calls {word}"


CHECKS = (imports, hidden_imports, calls)


def breaches(house: House) -> set[str]:
    """Everything that breaks the law."""
    return {told for check in CHECKS for told in check(house)}
