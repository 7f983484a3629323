import pytest

from showroom.domain.errors import Fault
from showroom.printing.spools.folder import FolderSpool


def test_files_are_whole_and_named_plainly(tmp_path):
    spool = FolderSpool(str(tmp_path / "slips"))
    spool.check()
    with pytest.raises(Fault, match="printer_folder_missing"):
        spool.look()
    assert list(tmp_path.iterdir()) == [], "looked at, not made"
    assert spool.submit(b"one", "../小票 01-000041/") is True
    assert spool.submit(b"two", "") is True
    spool.look()
    one, two = sorted((tmp_path / "slips").iterdir())
    assert (one.read_bytes(), two.read_bytes()) == (b"one", b"two")
    assert one.name.endswith("-01-000041.bin")
    assert [p.name for p in tmp_path.iterdir()] == ["slips"]


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("")
    spool = FolderSpool(str(tmp_path / "file" / "slips"))
    for attempt in (spool.check, lambda: spool.submit(b"x", "slip")):
        with pytest.raises(Fault, match="printer_folder"):
            attempt()
