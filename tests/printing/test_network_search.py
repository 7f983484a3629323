"""Port 9100 of whole networks, on the loopback's many addresses."""

import socket
import time

import pytest

from showroom.domain.errors import Fault
from showroom.domain.printer import FoundPrinter
from showroom.printing.printers.network_search import (
    ANSWER_S,
    MAX_HOSTS,
    find_network_printers,
    hosts_of,
)
from showroom.ui.engine.networks import own_networks
from tests.printing.virtual_printer import VirtualPrinter


def test_who_answers_is_found_in_order_and_hears_nothing():
    with VirtualPrinter() as printer:
        port = int(printer.address.rpartition(":")[2])
        with socket.create_server(("127.0.0.3", port)) as other:
            found = find_network_printers(("127.0.0.4/29", "127.0.0.0/29"), port)
            greeted, _ = other.accept()
            with greeted:
                assert greeted.recv(1) == b""
        printer.settle()
        assert printer.device.received == b""
    addresses = [f"127.0.0.{host}:{port}" for host in (1, 3)]
    assert found == tuple(FoundPrinter("network", a, "", a) for a in addresses)


def test_who_keeps_silent_costs_half_a_second():
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.2", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:  # they fill what the kernel keeps for it
            one.setblocking(False)
            one.connect_ex(("127.0.0.2", port))
        begun = time.monotonic()
        assert find_network_printers(("127.0.0.0/29",), port) == ()
        assert time.monotonic() - begun < 10 * ANSWER_S
        for one in waiting:
            one.close()


def test_private_networks_are_asked_each_host_once_and_not_without_end():
    near = ("192.168.1.7/30", "10.0.0.9/30", "192.168.1.6/30")
    assert hosts_of(near) == ("10.0.0.9", "10.0.0.10", "192.168.1.5", "192.168.1.6")
    assert hosts_of(("8.8.8.0/24", "1.1.1.1/32")) == ()
    assert len(hosts_of(("10.0.0.0/8",))) == MAX_HOSTS


def test_a_machine_without_a_network_is_told():
    with pytest.raises(Fault, match="network_none"):
        find_network_printers(())


def test_own_networks_are_no_loopback_and_not_wide():
    for network in own_networks():
        address, _, prefix = network.partition("/")
        assert not address.startswith("127.")
        assert 24 <= int(prefix) <= 32
