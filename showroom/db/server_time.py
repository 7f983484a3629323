"""The database server's own clock, inside any statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class server_now_us(FunctionElement[int]):  # noqa: N801 (named as the function it is)
    """Microseconds UTC at the server; 0 on SQLite, which shares this computer's clock."""

    type = BigInteger()
    inherit_cache = True


@compiles(server_now_us, "sqlite")
def _nobody_else(*_: Any, **__: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    return "0"


@compiles(server_now_us, "postgresql")
def _server(*_: Any, **__: Any) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
    return "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
