"""The cables between a session and a virtual device, for tests that hold on each of them."""

from contextlib import contextmanager

from showroom.printing.links.network import NetworkLink
from tests.printing.virtual_printer import VirtualPrinter


@contextmanager
def network(device):
    with VirtualPrinter.around(device) as printer:
        yield lambda: NetworkLink(printer.address)


CARRIERS = {"network": network}
