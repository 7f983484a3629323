"""What tests of 单据 do there and read there."""

from PySide6.QtWidgets import QLabel, QPushButton

from showroom.printing.documents import document_of


def titles(till):
    return [row.cells[0] for row in till.screen.table.rows]


def cell(till, title, name):
    heads = [column.title for column in till.screen.table.columns]
    (row,) = (row for row in till.screen.table.rows if row.cells[0] == title)
    return row.cells[heads.index(name)]


def choose(till, document):
    assert till.screen.table.select_key(document.document_id)
    till.settle()


def search(till, text, expected):
    till.screen.bar.field.take(text)
    till.qtbot.waitUntil(lambda: titles(till) == expected)
    till.settle()


def buttons(till):
    found = till.screen.detail.findChildren(QPushButton)
    return {b.text(): b.isEnabled() for b in found if b.isVisible()}


def shown(till):
    return [x.text() for x in till.screen.detail.findChildren(QLabel) if x.isVisible()]


def jobs(shop, kind):
    found = [job for job in shop.suite.prints.open_jobs() if job.kind == kind]
    return [document_of(job.kind, job.payload) for job in found]
