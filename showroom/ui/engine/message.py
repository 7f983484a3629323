"""What a message strip is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["success", "info", "warning", "refusal", "fault", "bug"]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence and at most one action. A latched one stays until somebody answers it."""

    kind: Kind
    text: str
    action_text: str = ""
    action: Callable[[], object] | None = None
    latched: bool = False
