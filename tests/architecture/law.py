"""The law as data: what each room may import. Everything else is a breach.

A room is a package or module below `showroom`; the longest name that fits is the one that counts,
and a room may always import itself. Of ours, a name allows what lies below it; `__init__` is the
package itself, which carries the version. Of others and of the standard library, names are those
of top-level packages.
"""

from dataclasses import dataclass
from types import MappingProxyType

VALUES = (
    "__future__ bisect calendar collections dataclasses datetime decimal enum functools hashlib"
    " hmac itertools json operator re types typing unicodedata"
)
"""The standard library that neither looks at the world nor changes it; any room may import it."""


@dataclass(frozen=True, slots=True)
class Room:
    """Names with spaces between; `standard` comes on top of `VALUES`."""

    ours: str = ""
    others: str = ""
    standard: str = ""


_SERVICES = "domain db services.books"
_SCREEN = "domain services ui.look ui.words ui.engine ui.widgets ui.browse"

ROOMS = MappingProxyType(
    {
        "domain": Room("", "biip"),
        "machine": Room(
            "domain",
            "platformdirs cryptography",
            "contextlib ctypes difflib errno fcntl importlib logging math msvcrt os pathlib"
            " resource secrets struct subprocess sys threading time uuid zlib",
        ),
        "db": Room(
            "domain",
            "sqlalchemy alembic pysqlite3 psycopg",
            "contextlib errno os pathlib shutil sqlite3 subprocess threading time",
        ),
        "services.books": Room("domain db"),
        "services.selling": Room(
            f"{_SERVICES} services.shop.slip_head services.stock.correcting.debts"
        ),
        "services.stock": Room(f"{_SERVICES} services.shop"),
        "services.goods": Room(
            f"{_SERVICES} services.shop services.stock machine.apart",
            "defusedxml",
            # A file that comes in is read in a process of its own (`reading`).
            "contextlib csv html io os pathlib posixpath secrets stat subprocess sys"
            " threading xml zipfile",
        ),
        "services.shop": Room(_SERVICES, "argon2 pypinyin", "uuid zlib"),
        "services.setup": Room(
            f"{_SERVICES} services.shop services.goods services.stock", "", "uuid zlib"
        ),
        "services.paper": Room(f"{_SERVICES} services.shop services.goods services.stock"),
        "services.suite": Room("services"),
        "printing": Room(
            "domain machine.assets machine.apart",
            "reportlab escpos usb serial PIL segno pypdfium2 openpyxl uharfbuzz",
            "concurrent contextlib ctypes errno fcntl io ipaddress math os pathlib select shutil"
            " socket subprocess sys tempfile threading time warnings weakref zipfile",
        ),
        "devices": Room("domain", "serial", "threading time"),
        "delivery": Room("domain services printing", "", "contextlib logging threading time"),
        "ui.look": Room(
            "domain machine.assets",
            "PySide6 shiboken6",
            "atexit contextlib importlib logging shutil string sys weakref",
        ),
        "ui.words": Room("domain ui.look", "", "string"),
        "ui.engine": Room(
            "__init__ domain services machine.fsafe ui.look ui.words",
            "PySide6 shiboken6",
            "gc logging pathlib platform queue threading time traceback uuid weakref",
        ),
        "ui.widgets": Room(
            "domain services ui.look ui.words ui.engine", "PySide6 shiboken6", "math pathlib"
        ),
        "ui.browse": Room(
            "domain services ui.look ui.words ui.engine ui.widgets", "PySide6", "pathlib"
        ),
        "ui.counter": Room(_SCREEN, "PySide6", "pathlib threading"),
        "ui.stock": Room(_SCREEN, "PySide6"),
        "ui.documents": Room(_SCREEN, "PySide6", "pathlib"),
        "ui.catalogue": Room(_SCREEN, "PySide6", "pathlib"),
        "ui.receiving": Room(_SCREEN, "PySide6", "uuid"),
        "ui.transfers": Room(_SCREEN, "PySide6", "uuid"),
        "ui.leaving": Room(_SCREEN, "PySide6"),
        "ui.shift": Room(_SCREEN, "PySide6"),
        "ui.report": Room(_SCREEN, "PySide6", "pathlib"),
        "ui.slips": Room(_SCREEN, "PySide6"),
        "ui.settings": Room(f"__init__ {_SCREEN}", "PySide6", "platform"),
        "ui.wizard": Room(_SCREEN, "PySide6"),
        "ui.first_day": Room(_SCREEN, "PySide6", "pathlib"),
        "ui.suppliers": Room(_SCREEN, "PySide6"),
        "ui.sign_in": Room(_SCREEN, "PySide6"),
        "ui.customer": Room(f"{_SCREEN} machine.assets", "PySide6"),
        "ui.shell": Room(
            "domain services ui", "PySide6 shiboken6", "importlib logging os sys threading"
        ),
        "program": Room(
            "__init__ domain machine db services printing devices delivery ui",
            "",
            "argparse contextlib errno gc getpass logging pathlib sys time uuid",
        ),
        # The tour presses the keys of a real window.
        "showcase": Room(
            "__init__ domain machine db services printing devices delivery ui program",
            "PySide6",
            "argparse os pathlib random shutil sys tempfile time zlib",
        ),
        "__main__": Room(
            "program showcase services.goods.reading printing.foreign.drawing", "", "gc sys"
        ),
    }
)

