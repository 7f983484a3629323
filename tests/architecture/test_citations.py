"""Comments cite headings of the documents; each citation leads somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("showroom", "tests", "benchmarks", "docs", "resources")
KINDS = {".py", ".md", ".toml", ".qss"}
CITED = re.compile(r"docs/([\w-]+\.md)(?:#([\w-]+))?")
LINKED = re.compile(r"\]\(([\w-]+\.md)?(?:#([\w-]+))?\)")
"""Between the documents themselves; both groups empty for a link elsewhere."""
OLD = re.compile(
    r"""
    \b(?:reliability|hardware|performance|house|domain)(?:\.md)?[\s#]+(?:finding\s+)?[A-Ha-e]?\d
    | (?<![\w\])"'}])\((?:[A-H]\d\d(?:-[A-H]?\d\d)?|[a-e]\d)\)
    """,
    re.VERBOSE,
)
"""By the number of a row or a section: of papers that nobody has."""
BARE = re.compile(r"(?<!docs/)\b(?:reliability|hardware|performance|house|domain|trade)\.md\b")
DOCUMENT = "docs/trade.md"


def slug(heading):
    """The anchor that GitHub gives a heading."""
    plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return plain.replace(" ", "-")


def anchors(text):
    """Anchors of a document; a heading that comes again gets a number."""
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    found = {}
    for heading in re.findall(r"^#{1,6} (.+)$", outside, flags=re.MULTILINE):
        name = slug(heading)
        found[name] = found.get(name, -1) + 1
    return {f"{name}-{n}" if n else name for name, last in found.items() for n in range(last + 1)}


def astray(text, documents, here=""):
    """Citations of `text` that lead nowhere; `documents` maps names to their anchors."""
    cited = CITED.findall(text) + [
        (name or here, anchor) for name, anchor in LINKED.findall(text) if here and name + anchor
    ]
    return [
        f"{name}#{anchor}" if anchor else name
        for name, anchor in cited
        if name not in documents or (anchor and anchor not in documents[name])
    ]


def outdated(text, *, code=True):
    """Citations of an old form; a bare file name is one in code only."""
    return [m[0] for m in (*OLD.finditer(text), *(BARE.finditer(text) if code else ()))]


def sources():
    tops = [p for p in ROOT.iterdir() if p.is_file()]
    below = [p for folder in FOLDERS for p in (ROOT / folder).rglob("*")]
    return sorted(p for p in (*tops, *below) if p.suffix in KINDS)


def told(path):
    return path.read_text("utf-8")


DOCUMENTS = {path.name: anchors(told(path)) for path in (ROOT / "docs").glob("*.md")}


def test_every_citation_leads_to_a_heading():
    wrong = {}
    for path in sources():
        here = path.name if path.parent == ROOT / "docs" else ""
        lost = astray(told(path), DOCUMENTS, here)
        if lost:
            wrong[str(path.relative_to(ROOT))] = lost
    assert wrong == {}


def test_nothing_is_cited_by_number():
    wrong = {
        str(path.relative_to(ROOT)): old
        for path in sources()
        if path != Path(__file__) and (old := outdated(told(path), code=path.suffix != ".md"))
    }
    assert wrong == {}


def test_there_is_something_to_prove():
    cited = {c for path in sources() if path.suffix == ".py" for c in CITED.findall(told(path))}
    assert len({anchor for _, anchor in cited if anchor}) >= 30


def test_the_law_stands_where_it_is_looked_for():
    assert {"six-rules", "coverage-promise"} <= DOCUMENTS["architecture.md"]


def test_a_wrong_anchor_is_caught():
    known = {"trade.md": {"near-expiry-days"}}
    assert astray(f"the usual table ({DOCUMENT}#near-expiry-days).", known) == []
    assert astray(f"read {DOCUMENT}, all of it", known) == []
    assert astray(f"{DOCUMENT}#near-expiry", known) == ["trade.md#near-expiry"]
    assert astray("docs/" + "nothing.md", known) == ["nothing.md"]


def test_a_wrong_link_between_documents_is_caught():
    known = {"trade.md": {"a-day"}, "hardware.md": {"twins"}}
    text = "[a](trade.md#a-day) [b](#twins) [c](trade.md#twins) [d](#a-day) [e](https://x.test)"
    assert astray(text, known, "hardware.md") == ["trade.md#twins", "hardware.md#a-day"]
    assert astray(text, known) == []


def test_headings_become_the_anchors_that_github_gives():
    assert slug("Full, read-only, busy") == "full-read-only-busy"
    assert slug("11. Words") == "11-words"
    assert slug("Rules of 微信 and 支付宝") == "rules-of-微信-and-支付宝"
    assert slug("Never with `-O`") == "never-with--o"
    text = "# A\n```\n# no heading\n```\n## B c\n## B c\n"
    assert anchors(text) == {"a", "b-c", "b-c-1"}


@pytest.mark.parametrize(
    ("paper", "number"),
    [
        ("reliability", "H05"),
        ("reliability.md", "c1"),
        ("hardware.md", "\n    4"),
        ("hardware", "0.5"),
        ("house", "1.5"),
        ("domain.md", "13"),
        ("reliability", "finding 4"),
    ],
)
def test_an_old_form_is_caught(paper, number):
    assert outdated(f"for a reason ({paper} {number}).")


@pytest.mark.parametrize("row", ["F05", "G01-G11", "H08", "b1", "c4"])
def test_a_row_of_a_table_is_caught(row):
    assert outdated(f"taken by the last unit ({row}).") == [f"({row})"]


@pytest.mark.parametrize(
    "text",
    [
        f"the usual table ({DOCUMENT}#near-expiry-days)",
        "from showroom.domain import sale",
        "call(b1)",
        "现金（F12）",
        '"(F11)"',
        "performance counts",
    ],
)
def test_ordinary_words_are_no_citations(text):
    assert outdated(text) == []
