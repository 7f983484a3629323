import json
from dataclasses import fields, replace

import pytest

from showroom.db.stores import settings as store
from showroom.db.tables.journal import journal
from showroom.domain.counter_device import Line, PoleSettings, ScaleSettings, ScannerSettings
from showroom.domain.errors import Refusal
from showroom.domain.limit import PriceLimits
from showroom.domain.printer import PrinterModel, PrinterSettings
from showroom.domain.scan import LabelRule
from showroom.domain.tender import RoundOff
from showroom.services.shop.settings import Settings, ShopSettings
from showroom.services.shop.shop_view import read_shop_view

PRINTER = PrinterSettings("receipt", "前台", "network", "192.168.1.87:9100", 48, "TM-T82")


def test_settings_come_back_as_they_were_saved(demo_shop):
    settings = demo_shop.suite.settings
    wanted = replace(
        settings.load(),
        shop_name="万荣路88号",
        footer="欢迎再来\n凭票退换",
        round_off=RoundOff.JIAO,
        printers=(PRINTER,),
        label_rules=(LabelRule("22", 13, 7, (("weight", 5),)),),
        quick_codes=("WS0001",),
    )
    assert settings.save(demo_shop.owner, wanted).changes.settings
    assert settings.load() == wanted
    assert not settings.save(demo_shop.owner, wanted).changes.settings
    header = settings.header()
    assert (header.name, header.demo, header.utc_offset_min) == ("万荣路88号", True, 480)


def test_a_change_is_journaled_with_old_and_new(demo_shop):
    settings = demo_shop.suite.settings
    settings.save(demo_shop.owner, replace(settings.load(), idle_lock_min=10))
    row = demo_shop.books.database.read(
        lambda tx: tx.connection.execute(
            journal.select().where(journal.c.kind == "settings_change")
        ).one()
    )
    assert (row.actor, json.loads(row.payload)) == ("林店长", {"idle_lock_min": [5, 10]})


def test_devices_and_look_belong_to_their_till_and_all_else_to_the_shop(demo_shop):
    suite, owner = demo_shop.suite, demo_shop.owner
    point = suite.setup.tills()[0].point_id
    second = suite.setup.add_till(owner, "02", "2 号收银台", point).till
    own = {
        "printers": (PRINTER,),
        "theme": "dark",
        "scale": ScaleSettings(Line("/dev/ttyS0")),
        "pole": PoleSettings(Line("/dev/ttyS1")),
        "scanner": ScannerSettings(Line("/dev/ttyS2")),
        "customer_display": True,
    }
    shared = {
        "shop_name": "万荣路88号", "address": "静安", "phone": "021", "slogan": "产地直供",
        "footer": "再来", "round_off": RoundOff.JIAO, "print_tax": True, "idle_lock_min": 10,
        "drawer_on_cash": False, "default_float_fen": 1, "quick_codes": ("WS0001",),
        "label_rules": (LabelRule("22", 13, 7, (("weight", 5),)),), "receipt_head": "头",
        "receipt_qr": "text", "receipt_qr_text": "码", "logo": "digest",
        "approve_drawer": False, "price_limits": PriceLimits(10, 100), "cash_gap_fen": 1,
        "drop_limit_fen": 1,
    }  # fmt: skip
    fixed = {"demo", "shop_uuid"}
    assert own.keys() | shared.keys() | fixed == {f.name for f in fields(ShopSettings)}
    suite.settings.change(owner, {**own, **shared})
    here = suite.settings.load()
    there = Settings(replace(demo_shop.books, till_id=second.till_id)).load()
    usual = ShopSettings()
    for name, value in {**own, **shared}.items():
        assert getattr(here, name) == value != getattr(usual, name)
        assert getattr(there, name) == (value if name in shared else getattr(usual, name))


