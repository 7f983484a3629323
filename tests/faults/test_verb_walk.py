"""Every verb with every wrong word: the parser is asked which there are, so a new one is walked."""

# ruff: noqa: SLF001 (argparse tells of its words by no other way)

import argparse
import io
import os
import shutil
from pathlib import Path

import pytest

from showroom.program.verbs.run import VERBS, parser_of
from showroom.program.verbs.verb import path_word
from showroom.showcase.verbs import SHOWCASE
from tests.faults.verb_ends import end_of, state_of, told_well

STATED = {
    "import": ["--dry-run", "{csv}"],
    "report": ["daily"],
    "stock": ["export", "x.csv"],
    "demo": ["--days", "1"],
    "tour": ["{file}/x"],
}
"""What else stands in a command whose one word is wrong; nothing of it writes."""
BESIDE = {
    ("stock", "file"): ["export"],
    ("stock", "since"): ["--ledger"],
    ("stock", "until"): ["--ledger"],
}
"""What a word is taken with alone."""
SLOW = {"tour"}
"""What would play for a minute is given only where it cannot."""

NOWHERE = (
    "\0",
    "x" * 5000,
    "/".join(["y" * 200] * 30),
    "{file}/below{suffix}",
    "/proc/none{suffix}",
    "/dev/null/x{suffix}",
    "{loop}",
    "{loop}/x{suffix}",
)
THINGS = (
    *("", ".", "..", "/", "~", "-", "{folder}", "{file}", "{fifo}", "{dangling}", "{device}"),
    *("/dev/full", "/dev/null", "/dev/zero", "\x1b[31m\x07", "\udcff\udcfe", "a\nb", "\u202egnp"),
    *("{home}/data/showroom.db", "{home}/data/showroom.db-wal", "{home}/DATA/SHOWROOM.DB"),
    *("{home}/keys/pepper", "{home}/settings.json", "{home}/running", "{home}/backups/x.db"),
    *("{books_by_link}", "{books_by_name}", "{missing}/such/x"),
)
NAMES = ('a#b %20 店 "q" \'{suffix}', "a\nb{suffix}", "\udcff{suffix}", "{missing}/such/x{suffix}")
TEXTS = ("", " ", "\0", "x" * 100_000, "\udcff", "a\nb", "=", "=x", "x=", "零售价", "\x1b[2J", "٣")
NUMBERS = ("", " ", "\0", "abc", "1.5", "-", "1e3", "0x1f", "9" * 5000, "\udcff", "一", "1\n2")
DAYS = ("0", "-1", "3661", "9" * 30)
DATES = (
    *("20300501", "2030-W18-3", "2030-13-01", "2030-02-30", "0001-01-01", "9999-12-31", "٢٠٣٠"),
    *("2030-5-1", "2030-05-01T00:00", " 2030-05-01"),
)