SOLE = MappingProxyType(
    {
        "platformdirs": "machine",
        "cryptography": "machine",
        "sqlalchemy": "db",
        "alembic": "db",
        "pysqlite3": "db",
        "psycopg": "db",
        "argon2": "services",
        "pypinyin": "services",
        "defusedxml": "services",
        "openpyxl": "printing",  # goes out
        "biip": "domain",
        "reportlab": "printing",
        "escpos": "printing",
        "usb": "printing",
        "PIL": "printing",
        "segno": "printing",
        "pypdfium2": "printing",
        "uharfbuzz": "printing",
        "serial": "printing devices",  # a printer may hang on a serial line too
        "PySide6": "ui showcase",
        "shiboken6": "ui",
    }
)
"""Which rooms a package of others is for, so that one word above lets no other room to it."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A breach that is let stand, with its reason; one that nobody commits must be struck out."""

    importer: str
    imported: str
    reason: str


_FORM = "the pieces of a form are made in the settings and used wherever there is a form"
_PORT = "named in the types of the context only; nothing is loaded"

EXEMPTIONS = (
    Exemption("services.shop.shop_view", "services.suite", "reads from all services, as a type"),
    Exemption("printing.spools.folder", "machine.fsafe", "a slip that is saved is saved whole"),
    Exemption("db.backup", "machine.fsafe", "a copy is put in place as every file is"),
    Exemption("ui.engine.context", "ui.customer.counter_devices", _PORT),
    Exemption("ui.engine.context", "ui.customer.state", _PORT),
    Exemption("ui.widgets", "ui.settings.part", _FORM),
    Exemption("ui.wizard", "ui.settings.part", _FORM),
    Exemption("ui.catalogue", "ui.settings.part", _FORM),
    Exemption("ui.suppliers", "ui.settings.part", _FORM),
    Exemption("ui.receiving", "ui.settings.part", _FORM),
    Exemption("ui.receiving", "ui.transfers.keeping", "a draft is kept as that of a transfer"),
    Exemption("ui.receiving", "ui.transfers.discarding", "a draft is thrown away as a transfer's"),
    Exemption("ui.receiving", "ui.transfers.pad", "figures are entered by touch as for a transfer"),
    Exemption("ui.receiving", "ui.customer", "loose goods are weighed on the counter's scale"),
    Exemption("ui.settings", "ui.wizard", "printers are added by the wizard, in its words"),
    Exemption("ui.settings", "ui.shell.statuses", "a backup is made by hand from the settings"),
    Exemption("ui.settings", "ui.customer.scale_face", "the scale is tried where it is set up"),
    Exemption("ui.settings", "ui.customer.state", "the pole is tried where it is set up"),
    Exemption("ui.counter", "ui.customer", "the counter tells the customer and reads the scale"),
    Exemption("ui.counter", "ui.first_day", "a shop without a sale has its list at the counter"),
    Exemption("ui.first_day", "ui.wizard", "a printer is taken as the wizard presets it"),
    Exemption("ui.stock", "ui.counter.receipt_overlay", "a move leads to its receipt"),
    Exemption("ui.stock", "ui.counter.receipts_overlay", "a move leads to its receipt"),
    Exemption("ui.report", "ui.counter.receipts_overlay", "the day's receipts, as at the counter"),
    Exemption("ui.shift", "ui.counter.receipt_overlay", "a closed shift is shown as a slip"),
    Exemption("ui.receiving", "ui.catalogue.new_product", "a product that arrives is made here"),
    Exemption("ui.transfers", "ui.counter.panels", "a reason is asked for as at the counter"),
    Exemption("ui.transfers", "ui.settings.part", _FORM),
    Exemption("ui.leaving", "ui.receiving", "codes and suppliers are what they are to a receiver"),
    Exemption("ui.leaving", "ui.transfers", "lots are taken and kept as for a transfer"),
    Exemption("ui.slips", "ui.wizard.words", "a printer's roles and connections in words"),
)

