"""A source tree read once: its imports by grimp, its syntax by ast."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import grimp

PACKAGE = "showroom"
N = TypeVar("N", bound=ast.AST)


@dataclass(frozen=True, slots=True)
class Import:
    """`importer` and what is `imported`; ours without the package's name in front."""

    importer: str
    imported: str
    ours: bool


@dataclass(frozen=True)
class House:
    """The package below `root`; it need not be the one that is running."""

    root: Path
    trees: dict[str, ast.Module] = field(init=False, default_factory=dict)
    """Syntax by module, named as in `Import`."""
    origins: dict[str, dict[str, str]] = field(init=False, default_factory=dict)
    walked: dict[str, list[ast.AST]] = field(init=False, default_factory=dict)
    kinds: dict[tuple[str, type], list[Any]] = field(init=False, default_factory=dict)
    """Nodes by module and exact type: most checks ask for one type only."""
    texts: dict[str, str] = field(init=False, default_factory=dict)
    beside: House | None = None
    """One that was read before: what stands there word for word is known, and not looked at."""
    seen: dict[str, ast.Module] = field(init=False, default_factory=dict)
    """What the checks look at: all of it, or what is otherwise than `beside`."""

    def __post_init__(self) -> None:
        for path in sorted((self.root / PACKAGE).rglob("*.py")):
            parts = path.relative_to(self.root / PACKAGE).with_suffix("").parts
            if parts[-1] == "__init__" and len(parts) > 1:
                parts = parts[:-1]
            module, text = ".".join(parts), path.read_text("utf-8")
            self.texts[module] = text
            if self.beside is not None and self.beside.texts.get(module) == text:
                self.trees[module] = self.beside.trees[module]
            else:
                self.trees[module] = self.seen[module] = ast.parse(text)

    @cached_property
    def imports(self) -> list[Import]:
        """Every import of every module, those for the type checker and inside functions too."""
        with _found_below(self.root):
            graph = grimp.build_graph(PACKAGE, include_external_packages=True, cache_dir=None)
        inside = {m: _short(m) for m in graph.modules if m.split(".")[0] == PACKAGE}
        unseen = set(self.trees) ^ set(inside.values())
        if unseen:
            raise LookupError(f"grimp and the files disagree about {sorted(unseen)}")
        return [
            Import(short, inside.get(found, found), found in inside)
            for module, short in sorted(inside.items())
            if short in self.seen
            for found in sorted(graph.find_modules_directly_imported_by(module))
        ]

    def called(self, module: str, node: ast.AST) -> str:
        """The full name of what a call calls, whatever it was imported as; nothing for no call."""
        if not isinstance(node, ast.Call):
            return ""
        first, dot, rest = dotted(node.func).partition(".")
        origin = self._names(module).get(first, first)
        return "builtins.open" if origin == "open" and not rest else f"{origin}{dot}{rest}"

    def named(self, module: str, node: ast.AST) -> str:
        """The full name of an imported thing wherever it is spoken of, called or not."""
        if not isinstance(node, (ast.Name, ast.Attribute)):
            return ""
        first, dot, rest = dotted(node).partition(".")
        origin = self._names(module).get(first, first)
        return f"{origin}{dot}{rest}" if rest or origin != first else ""

    def _names(self, module: str) -> dict[str, str]:
        """Where each imported name of a module comes from."""
        if module not in self.origins:
            found = self.origins[module] = {}
            for node in self.all_of(module):
                if isinstance(node, ast.Import):
                    found.update({a.asname: a.name for a in node.names if a.asname})
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.update(
                        {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
                    )
        return self.origins[module]

    def nodes(self, *rooms: str) -> Iterator[tuple[str, ast.AST]]:
        """Every node of these rooms' modules with the module's name; of all without a room."""
        for module in self.seen:
            if not rooms or lies_in(module, rooms):
                for node in self.all_of(module):
                    yield module, node

    def of(self, *kinds: type[N], rooms: Sequence[str] = ()) -> Iterator[tuple[str, N]]:
        """The same of these very types."""
        for module in self.seen:
            if not rooms or lies_in(module, rooms):
                for kind in kinds:
                    for node in self._by_kind(module, kind):
                        yield module, node

    def all_of(self, module: str) -> list[ast.AST]:
        """Every node of a module, walked once."""
        if module not in self.walked:
            self.walked[module] = list(ast.walk(self.trees[module]))
        return self.walked[module]

    def _by_kind(self, module: str, kind: type[N]) -> list[N]:
        if (module, ast.AST) not in self.kinds:
            self.kinds[module, ast.AST] = []
            for node in self.all_of(module):
                self.kinds.setdefault((module, type(node)), []).append(node)
        return self.kinds.get((module, kind), [])


def lies_in(module: str, rooms: Sequence[str]) -> bool:
    """True for the rooms themselves and what lies below them."""
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def dotted(node: ast.expr) -> str:
    """What a name or an attribute says, as far as it can be read: ``self._books.write``."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def annotated(function: ast.AST, *kinds: str) -> set[str]:
    """The names in a function whose annotation speaks of one of these types, however it is put:
    ``Books | None``, ``"Books"``, ``books.Books``, behind a ``*`` or on a local name.
    """
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return set()
    given = function.args
    said = [
        (arg.arg, arg.annotation)
        for arg in (*given.posonlyargs, *given.args, *given.kwonlyargs)
        if arg.annotation
    ]
    local = (node for node in ast.walk(function) if isinstance(node, ast.AnnAssign))
    said += [(dotted(node.target), node.annotation) for node in local]
    return {name for name, kind in said if _types(kind) & set(kinds)}


def assigned(function: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Every plain name in a function and what it is given, in the order of the lines."""
    found = [n for n in ast.walk(function) if isinstance(n, (ast.Assign, ast.NamedExpr))]
    for node in sorted(found, key=lambda n: (n.lineno, n.col_offset)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from ((t.id, node.value) for t in targets if isinstance(t, ast.Name))


def _types(annotation: ast.expr) -> set[str]:
    """The last words of all types that an annotation names."""
    words = set()
    for node in ast.walk(annotation):
        if isinstance(node, (ast.Name, ast.Attribute)):
            words.add(dotted(node).rpartition(".")[2])
        elif text_of(node):
            words |= _types(ast.parse(text_of(node), mode="eval").body)
    return words


def text_of(node: ast.AST) -> str:
    """The text of a constant, nothing for everything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_standard(name: str) -> bool:
    return name in sys.stdlib_module_names


@contextmanager
def _found_below(root: Path) -> Iterator[None]:
    """Grimp asks the import system where a package lies, and that names what is loaded first."""
    loaded = sys.modules.pop(PACKAGE, None)
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(root))
        if loaded:
            sys.modules[PACKAGE] = loaded


def _short(module: str) -> str:
    return module.partition(".")[2] or "__init__"
