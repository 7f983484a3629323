"""Schema changes: one transaction, after a verified backup; a newer schema is refused."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect

from showroom.db.engine import OURS, Database, Tx
from showroom.domain.errors import Fault, Refusal

MIGRATION_LOCK = 882_019_010
"""Key of PostgreSQL's advisory lock; SQLite's BEGIN IMMEDIATE does the same."""


def _script_directory() -> tuple[object, object]:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config, ScriptDirectory.from_config(config)


def current_revision(database: Database) -> str | None:
    """Revision of the open database; None for an empty one.

    Raises Fault `database_foreign`: the tables are those of another program.
    """

    def read(tx: Tx) -> str | None:
        names = set(inspect(tx.connection).get_table_names())
        if "alembic_version" not in names:
            return None
        if not names >= OURS:
            raise Fault("database_foreign")
        row = tx.cursor.execute("SELECT version_num FROM alembic_version").fetchone()
        return row[0] if row else None

    return database.read(read)


def head_revision() -> str:
    """Revision this program writes."""
    _, scripts = _script_directory()
    return str(scripts.get_current_head())  # type: ignore[attr-defined]


def needs_migration(database: Database) -> bool:
    """True when the schema is older than the program (or empty).

    Refuses `schema_newer` when the database comes from a newer program.
    """
    from alembic.util import CommandError

    now, (_, scripts) = current_revision(database), _script_directory()
    if now is None:
        return True
    try:
        scripts.get_revision(now)  # type: ignore[attr-defined]
    except CommandError as error:
        raise Refusal("schema_newer", revision=now) from error
    return now != str(scripts.get_current_head())  # type: ignore[attr-defined]


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema to a revision, this program's last, in one transaction.

    Refuses `schema_newer`. Raises Fault `migration_incomplete`.
    """
    if not needs_migration(database):
        return
    config, scripts = _script_directory()

    def upgrade(tx: Tx) -> None:
        from alembic.runtime.environment import EnvironmentContext

        if tx.dialect == "postgresql":
            # Two tills starting at once: the second waits and finds nothing left to do.
            tx.cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
        config.attributes["connection"] = tx.connection  # type: ignore[attr-defined]
        steps = scripts._upgrade_revs  # type: ignore[attr-defined]  # noqa: SLF001 (alembic's own recipe for programmatic upgrades)
        with EnvironmentContext(config, scripts, fn=lambda rev, _: steps(revision, rev)):  # type: ignore[arg-type]
            scripts.run_env()  # type: ignore[attr-defined]

    database.write(upgrade)
    if current_revision(database) != (head_revision() if revision == "head" else revision):
        raise Fault("migration_incomplete")