WALL_CLOCK = (
    "datetime.now datetime.utcnow datetime.today date.today time.time time.time_ns"
    " time.localtime time.gmtime time.ctime time.asctime time.strftime time.clock_gettime"
    " time.clock_gettime_ns"
    " currentMSecsSinceEpoch currentSecsSinceEpoch"
    " currentDateTime currentDateTimeUtc currentDate currentTime"
)
_FILES = "write_text write_bytes builtins.open io.open os.open"

CALLS = MappingProxyType(
    {
        "domain": "now today utcnow time random open print input",
        "services": f"{WALL_CLOCK} print {_FILES}",
        "db": f"{WALL_CLOCK} print {_FILES}",
        "printing": f"{WALL_CLOCK} print {_FILES}",
        "devices": f"{WALL_CLOCK} print {_FILES}",
        "delivery": f"{WALL_CLOCK} print {_FILES}",
        "ui": f"{WALL_CLOCK} print {_FILES}",
        "program": f"{WALL_CLOCK} {_FILES}",
    }
)
"""Calls that no import gives away: the world looked at from a room of values, or past its ports.

The time of day comes from the `Clock`, a file is written whole by `machine.fsafe`.
"""

STAMPS = frozenset({"db.backup", "printing.spools.folder", "ui.widgets.clock_label"})
"""Whose files are named by this computer's clock, as everything else in their folder is.

The clock on the wall of the window shows it, and nothing else."""

DIVIDERS = MappingProxyType(
    {
        "db.backup": "paths",
        "db.migrate": "paths",
        "db.reads.reports": "hours in a statement, of whole microseconds",
        "printing.pdf.chart": "places on paper",
        "printing.render.xlsx_report": "cells of a workbook, as decimals",
        "showcase.simulation": "how often a simulated customer wants a thing",
    }
)
"""Where `/` may stand in rooms of exact figures."""

DEFINITIONS = {"domain.figures": frozenset({"Figure", "_count"})}
"""Calls whose words are the definition of what they make, not something said to a person."""

CODE_CARRIERS = frozenset(
    {
        "db.errors",
        "domain.documents.inspection",
        "printing.foreign.asking",
        "printing.spools.windows",
        "services.books.books",
        "services.goods.import_rows",
        "services.goods.reading",
        "services.selling.checkout",
        "ui.shell.main_window",
    }
)
"""Who raises a code that stands in a table or came to it."""

WORKING_VALUES = frozenset(
    {
        *("db.stores.journal.HeadRow", "db.stores.stock.Owed"),
        *("domain.documents.owed_value.OwedValue", "domain.documents.owed_value.Part"),
        *("domain.documents.given_for._Open", "services.stock.given_moves.GivenMoves"),
        *("domain.documents.valuation.MovingAverage", "services.goods.import_planner._Seen"),
    }
)
"""Values that change while one function works on them."""

WITHOUT_SLOTS = frozenset({"domain.basket.Basket"})
"""Values that keep what they made of themselves, because it is dear."""

REFUSES_ELSEWHERE = frozenset(
    {
        "domain.approval.ApprovalNeeded",
        "db.engine.CommitUnknownError",
        "services.stock.draft_meeting.DraftMet",
        "services.stock.supply.purchasing.OrderInDraft",
        "services.stock.supply.ordering.OrderTermsMixed",
    }
)
"""Refusals and faults that carry more than a code: what to approve, the commit, what to do."""

