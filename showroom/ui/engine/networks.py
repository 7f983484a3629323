"""The networks that this machine is part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when somebody looks for a printer, by few
    from PySide6.QtNetwork import QNetworkInterface

WIDEST = 24
"""Of a wider network only the 256 addresses around our own: a shop's printer is near."""


def own_networks() -> tuple[str, ...]:
    """IPv4 networks as ``192.168.1.7/24``, this machine's address in front; without loopback."""
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

    ipv4 = QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
    return tuple(
        f"{entry.ip().toString()}/{max(WIDEST, entry.prefixLength())}"
        for interface in QNetworkInterface.allInterfaces()
        if _is_near(interface)
        for entry in interface.addressEntries()
        if entry.ip().protocol() == ipv4
    )


def _is_near(interface: QNetworkInterface) -> bool:
    """Up, with neighbours, and not this machine itself."""
    flag, flags = type(interface).InterfaceFlag, interface.flags()
    return bool(flags & flag.IsRunning) and not flags & (flag.IsLoopBack | flag.IsPointToPoint)
