"""Who answers on port 9100 of this machine's own networks.

A connection is opened and closed again and nothing is said over it: what listens there may be an
office printer, which would print a question as text.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import IPv4Network
from itertools import chain, islice

from showroom.domain.errors import Fault
from showroom.domain.printer import FoundPrinter

PORT = 9100
ANSWER_S = 0.5
AT_ONCE = 128
MAX_HOSTS = 1024
"""Four seconds at most."""


def find_network_printers(networks: Sequence[str], port: int = PORT) -> tuple[FoundPrinter, ...]:
    """Hosts that take a connection, by address; `networks` as in ``192.168.1.0/24``.

    Raises Fault `network_none` when there is nobody to ask.
    """
    hosts = hosts_of(networks)
    if not hosts:
        raise Fault("network_none")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda host: _answers(host, port), hosts)
        found = [host for host, answers in zip(hosts, answers, strict=True) if answers]
    return tuple(FoundPrinter("network", f"{host}:{port}", "", f"{host}:{port}") for host in found)


def hosts_of(networks: Sequence[str]) -> tuple[str, ...]:
    """Whom to ask, at most MAX_HOSTS, by address.

    Private networks only: whoever lives in another one is no printer of this shop.
    """
    near = sorted({IPv4Network(one, strict=False) for one in networks})
    every = chain.from_iterable(network.hosts() for network in near if network.is_private)
    return tuple(map(str, islice(every, MAX_HOSTS)))


def _answers(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((host, port), ANSWER_S):
        return True
    return False
