"""What a service knows as the name of a constraint is one that the tables have."""

import ast
import re
from pathlib import Path

from sqlalchemy import Table

import showroom.db.tables  # noqa: F401 (fills the metadata)
from showroom.db.base import metadata

SERVICES = Path(__file__).parents[2] / "showroom" / "services"
NAMED_SO = re.compile(r"(?:ck|uq|ix|fk|pk)_[a-z0-9_]+")


def names_of(table: Table) -> set[str]:
    """As the database knows them, after the naming convention."""
    made = [*(c.name for c in table.constraints), *(i.name for i in table.indexes)]
    return {str(name) for name in made if name}


def constraints_named_in(source: str) -> set[str]:
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and NAMED_SO.fullmatch(text)}


def test_a_conflict_is_the_name_of_a_constraint():
    """One that is misspelled lets the database's own words through as a fault."""
    known = set[str]().union(*map(names_of, metadata.tables.values()))
    named = {
        (path.name, name)
        for path in SERVICES.rglob("*.py")
        for name in constraints_named_in(path.read_text("utf-8"))
    }
    assert {name for _, name in named} >= {"ck_stock_level_on_hand", "uq_supplier_name"}
    assert {(file, name) for file, name in named if name not in known} == set()
