"""What a message strip is told."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Literal

from showroom.domain.mask import masked

Kind = Literal["success", "info", "warning", "refusal", "fault", "bug"]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence and at most one action. A latched one stays until somebody answers it.

    `about` says which operation it is about: once that went well, it need not be said any more.
    """

    kind: Kind
    text: str
    action_text: str = ""
    action: Callable[[], object] | None = None
    latched: bool = False
    about: Hashable = None

    def __post_init__(self) -> None:
        """What was typed may be part of a sentence: no customer's payment code is shown."""
        object.__setattr__(self, "text", masked(self.text))
