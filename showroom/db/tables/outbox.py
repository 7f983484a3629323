"""What must leave the till: written with the sale, delivered after it."""

from sqlalchemy import ForeignKey, Index, Table
from sqlalchemy import text as sql

from showroom.db.base import STRICT, metadata, num, one_of, text

outbox = Table(
    "outbox",
    metadata,
    num("job_id", key=True, autoincrement=True),
    text("dedupe_key", unique=True),
    num("till_id", ForeignKey("till.till_id")),
    text("kind"),
    text("title"),
    text("payload"),
    text("state"),
    num("attempts"),
    num("bytes_sent"),
    num("created_at_us"),
    num("not_before_us"),
    num("expires_at_us"),
    num("done_at_us"),
    text("problem"),
    text("printer", server_default=sql("''")),
    num("raster_lines", server_default="0"),
    num("recall", server_default="0"),
    one_of("state", "queued", "sending", "printed", "uncertain", "failed", "expired", "cancelled"),
    **STRICT,
)
Index(
    "ix_outbox_open",
    outbox.c.till_id,
    outbox.c.job_id,
    sqlite_where=outbox.c.done_at_us == 0,
    postgresql_where=outbox.c.done_at_us == 0,
)
Index(
    "ix_outbox_recall",
    outbox.c.till_id,
    sqlite_where=outbox.c.recall != 0,
    postgresql_where=outbox.c.recall != 0,
)
outbox_event = Table(
    "outbox_event",
    metadata,
    num("event_id", key=True, autoincrement=True),
    num("job_id", ForeignKey("outbox.job_id")),
    num("at_us"),
    text("state"),
    text("printer"),
    text("problem"),
    Index("ix_outbox_event_job", "job_id"),
    **STRICT,
)
