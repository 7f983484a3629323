"""A transaction of somebody with the books in hand: nothing is in the way, and no track is left."""

from contextlib import contextmanager

from showroom.db.tables import APPEND_ONLY

TRIGGERS = "SELECT 'TRIGGER', name, sql FROM sqlite_master WHERE type = 'trigger'"
INDEXES = "SELECT 'INDEX', name, sql FROM sqlite_master WHERE name LIKE 'uq_%' AND sql <> ''"


@contextmanager
def unguarded(tx, *, indexes=True):
    """Without the triggers that keep posted rows until the end; they are put back as they were.

    On SQLite, without `indexes`, what lets nothing be there twice is gone, and stays so.
    """
    tx.posts = True  # no program of ours
    if tx.dialect == "sqlite":
        laid = tx.cursor.execute(TRIGGERS).fetchall()
        gone = [] if indexes else tx.cursor.execute(INDEXES).fetchall()
        before = [f"DROP {kind} {name}" for kind, name, _ in (*laid, *gone)]
        after = [sql for _, _, sql in laid]
    else:
        before, after = (
            [f"ALTER TABLE {table.name} {verb} TRIGGER append_only" for table in APPEND_ONLY]
            for verb in ("DISABLE", "ENABLE")
        )
    for statement in before:
        tx.cursor.execute(statement)
    yield
    for statement in after:
        tx.cursor.execute(statement)
