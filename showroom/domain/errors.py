"""The two kinds of expected trouble. Anything else that is raised is a bug."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from showroom.domain.mask import masked


class ShowroomError(Exception):
    """A code and parameters; the sentence shown to a person lives in `ui` or `printing`."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        # Typed text comes back in a refusal's sentence: no customer's code in it.
        shown = {k: masked(v) if type(v) is str else v for k, v in params.items()}
        self.params: Mapping[str, object] = MappingProxyType(shown)

    def __str__(self) -> str:
        params = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({params})"


class Refusal(ShowroomError):
    """A rule of the trade says no. Nothing was changed; the basket is as it was."""

    def unnamed(self) -> Refusal:
        """The same no without what it would repeat."""
        return type(self)(self.code)


class Fault(ShowroomError):
    """The world failed (disk, server, printer). Nothing was lost; trying again is safe."""
