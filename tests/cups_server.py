"""A private CUPS from whatever binaries the machine has; its queues end in folders."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.posix import IS_ROOT

CUPSD, LPADMIN = "/usr/sbin/cupsd", "/usr/sbin/lpadmin"
DAEMONS = Path("/usr/lib/cups")

# A printer of CUPS: holds the job while `hold` (a FIFO) is there, refuses it while `refuse` is,
# once where `refuse-once` is; `end` names a scheduler that ends in the middle of its job.
BACKEND = """#!/bin/sh
[ $# -lt 5 ] && { echo 'direct folder "Unknown" "Folder"'; exit 0; }
folder=${DEVICE_URI#folder:}
[ -e "$folder/refuse" ] && exit 1
[ -e "$folder/refuse-once" ] && { rm "$folder/refuse-once"; exit 1; }
[ -e "$folder/end" ] && { kill "$(cat "$folder/end")"; sleep 60; }
[ -p "$folder/hold" ] && read -r _ <"$folder/hold"
if [ -n "$6" ]; then cat "$6"; else cat; fi >"$folder/$1.part"
echo "$3" >"$folder/$1.title"
mv "$folder/$1.part" "$folder/$1.job"
"""

FILES = """
SystemGroup root
ServerBin {home}/bin
ServerRoot {home}/root
RequestRoot {home}/spool
CacheDir {home}/cache
StateDir {home}/state
TempDir {home}/tmp
AccessLog {home}/log/access
ErrorLog {home}/log/error
PageLog {home}/log/page
CreateSelfSignedCerts no
"""

CONFIG = """
Listen 127.0.0.1:{port}
Browsing No
WebInterface No
DefaultAuthType None
DefaultEncryption Never
PreserveJobHistory Yes
JobRetryInterval 1
<Location />
Allow all
</Location>
<Location /admin>
Allow all
</Location>
<Policy default>
<Limit All>
Allow all
</Limit>
</Policy>
"""


def is_possible() -> bool:
    """Binaries are here, and root, who alone may start backends."""
    here = all(map(shutil.which, ("lp", "lpstat", CUPSD, LPADMIN)))
    return here and IS_ROOT


@dataclass
class CupsServer:
    home: Path
    address: str
    process: subprocess.Popen | None = None

    def start(self):
        files = ("-c", str(self.home / "cupsd.conf"), "-s", str(self.home / "cups-files.conf"))
        nowhere = subprocess.DEVNULL
        self.process = subprocess.Popen([CUPSD, "-f", *files], stdout=nowhere, stderr=nowhere)
        _wait(self.process, int(self.address.rpartition(":")[2]))

    def stop(self):
        """As a machine that shuts down: what waits is kept."""
        self.process.terminate()
        self.wait_for_its_end()

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def wait_for_its_end(self):
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def run(self, *command):
        there = {**os.environ, "CUPS_SERVER": self.address, "LC_ALL": "C"}
        subprocess.run(command, check=True, env=there, capture_output=True, timeout=20)

    def queue(self, name, when_refused="abort-job"):
        """A new raw queue; the folder that its jobs end in."""
        folder = self.home / "printed" / name
        folder.mkdir(parents=True)
        policy = ("-o", f"printer-error-policy={when_refused}")
        self.run(LPADMIN, "-p", name, "-E", "-v", f"folder:{folder}", "-m", "raw", *policy)
        return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen, port: int) -> None:
    for _ in range(200):
        assert process.poll() is None, "cupsd ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    raise AssertionError("cupsd does not listen")


@contextlib.contextmanager
def private_cups() -> Iterator[CupsServer]:
    """A scheduler that lives as long as the context."""
    home, port = Path(tempfile.mkdtemp(prefix="showroom-cups-")), _free_port()
    home.chmod(0o755)
    for folder in ("root", "spool", "cache", "state", "log", "tmp", "bin/backend"):
        (home / folder).mkdir(parents=True)
    for part in ("daemon", "notifier"):
        (home / "bin" / part).symlink_to(DAEMONS / part)
    backend = home / "bin" / "backend" / "folder"
    backend.write_text(BACKEND)
    backend.chmod(0o700)
    config, files = home / "cupsd.conf", home / "cups-files.conf"
    config.write_text(CONFIG.format(port=port))
    files.write_text(FILES.format(home=home))
    server = CupsServer(home, f"127.0.0.1:{port}")
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
