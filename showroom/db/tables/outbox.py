"""What must leave the till: written with the sale, delivered after it."""

from sqlalchemy import ForeignKey, Index, Table

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
