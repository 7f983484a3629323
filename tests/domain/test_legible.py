"""What nobody sees stands in no text that is kept."""

import pytest

from showroom.domain.legible import legible

UNSEEN = (
    "\u200b\u200b",
    "\u034f",
    "\U0001d173",
    "\U000e0100",
    "\u0301",
    "\ufeff",
    "\u180e",
    "\u2062",
    "\u3164",
    "\u2800\u115f\uffa0",
    "\u00a0\u3000",
)


@pytest.mark.parametrize("text", UNSEEN)
def test_a_text_of_which_nothing_is_seen_is_none(text):
    assert legible(text) == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("茶\u3164叶", "茶叶"),
        ("茶\u200b叶\u2800", "茶叶"),
        ("e\u0301", "e\u0301"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("བོད་ཀྱི", "བོད་ཀྱི"),
        ("한국", "한국"),
        ("*", "*"),
        (" ", " "),
        ("", ""),
    ],
)
def test_the_rest_stays_as_it_is(text, kept):
    assert legible(text) == kept