VAGUE_ELSEWHERE = frozenset(
    {
        "data",
        "headerData",
        "Database",
        "_process_id",
        "_answers_process_id",
        "handle_starttag",
        "handle_endtag",
        "handle_data",
    }
)
"""Names that Qt, ESC/POS and the reader of web pages give, and the one word of the trade."""

LOADERS = frozenset({"ui.shell.registry", "ui.look.sounds"})
"""Who may import by a name made at run time: screens when first shown, a module of Windows."""

TIMED = ("machine", "showcase", "domain", "__main__")
"""Who has the clock, plays one, or may import none at all."""

ASKS_THE_SERVER = frozenset({"db.server_time"})
"""The one statement that asks a server what time it has."""

WRITES_FILES = frozenset({"machine.fsafe", "machine.instance", "db.backup"})
"""Who writes a file by hand: the one way, the lock of a running till, a copy made elsewhere."""

FIELDS = frozenset(
    {
        *("QLineEdit", "QPlainTextEdit", "QTextEdit", "QSpinBox", "QDoubleSpinBox", "QDateEdit"),
        "QInputDialog",
    }
)
TAKES_WORDS = MappingProxyType(
    {
        "ui.settings.part": "QLineEdit QPlainTextEdit",
        "ui.receiving.line_card": "QLineEdit",
        "ui.settings.person_panel": "QLineEdit",
        "ui.sign_in.first_start_form": "QLineEdit",
        "ui.catalogue.file_panel": "QLineEdit",
        "ui.catalogue.new_product": "QLineEdit",
        "ui.suppliers.fields": "QLineEdit",
    }
)
"""Where a bare field takes a name, a path or a code, never a figure."""

ALSO_WORDS = frozenset({"优惠", "抹零", "退款", "收款", "现金收款", "备用金", "原价", "计件"})
"""Figures whose names are also what is done, a kind, a price, a column of the basket or a key."""

NOT_YET_FIGURES = frozenset({"ui.counter.refund_panel", "ui.shift.close_question"})
"""Who names a figure before there is what it is of: a refund only offered, a count not closed."""

NO_FIGURES = frozenset({"净额", "毛额", "营业额", "销售净额", "净收入", "总额"})
"""Words that look like a figure and have no definition."""

PLACES = frozenset({"printing.pdf.slip"})
"""Where a float is a place on paper."""

OF_A_POSTING = MappingProxyType(
    {
        "db.stores.series.draw": "services.books.posting",
        "db.stores.outbox.enqueue": "services.books.posting",
        "db.stores.journal.append": "services.books.posting",
        "db.stores.requests.remember": "services.books.posting",
        "services.books.posting.Posting": "services.books.books",
    }
)
"""Numbers, slips and events are a command's: each by the one module that draws it."""

MAY_SAY_IT_POSTS = frozenset({"db.engine", "db.prepared", "services.books.books"})

REMEMBERS = MappingProxyType(
    {
        "services.books.door": "checks by the type that a signature names",
        "db.reads.ledger": "statements by whose ledger it is",
        "db.stores.document_drafts": "a line by its text, which says all of it",
        "db.stores.lots": "the statement for the last row of a table",
        "db.stores.stock": "statements by the number of their rows",
        "domain.business_day": "which texts are dates",
        "domain.documents.inspection": "days between dates",
        "domain.codec": "fields of a class",
        "machine.assets": "where the resources lie",
        "printing.glyphs": "what the fonts can draw",
        "printing.layouts.text": "widths of characters",
        "printing.runs": "a line's fonts and order",
        "printing.shaping": "fonts, and what they make of a run",
        "printing.render.escpos_bytes": "what a font has",
        "printing.render.raster": "fonts",
        "services.goods.formats.import_csv": "the characters of GB2312",
        "services.shop.pinyin": "readings of a character",
        "ui.look.icons": "pictures by name, size and colour",
    }
)
"""Whose functions remember results: they follow from the arguments and this program alone."""

MODULE_STATE = frozenset({"ui.look.theme._state", "ui.look.icons._listening"})
"""The one theme of the application, and that its icons follow it."""

OPEN_ENDS = frozenset({"commit_unknown", "commit_unseen"})
JUDGES_ENDS = frozenset({"ui.engine.operation"})
"""Where the code of an error becomes an `Outcome`."""
