"""The checks of the law about money: whole fen, and a division says how it rounds."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import law
from tests.architecture.house import House, annotated, assigned, dotted, lies_in

SECONDS_OR_SHARE = re.compile(r"[A-Z_, ]+(_S|_SHARE|UNREADABLE)$")
"""Floats are for seconds and shares of a whole, in constants that say so."""
EXACT_ROOMS = ("domain", "db", "services")
MONEY = re.compile(r"(^|[ ._])\w*fen( |$)")


def floats(house: House) -> Iterator[str]:
    """Money is whole fen, and a division says how it rounds."""
    for module, node in house.nodes():
        if house.called(module, node) == "float" and module not in law.PLACES:
            yield f"{module}: calls float"
        if house.named(module, node).endswith("operator.truediv"):
            yield f"{module}: divides by truediv"
        yield from (f"{module}: names {dunder}" for dunder in _behind(node))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and _is_below(node.right):
            yield f"{module}: raises to a negative power"
    for module, tree in house.trees.items():
        if lies_in(module, EXACT_ROOMS):
            if module not in law.DIVIDERS:
                found = (n for n in ast.walk(tree) if isinstance(n, (ast.BinOp, ast.AugAssign)))
                yield from (f"{module}: divides" for n in found if isinstance(n.op, ast.Div))
            for statement in tree.body:
                if not _tells_seconds(statement):
                    yield from (f"{module}: {told}" for told in _floats_in(statement))


def _behind(node: ast.AST) -> Iterator[str]:
    """A float made by the method behind the call."""
    if isinstance(node, ast.Attribute) and node.attr in {"__float__", "__truediv__"}:
        yield node.attr


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


def _floating(function: ast.AST) -> Iterator[ast.BinOp]:
    """Products of money and what is said or made to be a float in this function."""
    if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        floating = annotated(function, "float")
        for name, value in assigned(function):
            if _makes_float(value, floating):
                floating.add(name)
        for node in ast.walk(function):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
                names = {x.id for x in ast.walk(node) if isinstance(x, ast.Name)}
                if names & floating and any(MONEY.search(name) for name in names):
                    yield node


def _makes_float(value: ast.expr, floating: set[str]) -> bool:
    """A float, one made by `float`, or another name of one."""
    if isinstance(value, ast.Call):
        return dotted(value.func) == "float"
    constant = isinstance(value, ast.Constant) and isinstance(value.value, float)
    return constant or dotted(value) in floating


def shares(house: House) -> Iterator[str]:
    """Money that is divided or scaled by a float, also where it is only shown."""
    for module, node in house.nodes():
        if module not in law.DIVIDERS and any(_floating(node)):
            yield f"{module}: scales money"
        if module in law.DIVIDERS or not isinstance(node, ast.BinOp):
            continue
        parts = list(ast.walk(node))
        names = " ".join(dotted(x) for x in parts if isinstance(x, (ast.Name, ast.Attribute)))
        floats_in = any(isinstance(x, ast.Constant) and isinstance(x.value, float) for x in parts)
        if MONEY.search(names) and (isinstance(node.op, ast.Div) or floats_in):
            yield f"{module}: scales money"
