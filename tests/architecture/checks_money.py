"""The checks of the law about money: whole fen, and a division says how it rounds."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture import law
from tests.architecture.house import House, annotated, assigned, dotted, lies_in

SECONDS_OR_SHARE = re.compile(r"[A-Z_, ]+(_S|_SHARE|UNREADABLE)$")
"""Floats are for seconds and shares of a whole, in constants that say so."""
EXACT_ROOMS = ("domain", "db", "services")
BROKEN = frozenset({"float", "Decimal", "Fraction"})
PASSES_ON = frozenset({"abs", "max", "min", "pow", "sum"})
MONEY = re.compile(r"(^|[ ._])\w*fen( |$)")


def floats(house: House) -> Iterator[str]:
    """Money is whole fen, and a division says how it rounds."""
    for module, call in house.of(ast.Call):
        called = house.called(module, call)
        if f"{called}.".startswith("float.") and module not in law.PLACES:
            yield f"{module}: calls {called}"
    for module, named in house.of(ast.Name, ast.Attribute):
        if house.named(module, named).endswith("operator.truediv"):
            yield f"{module}: divides by truediv"
        if isinstance(named, ast.Attribute) and named.attr in {"__float__", "__truediv__"}:
            yield f"{module}: names {named.attr}"  # the method behind the call
    for module, node in house.of(ast.BinOp):
        if isinstance(node.op, ast.Pow) and _is_below(node.right):
            yield f"{module}: raises to a negative power"
    for module, tree in house.seen.items():
        if lies_in(module, EXACT_ROOMS):
            yield from (f"{module}: {told}" for told in _inexact(module, tree))


def _inexact(module: str, tree: ast.Module) -> Iterator[str]:
    """In a room of exact figures: a division, and a float that tells no seconds."""
    found = (n for n in ast.walk(tree) if isinstance(n, (ast.BinOp, ast.AugAssign)))
    if module not in law.DIVIDERS and any(isinstance(n.op, ast.Div) for n in found):
        yield "divides"
    for statement in tree.body:
        if not _tells_seconds(statement):
            yield from _floats_in(statement)


def _is_below(power: ast.expr) -> bool:
    return isinstance(power, ast.UnaryOp) and isinstance(power.op, ast.USub)


def _tells_seconds(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Assign):
        return all(SECONDS_OR_SHARE.match(ast.unparse(target)) for target in statement.targets)
    return False


def _floats_in(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"holds {node.value}"


def shares(house: House) -> Iterator[str]:
    """Money that is divided or scaled by what is no whole number, also where it is only shown."""
    for module, function in house.of(ast.FunctionDef, ast.AsyncFunctionDef):
        if module not in law.DIVIDERS and any(_floating(house, module, function)):
            yield f"{module}: scales money"
    for module, node in house.of(ast.BinOp):
        if module not in law.DIVIDERS and _speaks_of_money(node):
            broken = Broken(house, module, set())
            if any(broken.is_made_by(part) for part in ast.walk(node)):
                yield f"{module}: scales money"


def _floating(house: House, module: str, function: ast.AST) -> Iterator[ast.BinOp]:
    """Products of money and what is said or made to be no whole number in this function."""
    broken = Broken(house, module, annotated(function, "float", "Decimal"))
    for name, value in assigned(function):
        if broken.is_made_by(value):
            broken.names.add(name)
    for node in ast.walk(function) if broken.names else ():
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            names = {x.id for x in ast.walk(node) if isinstance(x, ast.Name)}
            if names & broken.names and any(MONEY.search(name) for name in names):
                yield node


@dataclass(frozen=True)
class Broken:
    """What is no whole number in a module: floats, decimals, and the names that hold some."""

    house: House
    module: str
    names: set[str]

    def is_made_by(self, value: ast.AST) -> bool:
        """Said to be one, made one, divided into one, or reckoned with one."""
        if isinstance(value, ast.Call):
            called = self.house.called(self.module, value)
            passes = called in PASSES_ON and any(self.is_made_by(x) for x in value.args)
            return passes or bool(BROKEN & set(called.split(".")))
        if isinstance(value, ast.BinOp):
            return isinstance(value.op, ast.Div) or self._any(value.left, value.right)
        if isinstance(value, ast.UnaryOp):
            return self.is_made_by(value.operand)
        if isinstance(value, ast.IfExp):
            return self._any(value.body, value.orelse)
        constant = isinstance(value, ast.Constant) and isinstance(value.value, float)
        return constant or (isinstance(value, ast.expr) and dotted(value) in self.names)

    def _any(self, *values: ast.expr) -> bool:
        return any(self.is_made_by(value) for value in values)


def _speaks_of_money(node: ast.BinOp) -> bool:
    parts = (x for x in ast.walk(node) if isinstance(x, (ast.Name, ast.Attribute)))
    return MONEY.search(" ".join(dotted(x) for x in parts)) is not None
