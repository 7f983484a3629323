"""What the law must find: each a module of a room that breaks a rule of it, and what is told."""

BREACHES = {
    # module that does not exist: (what it holds, what must be told of it)
    "domain.draws": ("import random", "imports random"),
    "domain.logs": ("import logging", "imports logging"),
    "domain.waits": ("from time import sleep", "imports time"),
    "domain.looks": ("from pathlib import Path", "imports pathlib"),
    "domain.threads": ("def f():\n    import threading", "imports threading"),
    "domain.now": ("from datetime import datetime as d\nNOW = d.now()", "calls now"),
    "domain.files": ("TEXT = open('prices.csv').read()", "calls open"),
    "domain.up": (
        "from showroom.services.books.actor import Actor",
        "imports services.books.actor",
    ),
    "domain.typed": (
        "import typing\nif typing.TYPE_CHECKING:\n    from showroom.db.engine import Tx",
        "imports db.engine",
    ),
    "domain.priced": ("PRICE_FEN = 9.9", "holds 9.9"),
    "domain.halved": ("def f(n):\n    return round(n / 2)", "divides"),
    "domain.manager": ("PRICE_FEN = 9", "is called so"),
    "machine.sells": ("from showroom.db.engine import Tx", "imports db.engine"),
    "db.paints": ("from reportlab.pdfgen import canvas", "imports reportlab"),
    "db.signs": ("from showroom.machine import keystore", "imports machine.keystore"),
    "db.stores.commits": ("def f(tx):\n    tx.connection.commit()", "names commit"),
    "db.stores.says": ("def f(tx):\n    tx.cursor.execute('COMMIT')", "says COMMIT"),
    "db.stores.drops": ("SQL = 'DROP TRIGGER sale_no_update'", "drops a trigger"),
    "db.stores.times": ("from time import time\nNOW = time()", "calls time.time"),
    "db.stores.closes": ("SQL = 'COMMIT TRANSACTION'", "says COMMIT TRANSACTION"),
    "db.stores.ends": ("def f(c):\n    c.exec_driver_sql('commit;')", "says commit;"),
    "db.stores.now": ("import datetime\nDAY = datetime.date.today()", "calls date.today"),
    "db.reads.unposts": ("from sqlalchemy import update as change\nX = change(1)", "calls update"),
    "db.reads.prepares": (
        "from showroom.db import prepared\nX = prepared.insert_into(1)",
        "calls insert_into",
    ),
    "db.reads.changes": ("def f(table):\n    return table.update().values(a=1)", "calls update"),
    "db.reads.says": ("def f(tx):\n    tx.execute('delete from sale')", "says delete"),
    "db.reads.begins": ("def f(e):\n    with e.begin():\n        e.go()", "names begin"),
    "services.paper.paints": ("import reportlab.lib", "imports reportlab"),
    "services.shop.signs": (
        "from showroom.machine.keystore import KeyStore",
        "imports machine.keystore",
    ),
    "services.goods.asks": ("from sqlalchemy import select", "imports sqlalchemy"),
    "services.goods.writes": (
        "def f(self, work):\n    return self.database.write(work)",
        "names self.database.write",
    ),
    "services.goods.renames": (
        "def f(self, work):\n    mine = self._books.database\n    return mine.write(work)",
        "names self._books.database",
    ),
    "services.goods.builds": (
        "from showroom.domain.errors import Refusal\n\n\ndef f(x):\n    raise Refusal(f'no_{x}')",
        "hides the code of a Refusal",
    ),
    "services.goods.names": (
        "from showroom.domain import errors\nCODE = 'no'\nWHY = errors.Refusal(CODE)",
        "hides the code of a Refusal",
    ),
    "services.goods.clocks": (
        "from datetime import datetime as d\nNOW = d.now()",
        "calls datetime.now",
    ),
    "services.goods.opens": ("def f(p):\n    return open(p)", "calls builtins.open"),
    "services.goods.updates": (
        "def f(tx):\n    tx.execute('update sale set net_fen = 0')",
        "says update",
    ),
    "services.goods.counts": ("N = 0\n\n\ndef f():\n    global N\n    N += 1", "has a global N"),
    "services.goods.thaws": (
        "from dataclasses import dataclass\n\n\n@dataclass\nclass Price:\n    fen: int",
        "lets Price change",
    ),
    "domain.defines": (
        "from showroom.domain.figures import Figure\nX = Figure('卖', '卖出的，全部。', len)",
        "says 卖出的，全部。",
    ),
    "services.goods.talks": ("WORDS = '没有货了，请补货。'", "says 没有货了，请补货。"),
    "services.goods.keeps": ("class StockManager:\n    pass", "calls something StockManager"),
    "services.goods.journals": (
        "from showroom.db.stores import journal",
        "imports db.stores.journal",
    ),
    "services.goods.sells": (
        "import showroom.services.selling.checkout",
        "imports services.selling.checkout",
    ),
    "services.selling.reads": ("import csv", "imports csv"),
    "services.selling.today": ("import datetime\nDAY = datetime.date.today()", "calls date.today"),
    "services.selling.shares": ("def f(fen):\n    return int(float(fen))", "calls float"),
    "printing.logs": ("from showroom.machine.log import start_log", "imports machine.log"),
    "printing.render.paints": ("from PySide6.QtGui import QImage", "imports PySide6"),
    "printing.layouts.now": (
        "from datetime import datetime\nNOW = datetime.now()",
        "calls datetime.now",
    ),
    "devices.stores": ("from showroom.db.stores import settings", "imports db.stores.settings"),
    "delivery.shows": ("import showroom.ui.shell.main_window", "imports ui.shell.main_window"),
    "ui.look.works": ("from showroom.ui.engine.tasks import Lane", "imports ui.engine.tasks"),
    "ui.words.paints": ("from PySide6.QtGui import QColor", "imports PySide6"),
    "ui.widgets.shows": ("import showroom.ui.shell.main_window", "imports ui.shell.main_window"),
    "ui.stock.shifts": (
        "from showroom.ui.shift.screen import ShiftScreen",
        "imports ui.shift.screen",
    ),
    "ui.counter.signs": ("import showroom.machine.keystore", "imports machine.keystore"),
    "ui.counter.asks": ("from showroom.db.reads import sales", "imports db.reads.sales"),
    "ui.counter.loads": (
        "def f(load):\n    return load.import_module('showroom.' + 'db')",
        "calls import_module",
    ),
    "ui.report.loads": ("DB = __import__('sqlalchemy')", "calls __import__"),
    "ui.report.hushes": (
        "def f(g):\n    try:\n        g()\n    except Exception:\n        pass",
        "swallows Exception",
    ),
    "ui.report.scales": ("def f(price_fen):\n    return price_fen * 0.9", "scales money"),
    "printing.layouts.shares": ("def f(net_fen):\n    return net_fen / 100", "scales money"),
    "ui.report.keeps": (
        "def f(suite, work):\n    return suite.books.keep(work)",
        "names suite.books.keep",
    ),
    "ui.report.perhaps": (
        "def f(x: 'Books' | None, work):\n    return x.keep(work)",
        "names x.keep",
    ),
    "ui.report.quoted": (
        "def f(*, x: 'Books', work):\n    y = x\n    return y.keep(work)",
        "names y.keep",
    ),
    "ui.report.chains": (
        "def f(suite, work):\n    x = suite.books\n    y = x\n    return y.command(work)",
        "names y.command",
    ),
    "ui.report.rates": (
        "def f(price_fen, *, rate: float | None = None):\n    return price_fen * rate",
        "scales money",
    ),
    "printing.layouts.rates": (
        "def f(net_fen):\n    rate = 0.9\n    mine = rate\n    return net_fen * mine",
        "scales money",
    ),
    "ui.report.empties": (
        "def f(g):\n    try:\n        return g()\n    except Exception:\n        return []",
        "swallows Exception",
    ),
    "ui.report.forgets": (
        "def f(g):\n    try:\n        g()\n    except Exception:\n        return None",
        "swallows Exception",
    ),
    "delivery.stamps": ("import time\nNOW = time.strftime('%H:%M')", "calls time.strftime"),
    "delivery.tells": ("from time import asctime as t\nNOW = t()", "calls time.asctime"),
    "delivery.here": ("import time\nNOW = time.localtime()", "calls time.localtime"),
    "printing.layouts.percents": (
        ("def f(net_fen, share):\n    percent = 1 / share\n    return round(net_fen * percent, 2)"),
        "scales money",
    ),
    "domain.hexes": (
        "def f(net_fen):\n    return net_fen * float.fromhex('0x1.8p0')",
        "calls float.fromhex",
    ),
    "domain.decimals": (
        (
            "from decimal import Decimal\n\n\n"
            "def f(net_fen):\n    return int(Decimal(net_fen) * Decimal('0.9'))"
        ),
        "scales money",
    ),
    "printing.layouts.decimals": (
        (
            "from decimal import Decimal as D\n\n\n"
            "def f(net_fen):\n    rate = D('0.9')\n    return net_fen * rate"
        ),
        "scales money",
    ),
    "db.stores.undoes": (
        (
            "from sqlalchemy import update\n\nfrom showroom.db.tables.sale import sale\n\n"
            "X = update(sale).values(net_fen=0)"
        ),
        "rewrites sale",
    ),
    "db.stores.strikes": (
        (
            "import sqlalchemy as sa\n\nfrom showroom.db.tables import shift as s\n\n"
            "X = sa.delete(s.shift_close)"
        ),
        "rewrites shift_close",
    ),
    "db.stores.alters": (
        "from showroom.db.tables.sale import tender as t\n\nX = t.update().values(amount_fen=0)",
        "rewrites tender",
    ),
    "db.stores.unsays": ("SQL = 'update sale_line set net_fen = 0'", "rewrites sale_line"),
    "ui.report.saves": (
        (
            "from PySide6.QtCore import QSaveFile\n\n\n"
            "def f(path, how):\n    return QSaveFile(path).open(how)"
        ),
        "opens QSaveFile",
    ),
    "ui.report.fills": (
        (
            "from PySide6 import QtCore as c\n\n\n"
            "def f(path, how):\n    return c.QFile(path).open(how)"
        ),
        "opens QFile",
    ),
    "printing.copies": (
        "import shutil\n\n\ndef f(a, b):\n    shutil.copyfile(a, b)",
        "calls shutil.copyfile",
    ),
    "ui.shell.descriptors": (
        "import os\n\n\ndef f(path):\n    return os.open(path, os.O_WRONLY)",
        "calls os.open",
    ),
    "ui.report.amounts": (
        "from PySide6.QtWidgets import QLineEdit as Q\n\n\ndef f():\n    return Q()",
        "makes a QLineEdit",
    ),
    "ui.report.spins": (
        ("from PySide6 import QtWidgets\n\n\nclass Amount(QtWidgets.QDoubleSpinBox):\n    pass"),
        "makes a QDoubleSpinBox",
    ),
    "ui.report.asks": (
        (
            "from PySide6.QtWidgets import QInputDialog\n\n\n"
            "def f(host):\n    return QInputDialog.getDouble(host, '', '')"
        ),
        "makes a QInputDialog",
    ),
    "printing.layouts.names": (
        "def f(paper, fen):\n    paper.pair('净销售额', fen)",
        "names 净销售额 itself",
    ),
    "ui.report.nets": ("HEAD = '净额（元）'", "names 净额 itself"),
    "printing.layouts.makes": (
        (
            "from showroom.domain import figures\n"
            "from showroom.domain.money import figure as f\n\n\n"
            "def g(paper, fen):\n    paper.pair(figures.NET.name, f(-fen))"
        ),
        "makes NET itself",
    ),
    "ui.report.makes": (
        (
            "from showroom.domain.figures import NET as n\n"
            "from showroom.ui.look import formats\n\n\n"
            "def g(label, fen):\n    label(f'{n.name} {formats.money(fen)}')"
        ),
        "makes NET itself",
    ),
    "ui.report.writes": ("def f(path):\n    path.write_text('x')", "calls write_text"),
    "ui.report.suppresses": (
        "def f(g, suppress):\n    with suppress(OSError, Exception):\n        g()",
        "swallows Exception",
    ),
    "domain.powers": ("def f(fen):\n    return fen * 10**-2", "raises to a negative power"),
    "services.goods.truly": (
        "import operator as o\n\n\ndef f(fen):\n    return o.truediv(fen, 100)",
        "divides by truediv",
    ),
    "domain.maps": (
        "from operator import truediv as by\nSHARES = list(map(by, (1,), (2,)))",
        "divides by truediv",
    ),
    "ui.report.floats": ("def f(price):\n    return float(price)", "calls float"),
    "printing.layouts.floats": ("def f(text):\n    return float(text)", "calls float"),
    "db.stores.clocks": (
        "from time import time as t\n\n\ndef f():\n    return t()",
        "calls time.time",
    ),
    "db.stores.hands": (
        "import datetime\n\nCLOCK = datetime.datetime.now",
        "hands on datetime.now",
    ),
    "program.hands": ("from time import time as t\nCLOCK = t", "hands on time.time"),
    "ui.report.hands": (
        (
            "from dataclasses import dataclass, field\nfrom datetime import date\n\n\n"
            "@dataclass\nclass Day:\n    day: date = field(default_factory=date.today)"
        ),
        "hands on date.today",
    ),
    "db.stores.funcs": (
        "import sqlalchemy as sa\n\nNOW = sa.func.now()",
        "asks the database for the time",
    ),
    "db.reads.funcs": (
        "from sqlalchemy import func as f\n\nNOW = f.current_timestamp()",
        "asks the database for the time",
    ),
    "db.tables.stamps": (
        "from sqlalchemy import text\nNOW = text('CURRENT_TIMESTAMP')",
        "asks the database for the time",
    ),
    "db.reads.nows": (
        "def f(tx):\n    return tx.execute(\"SELECT strftime('%s', 'now')\")",
        "asks the database for the time",
    ),
    "services.goods.saves": (
        "def f(path):\n    with path.open('wb') as file:\n        file.write(b'x')",
        "opens a file to write",
    ),
    "ui.report.appends": (
        "def f(path):\n    return path.open(mode='a', encoding='utf-8')",
        "opens a file to write",
    ),
    "delivery.dumps": ("def f(path):\n    path.write_bytes(b'x')", "calls write_bytes"),
    "devices.dumps": ("def f(path):\n    return open(path)", "calls builtins.open"),
    "machine.dumps": ("def f(path):\n    return open(path, 'r+b')", "opens a file to write"),
    "services.goods.caches": (
        "CACHE = {}\n\n\ndef f(key):\n    CACHE[key] = key",
        "keeps state in CACHE",
    ),
    "db.reads.caches": (
        "SEEN: list[int] = []\n\n\ndef f(key):\n    SEEN.append(key)",
        "keeps state in SEEN",
    ),
    "ui.report.caches": (
        (
            "from collections import defaultdict\nBY = defaultdict(list)\n\n\n"
            "def f(key):\n    BY.pop(key)"
        ),
        "keeps state in BY",
    ),
    "services.shop.remembers": (
        "import functools\n\n\n@functools.lru_cache\ndef f(x):\n    return x",
        "remembers results",
    ),
    "db.reads.remembers": (
        "from functools import cache as keep\n\n\n@keep\ndef f(x):\n    return x",
        "remembers results",
    ),
    "ui.report.selects": (
        "def f(tx):\n    tx.execute('SELECT sum(net_fen)\\n  FROM sale')",
        "says SELECT",
    ),
    "program.updates": ("SQL = 'UPDATE\\n sale\\n SET net_fen = 0'", "says UPDATE"),
    "services.goods.deletes": ("SQL = 'DELETE\\nFROM sale'", "says DELETE"),
    "ui.report.builds": (
        (
            "from showroom.services.shop.people import People as P\n\n\n"
            "def f(books, pins):\n    return P(books, pins)"
        ),
        "builds People",
    ),
    "program.builds": (
        (
            "from showroom.services.selling import checkout\n\n\n"
            "def f(sales):\n    return checkout.Checkout(sales, None, None)"
        ),
        "builds Checkout",
    ),
    "services.shop.draws": (
        (
            "from showroom.db.stores import series\n\n\n"
            "def f(tx):\n    return series.draw(tx, 1, 'sale', 2026)"
        ),
        "calls db.stores.series.draw",
    ),
    "services.paper.queues": (
        (
            "from showroom.db.stores.outbox import enqueue as put\n\n\n"
            "def f(tx, job):\n    put(tx, 1, 0, job)"
        ),
        "calls db.stores.outbox.enqueue",
    ),
    "services.selling.posts": ("def f(tx):\n    tx.posts = True", "says that it posts"),
    "services.goods.begins": ("def f(tx):\n    tx.connection.begin()", "names begin"),
    "services.goods.points": ("def f(tx):\n    tx.execute('SAVEPOINT a')", "says SAVEPOINT a"),
    "services.goods.withs": ("SQL = 'WITH a AS (SELECT 1) SELECT * FROM a'", "says WITH"),
    "program.pragmas": ("SQL = 'PRAGMA synchronous = OFF'", "says PRAGMA"),
    "program.replaces": ("SQL = 'REPLACE INTO sale VALUES (1)'", "says REPLACE"),
    "services.goods.inserts": ("SQL = 'INSERT OR REPLACE INTO sale VALUES (1)'", "says INSERT"),
    "services.goods.formats": (
        "def f(t):\n    return f'UPDATE {t} SET net_fen = 0'",
        "puts a statement together",
    ),
    "domain.thaws": (
        "from dataclasses import dataclass\n\n\n@dataclass(frozen=False)\nclass P:\n    fen: int",
        "lets P change",
    ),
    "domain.grows": (
        "from dataclasses import dataclass\n\n\n@dataclass(frozen=True)\nclass P:\n    fen: int",
        "lets P grow",
    ),
    "domain.scales": (
        "def f(net_fen: int, share: float) -> int:\n    return int(net_fen * share)",
        "scales money",
    ),
    "domain.melts": (
        "from decimal import Decimal\n\n\ndef f(fen):\n    return Decimal(fen).__float__()",
        "names __float__",
    ),
    "ui.report.figures": (
        "from showroom.domain.figures import Figure as F\nX = F('卖', '卖出的', len)",
        "defines a figure",
    ),
    "ui.report.zeroes": (
        "def f(g):\n    try:\n        x = g()\n    except Exception:\n        x = 0\n    return x",
        "swallows Exception",
    ),
    "ui.report.dicts": (
        (
            "def f(g):\n    try:\n        return g()\n"
            "    except (OSError, Exception):\n        return {}"
        ),
        "swallows Exception",
    ),
    "ui.report.files": (
        "def f(file, mode):\n    return file.open(mode.WriteOnly)",
        "opens a file to write",
    ),
    "ui.report.paints": ("def f(pixmap):\n    pixmap.save('a.png')", "writes a file by save"),
    "ui.report.moves": ("def f(path):\n    path.rename('a')", "writes a file by rename"),
    "ui.report.ticks": (
        "from PySide6.QtCore import QDateTime\nX = QDateTime.currentMSecsSinceEpoch()",
        "calls currentMSecsSinceEpoch",
    ),
    "ui.report.sleeps": ("def f(QThread):\n    QThread.msleep(5)", "calls msleep"),
    "ui.report.pumps": ("def f(app):\n    app.processEvents()", "calls processEvents"),
    "services.goods.gets": (
        "def f(db: 'Database', work):\n    return db.write(work)".replace("'", ""),
        "names db.write",
    ),
    "ui.report.locals": (
        "def f(suite, work):\n    mine = suite.books\n    return mine.keep(work)",
        "names mine.keep",
    ),
    "services.goods.refuses": (
        "from showroom.domain.errors import Refusal\n\n\nclass Sold(Refusal):\n    pass",
        "makes a kind of error of Sold",
    ),
    "services.goods.posting": (
        (
            "from showroom.services.books.posting import Posting\n\n\n"
            "def f(tx):\n    return Posting(tx)"
        ),
        "calls services.books.posting.Posting",
    ),
    "services.shop.requests": (
        "from showroom.db.stores import requests\n\n\ndef f(tx):\n    requests.remember(tx, 1)",
        "calls db.stores.requests.remember",
    ),
    "ui.report.orders": (
        (
            "def f(self, how):\n    verb = self.context.services.prints.reprint\n"
            "    self.context.operations.do(verb, 1, 'r', owner=self, how=how)"
        ),
        "orders reprint past the wishes",
    ),
    "ui.report.judges": (
        "def f(error):\n    return error.code == 'commit_unknown'",
        "judges the end of a command",
    ),
    "ui.report.judges_sets": (
        (
            "from showroom.ui.engine import operation\n\n\n"
            "def f(error):\n    return error.code in {operation.COMMIT_UNSEEN}"
        ),
        "judges the end of a command",
    ),
    "services.goods.approves": (
        (
            "from showroom.domain import approval as a\n\n\n"
            "def f(deed):\n    return a.Approval(deed, 1, '小周', 2, '林店长')"
        ),
        "makes an approval of its own",
    ),
    "program.tours": ("from showroom.showcase import tour", "imports showcase.tour"),
    "web.serves": ("import json", "imports json"),  # a room of which the law knows nothing
}
EXPECTED = {f"{module}: {told}" for module, (_, told) in BREACHES.items()}
EXPECTED |= {  # these do two things that they should not
    "domain.defines: defines a figure",
    "services.goods.renames: names mine.write",
    "db.reads.says: rewrites sale",
    "domain.hexes: scales money",
}