def parsers():
    """Name to parser of every verb there is."""
    (verbs,) = (
        action
        for action in parser_of((*VERBS, *SHOWCASE))._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return verbs.choices


def words_of_all():
    return [
        pytest.param(verb, action, id=f"{verb} {action.option_strings or action.dest}")
        for verb, parser in parsers().items()
        for action in parser._actions
        if not isinstance(action, argparse._HelpAction)
    ]


def wrong_values(verb, action):
    if action.nargs == 0:
        return ("=x", "=", "=\udcff")
    if action.type is path_word:
        return NOWHERE if verb in SLOW else (*NOWHERE, *THINGS, *NAMES)
    if action.type is int:
        return (*NUMBERS, *DAYS) if "days" in action.dest else NUMBERS
    assert action.type is None, "a type that this walk does not know yet"
    dates = DATES if "日期" in (action.metavar or "") else ()
    return (*TEXTS, *dates)


def command(verb, action, value):
    """The verb with one word of that value, and what else it needs."""
    beside = BESIDE.get((verb, action.dest), [])
    stated = [] if action.option_strings == [] else [*beside, *STATED.get(verb, [])]
    if action.nargs == 0:
        return [verb, f"{action.option_strings[0]}{value}", *stated]
    if action.option_strings:
        return [verb, f"{action.option_strings[0]}={value}", *stated]
    return [verb, *beside, "--", value]


@pytest.fixture(scope="module")
def shop(demo_homes, tmp_path_factory):
    """A home with books, and every kind of thing that a path may name; nothing of it may change."""
    folder = tmp_path_factory.mktemp("walk")
    home = demo_homes.whole(folder / "home")
    (home.backups / "x.db").write_bytes(b"a copy")
    things = folder / "things"
    (things / "folder").mkdir(parents=True)
    (things / "file").write_bytes(b"%PDF of another program, and PK too")
    os.mkfifo(things / "fifo")
    (things / "loop").symlink_to(things / "loop")
    (things / "dangling.pdf").symlink_to(things / "nothing")
    (things / "books.pdf").symlink_to(home.database_file)
    os.link(home.database_file, things / "books.xlsx")
    os.mknod(things / "device.pdf", 0o600 | 0o20000, os.makedev(1, 5)) if os.geteuid() == 0 else 0
    (things / "good.csv").write_text("货号,零售价(元)\nWS0001,70.00\n", "utf-8")
    return home, things


@pytest.fixture
def places(shop, monkeypatch, tmp_path):
    home, things = shop
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return {
        **{name: str(things / name) for name in ("folder", "file", "fifo", "loop")},
        "dangling": str(things / "dangling.pdf"),
        "books_by_link": str(things / "books.pdf"),
        "books_by_name": str(things / "books.xlsx"),
        "device": str(things / "device.pdf"),
        "csv": str(things / "good.csv"),
        "home": str(home.folder),
        "missing": str(tmp_path / "here" / "none"),
    }


pytestmark = pytest.mark.skipif(os.name != "posix", reason="its devices and links are POSIX's")


@pytest.mark.parametrize(("verb", "action"), words_of_all())
def test_a_wrong_word_is_one_sentence_and_a_status(verb, action, shop, places, tmp_path):
    home, things = shop
    before = state_of(home.folder), state_of(things)
    suffix = {"pdf": ".pdf", "xlsx": ".xlsx"}.get(action.dest, ".csv")
    saved_well = 0
    for value in wrong_values(verb, action):
        words = command(verb, action, filled(value, {**places, "suffix": suffix}))
        words = [filled(word, places) for word in words]
        end = told_well(words, end_of(words))
        if end.status == 0 and action.type is path_word and verb == "report":
            saved = Path(words[1].partition("=")[2])
            assert saved.is_file(), words
            assert saved.suffix == suffix, words
            saved_well += 1
        assert (state_of(home.folder), state_of(things)) == before, words
        for left in (tmp_path / "here").iterdir():
            assert left.name == "none" or left.suffix == suffix, words
            if left.is_file():
                left.unlink()
        shutil.rmtree(tmp_path / "here" / "none", ignore_errors=True)
    saves = action.type is path_word and verb == "report"
    assert bool(saved_well) is saves, "some of the names are good ones, for whom saves"


def filled(text, places):
    """Names for what the fixture made; nothing else of a value is touched."""
    for name, place in places.items():
        text = text.replace("{" + name + "}", place)
    return text


@pytest.mark.parametrize("verb", [*parsers()])
def test_what_no_verb_takes_is_told_in_our_own_words(verb, shop, places):
    before = state_of(shop[0].folder)
    stated = [filled(word, places) for word in STATED.get(verb, [])]
    for more in (["--nothing"], ["--database"], ["--x=\udcff"], ["--", "a", "b", "c"], ["-z"]):
        words = [verb, *stated, *more]
        end = told_well(words, end_of(words), answers=(2,))
        assert "命令写得不对" in end.err
    assert state_of(shop[0].folder) == before


@pytest.mark.usefixtures("places")
def test_a_verb_without_what_it_needs_says_what():
    wanting = (["report", "daily", "--pdf"], ["demo", "--days"])
    for words in (["import"], ["report"], ["tour"], ["stock", "export"], *wanting):
        end = told_well(words, end_of(words), answers=(2,))
        assert "还要写" in end.err or "后面要写一个值" in end.err


NO_VERBS = (["nonsense"], ["--nothing"], ["--database"], ["--database", "x", "y"], [""], ["收银"])


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("words", NO_VERBS)
def test_words_that_are_no_verb_open_no_window(words):
    end = told_well(words, end_of(words), answers=(2,))
    assert "命令写得不对" in end.err


@pytest.mark.usefixtures("places")
def test_help_is_in_our_language():
    for words in (["--help"], *([verb, "--help"] for verb in parsers())):
        end = end_of(words)
        assert end.status == 0
        for english in ("usage", "options", "positional", "show this", "exit"):
            assert english not in end.out, words
