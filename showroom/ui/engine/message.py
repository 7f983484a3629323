"""What a message strip is told."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Literal

from showroom.domain.mask import shown

Kind = Literal["success", "info", "warning", "refusal", "fault", "bug"]
REFUSED_CODE, UNKNOWN_CODE = "refused_code", "unknown_code"
OF_CODE = frozenset({REFUSED_CODE, UNKNOWN_CODE})
"""About a code that was refused: nothing of it was begun, so who goes on has seen it."""

KEPT_SCAN = "kept_scan"
"""About a scan that is kept for later: nothing was refused, and the sentence says what Esc does."""


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence and at most one action. A latched one stays until somebody answers it.

    `about` says which operation it is about: once that went well, it need not be said any more.
    `person` is whom it is said to, None everybody: no other sees it, the locked screen neither.
    What is `true_still` until it is answered or taken back outlives page, basket and person.
    `deed` is what it says apart from paper, `jobs` the keys of slips that it is about: once more is
    known of these it is worded anew.
    """

    kind: Kind
    text: str
    action_text: str = ""
    action: Callable[[], object] | None = None
    latched: bool = False
    about: Hashable = None
    person: Hashable = None
    true_still: bool = False
    deed: str = ""
    jobs: tuple[str, ...] = ()

    @property
    def is_outcome(self) -> bool:
        """It tells of something done: that is never dropped."""
        return self.kind == "success" or bool(self.deed or self.jobs)

    @property
    def stands(self) -> bool:
        """True of what needs an answer or is still true; all else goes with its cause."""
        return self.latched or self.true_still

    @property
    def is_state(self) -> bool:
        """It tells what goes on: whoever said it takes it back, and no person can."""
        return self.kind == "info" and self.true_still

    def __post_init__(self) -> None:
        """What was typed may be part of a sentence: it shows no payment code, and turns nothing."""
        object.__setattr__(self, "text", shown(self.text))
