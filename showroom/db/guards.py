"""Triggers that make posted rows append-only, for any list of tables, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Execute = Callable[[str], object]


def guard_append_only(execute: Execute, dialect: str, tables: Sequence[str]) -> None:
    """Refuse UPDATE and DELETE of these tables from now on; on PostgreSQL TRUNCATE as well."""
    if dialect == "sqlite":
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                execute(
                    f"CREATE TRIGGER append_only_{table}_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in tables:
        execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def guard_journal(execute: Execute, dialect: str) -> None:
    """Let an event in only when it follows the stored head of its till."""
    follows = (
        "EXISTS (SELECT 1 FROM journal_head h WHERE h.till_id = NEW.till_id "
        "AND h.epoch = NEW.epoch AND h.seq + 1 = NEW.seq AND h.hash = NEW.prev_hash)"
    )
    if dialect == "sqlite":
        execute(
            f"CREATE TRIGGER journal_follows_head BEFORE INSERT ON journal WHEN NOT {follows} "
            "BEGIN SELECT RAISE(ABORT, 'journal does not follow its head'); END"
        )
        return
    execute(
        "CREATE FUNCTION journal_follows_head() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF NOT {follows} THEN "
        "RAISE EXCEPTION 'journal does not follow its head'; END IF; RETURN NEW; END $$"
    )
    execute(
        "CREATE TRIGGER follows_head BEFORE INSERT ON journal "
        "FOR EACH ROW EXECUTE FUNCTION journal_follows_head()"
    )


def laid(dialect: str, tables: Sequence[str]) -> set[tuple[str, str]]:
    """The triggers that books must have as (name, statement); on a server (table, trigger)."""
    made: list[str] = []
    guard_append_only(made.append, dialect, tables)
    guard_journal(made.append, dialect)
    if dialect == "sqlite":
        return {(sql.split()[2], sql) for sql in made}
    return {*((table, "append_only") for table in tables), ("journal", "follows_head")}


def change_words(
    execute: Execute,
    dialect: str,
    where: tuple[str, str],
    before: Sequence[str],
    after: Sequence[str],
) -> None:
    """Let the column of `where` (table, column) hold other words than its CHECK allowed so far.

    SQLite cannot drop a CHECK: the words of CREATE TABLE are replaced as its manual has it for a
    change that leaves every row as it is (lang_altertable, "other kinds of table schema changes").
    """
    table, column = where
    old, new = (", ".join(f"'{word}'" for word in words) for words in (before, after))
    name = f"ck_{table}_{column}"
    if dialect != "sqlite":
        execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({new}))")
        return
    was, then = (f"CHECK ({column} IN ({words}))".replace("'", "''") for words in (old, new))
    execute("PRAGMA writable_schema = ON")
    execute(
        f"UPDATE sqlite_schema SET sql = replace(sql, '{was}', '{then}') "  # noqa: S608 (our words)
        f"WHERE type = 'table' AND name = '{table}'"
    )
    execute("PRAGMA writable_schema = RESET")
