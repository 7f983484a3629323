import socket

import pytest

from showroom.domain.errors import Fault
from showroom.printing.deliver import Delivery, deliver
from showroom.printing.escpos_render import render_document
from showroom.printing.models import model_named
from showroom.printing.transports import (
    FileTransport,
    NetworkTransport,
    PrinterState,
    transport_for,
)
from tests.printing import samples
from tests.printing.escpos_interpreter import read
from tests.printing.virtual_printer import VirtualPrinter

DATA = render_document(samples.RECEIPT, 48, model_named("generic"))


def send(printer, confirms="barrier", data=DATA):
    marks = []
    transport = NetworkTransport(printer.address, confirms)
    return deliver(data, transport, lambda: marks.append(1)), marks


def test_a_slip_arrives_once_and_is_confirmed():
    with VirtualPrinter(near_end=True) as printer:
        done, marks = send(printer)
        printer.wait_for(1)
    assert (done, marks) == (Delivery.PRINTED, [1])
    assert printer.slips == [DATA]
    assert read(printer.slips[0]).cuts == 1


@pytest.mark.parametrize(
    ("trouble", "code"),
    [({"paper_out": True}, "printer_paper_out"), ({"cover_open": True}, "printer_cover_open")],
)
def test_a_printer_that_cannot_print_gets_no_byte(trouble, code):
    marks = []
    with VirtualPrinter(**trouble) as printer, pytest.raises(Fault, match=code):
        deliver(DATA, NetworkTransport(printer.address), lambda: marks.append(1))
    assert printer.slips == []
    assert marks == []


def test_a_mute_printer_prints_but_leaves_doubt():
    with VirtualPrinter(mute=True) as printer:
        done, marks = send(printer)
        printer.wait_for(1)
    assert (done, marks) == (Delivery.UNCERTAIN, [1])


def test_a_one_way_printer_is_taken_at_its_word():
    with VirtualPrinter(mute=True) as printer:
        done, _ = send(printer, "none")
        printer.wait_for(1)
    assert done is Delivery.PRINTED


def test_status_alone_confirms_where_there_is_no_barrier():
    with VirtualPrinter(silent_barrier=True) as printer:
        done, _ = send(printer, "status")
    assert done is Delivery.PRINTED


@pytest.mark.parametrize("byte", [1, 2, 100, len(DATA) // 2, len(DATA)])
def test_a_broken_connection_is_asked_about_and_never_repeated(byte):
    with VirtualPrinter(hang_up_after=byte) as printer:
        done, marks = send(printer)
        printer.wait_for(1)
    assert done is Delivery.UNCERTAIN
    assert marks == [1]
    assert len(printer.slips) == 1


def test_nobody_there():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = "{}:{}".format(*probe.getsockname())
    for bad in (address, "no-port", "127.0.0.1:99999999"):
        with pytest.raises(Fault, match="printer_unreachable"):
            NetworkTransport(bad).open()


def test_files_are_whole_or_absent(tmp_path):
    transport = FileTransport(str(tmp_path / "slips"))
    assert deliver(DATA, transport, lambda: None) is Delivery.PRINTED
    (made,) = (tmp_path / "slips").iterdir()
    assert made.read_bytes() == DATA
    assert FileTransport(str(tmp_path)).open() == PrinterState()


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Fault, match="printer_folder"):
        FileTransport(str(tmp_path / "file" / "slips")).open()


def test_settings_choose_the_transport():
    assert isinstance(transport_for("network", "a:1", "none"), NetworkTransport)
    assert isinstance(transport_for("file", "x", "none"), FileTransport)
    with pytest.raises(Fault, match="printer_none"):
        transport_for("none", "", "none")
