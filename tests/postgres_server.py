"""A private PostgreSQL server from whatever server binaries the machine has."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from glob import glob
from pathlib import Path

from tests.posix import IS_ROOT


def binaries() -> Path | None:
    """The newest folder with initdb and postgres; None when there is none."""
    found = sorted(glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda p: int(p.split("/")[4]))  # noqa: PTH207
    if found:
        return Path(found[-1]).parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def private_server() -> Iterator[str]:
    """URL of a server that lives as long as the context; durable as in a shop (fsync on).

    PostgreSQL refuses to run as root, so root starts it as the user `postgres` or `nobody`.
    """
    folder = binaries()
    assert folder is not None
    home = Path(tempfile.mkdtemp(prefix="showroom-pg-"))
    user: str | None = None
    if IS_ROOT:
        import pwd

        names = {p.pw_name for p in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(home, user)
    port, data = _free_port(), home / "data"
    ctl = [str(folder / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]

    def run(*command):
        subprocess.run(command, check=True, cwd=home, capture_output=True, user=user)

    try:
        made = ("-D", str(data), "-U", "shop", "-A", "trust", "-E", "UTF8", "--no-locale")
        run(str(folder / "initdb"), *made)
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} "
            "-c max_connections=120"
        )
        run(*ctl, "-o", options, "-l", str(home / "log"), "start")
        yield f"postgresql+psycopg://shop@127.0.0.1:{port}/postgres"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            run(*ctl, "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)