def test_what_a_newer_program_wrote_is_left_alone(demo_shop):
    demo_shop.books.database.write(lambda tx: store.put(tx, "future", "[1]", 0))
    assert demo_shop.suite.settings.load().demo
    assert demo_shop.books.database.read(store.load_all)["future"] == "[1]"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"shop_name": "  "}, "shop_name_empty"),
        ({"shop_name": "店" * 61}, "setting_text"),
        ({"phone": "021\x1bp"}, "setting_text"),
        ({"slogan": "两\n行"}, "setting_text"),
        ({"theme": "pink"}, "setting_choice"),
        ({"idle_lock_min": 1}, "setting_range"),
        ({"idle_lock_min": 16}, "setting_range"),
        ({"default_float_fen": -1}, "float_out_of_range"),
        ({"quick_codes": ("A",) * 61}, "setting_range"),
        ({"printers": (replace(PRINTER, connection="telepathy"),)}, "setting_choice"),
        ({"printers": (replace(PRINTER, address="192.168.1.87"),)}, "printer_address"),
        ({"printers": (replace(PRINTER, address="host:99999"),)}, "printer_address"),
        ({"printers": (replace(PRINTER, connection="file", address=""),)}, "printer_address"),
        ({"printers": (replace(PRINTER, columns=80),)}, "setting_choice"),
        ({"printers": (replace(PRINTER, columns=40),)}, "setting_choice"),
        ({"printers": (replace(PRINTER, role="poster"),)}, "setting_choice"),
        ({"printers": (PRINTER, PRINTER)}, "printer_name_taken"),
        ({"printers": (replace(PRINTER, fallback="后台"),)}, "printer_fallback"),
        ({"printers": (replace(PRINTER, fallback="前台"),)}, "printer_fallback"),
        ({"printers": tuple(replace(PRINTER, name=str(n)) for n in range(9))}, "setting_range"),
        ({"printers": (replace(PRINTER, connection="usb", address="0416"),)}, "printer_address"),
        ({"printers": (replace(PRINTER, connection="cups", address="-h x"),)}, "printer_address"),
        (
            {"printers": (replace(PRINTER, learned=PrinterModel("x", "x", rom="big5")),)},
            "setting_choice",
        ),
        (
            {"printers": (replace(PRINTER, learned=PrinterModel("x", "x", drawer_pin=2)),)},
            "setting_range",
        ),
        ({"demo": False}, "setting_fixed"),
        ({"shop_uuid": "other"}, "setting_fixed"),
    ],
)
def test_unsound_settings_are_refused_and_nothing_is_saved(file_shop, change, code):
    settings = file_shop.suite.settings
    before = settings.load()
    with pytest.raises(Refusal, match=code):
        settings.save(file_shop.owner, replace(before, **change))
    assert settings.load() == before


TEXTS = ("shop_name", "phone", "address", "slogan", "footer", "receipt_head", "receipt_qr_text")


def stored_as(shop, name, text):
    """Write a setting's row as a hand with the file would."""
    row = f"till.1.{name}" if name in {"theme", "printers", "scale"} else name
    shop.books.database.write(lambda tx: store.put(tx, row, text, 0))


