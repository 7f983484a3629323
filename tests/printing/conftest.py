"""CUPS for the tests of printing: one scheduler, a queue of its own for every test."""

import os

import pytest

from tests.cups_server import is_possible, private_cups

NO_CUPS = "NO CUPS (cups-daemon, cups-client, root): what prints through a queue was skipped"


def pytest_terminal_summary(terminalreporter):
    if any(NO_CUPS in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.section("CUPS", sep="!", red=True, bold=True)
        terminalreporter.line(NO_CUPS, red=True, bold=True)


@pytest.fixture(scope="session")
def cups_scheduler():
    if not is_possible():
        pytest.skip(NO_CUPS)
    with private_cups() as server:
        before = os.environ.get("CUPS_SERVER")
        os.environ["CUPS_SERVER"] = server.address
        yield server
        os.environ.pop("CUPS_SERVER") if before is None else os.environ.update(CUPS_SERVER=before)


@pytest.fixture
def cups(cups_scheduler, request):
    """`cups.name` is a raw queue, `cups.folder` where its jobs end."""
    name = f"slips-{hash(request.node.nodeid) % 2**32:08x}"  # no payment code
    return Queue(cups_scheduler, name, cups_scheduler.queue(name))


class Queue:
    def __init__(self, server, name, folder):
        self.server, self.name, self.folder = server, name, folder

    def printed(self):
        return [job.read_bytes() for job in sorted(self.folder.glob("*.job"))]

    def titles(self):
        return [job.read_text("utf-8") for job in sorted(self.folder.glob("*.title"))]