BROKEN = {
    "idle_lock_min": ['"five"', "5.5", "true", "null", "0", "{", "99", "1" * 30],
    "default_float_fen": ['"x"', "-1", "[]", ""],
    "round_off": ['"half"', "3"],
    "drawer_on_cash": ["1", '"yes"'],
    "footer": ["5", '["a"]', '"\\ud800"'],
    "receipt_qr": ['"mosaic"'],
    "theme": ['"pink"', "1"],
    "price_limits": ['{"percent":"x"}', '{"percent":0,"amount_fen":1}', '{"rows":1}'],
    "printers": ["{}", '[{"columns":"wide"}]', '"x"'],
    "scale": ['{"line":5}'],
    "quick_codes": ["[5]", '"WS0001"'],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_stored_setting_that_nobody_can_read_costs_itself_alone(file_shop, name):
    settings, owner = file_shop.suite.settings, file_shop.owner
    settings.change(owner, {"phone": "021"})
    before, usual = settings.load(), getattr(ShopSettings(), name)
    for text in BROKEN[name]:
        stored_as(file_shop, name, text)
        assert settings.load() == replace(before, **{name: usual}), text
        assert settings.unreadable() == (name,), text
        assert read_shop_view(file_shop.suite).unreadable == (name,)
    assert settings.header().phone == "021"
    settings.change(owner, {"phone": "022"})
    assert settings.unreadable() == (name,), "what nobody named is left as it is"
    settings.change(owner, {name: usual})
    assert settings.unreadable() == ()
    assert settings.load() == replace(before, phone="022", **{name: usual})


def test_an_unreadable_setting_that_is_fixed_stays_so(file_shop):
    settings = file_shop.suite.settings
    stored_as(file_shop, "demo", '"perhaps"')
    settings.save(file_shop.owner, replace(settings.load(), phone="021"))
    assert (settings.unreadable(), settings.load().phone) == (("demo",), "021")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"idle_lock_min": "5"}, "setting_type"),
        ({"idle_lock_min": True}, "setting_type"),
        ({"idle_lock_min": 5.0}, "setting_type"),
        ({"idle_lock_min": 10**30}, "number_out_of_range"),
        ({"drawer_on_cash": 1}, "setting_type"),
        ({"round_off": "fen"}, "setting_type"),
        ({"phone": None}, "setting_type"),
        ({"phone": "\ud800"}, "text_unstorable"),
        ({"quick_codes": ["WS0001"]}, "setting_type"),
        ({"quick_codes": (5,)}, "setting_type"),
        ({"price_limits": PriceLimits(1.5, 1)}, "setting_type"),  # type: ignore[arg-type]
        ({"price_limits": PriceLimits(0, 1)}, "setting_range"),
        ({"scale": ScaleSettings(Line(5))}, "setting_type"),  # type: ignore[arg-type]
        ({"colour": "red"}, "setting_unknown"),
    ],
)
def test_a_setting_takes_its_own_type_alone(file_shop, wanted, code):
    settings = file_shop.suite.settings
    before = settings.load()
    with pytest.raises(Refusal, match=code):
        settings.change(file_shop.owner, wanted)
    assert settings.load() == before


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_holds_no_command_and_breaks_lines_only_where_a_slip_does(file_shop, name):
    settings, owner = file_shop.suite.settings, file_shop.owner
    for wrong in ("a\x1bp", "a\tb", "a\u202eb", "字" * 201):
        with pytest.raises(Refusal, match="setting_text"):
            settings.change(owner, {name: wrong})
    if name in {"footer", "receipt_head"}:
        settings.change(owner, {name: "一\n二"})
        return
    with pytest.raises(Refusal, match="setting_text"):
        settings.change(owner, {name: "一\n二"})


@pytest.mark.parametrize(
    ("field", "low", "high"), [("idle_lock_min", 2, 15), ("default_float_fen", 0, 10**8)]
)
def test_a_number_may_be_as_small_and_as_large_as_said(file_shop, field, low, high):
    settings, owner = file_shop.suite.settings, file_shop.owner
    for value in (low, high):
        settings.change(owner, {field: value})
    for value in (low - 1, high + 1):
        with pytest.raises(Refusal, match="range"):
            settings.change(owner, {field: value})


def test_only_the_shop_manager_changes_settings(demo_shop):
    for actor in (demo_shop.cashier, demo_shop.stock_keeper):
        with pytest.raises(Refusal, match="not_permitted"):
            demo_shop.suite.settings.save(actor, demo_shop.suite.settings.load())


def test_before_the_first_start_there_are_defaults(books):
    assert Settings(books).load() == ShopSettings()


@pytest.mark.parametrize(
    ("connection", "address"),
    [
        ("usb", "0416:5011"),
        ("usb", "04B8:0e15:J5RF012345"),
        ("usb", "0416:5011@1-1.4"),
        ("usblp", "/dev/usb/lp0"),
        ("serial", "/dev/ttyUSB0,9600,8N1,rtscts"),
        ("serial", "COM3"),
        ("cups", "小票"),
        ("windows", "XP-80C (副本 1)"),
        ("none", ""),
    ],
)
def test_every_way_to_a_printer_can_be_stored_with_what_it_learned(file_shop, connection, address):
    settings = file_shop.suite.settings
    learned = PrinterModel("learned", "前台", rom="gb2312", drawer_bit=0, wide_hanzi=True)
    printer = replace(PRINTER, connection=connection, address=address, learned=learned)
    settings.change(file_shop.owner, {"printers": (printer,)})
    assert settings.load().printers == (printer,)
