"""One figure, its goal and how far it is from it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    goal: float
    unit: str = "x"
    detail: str = ""

    @property
    def met(self):
        return self.value <= self.goal

    def __str__(self):
        short = "" if self.met else f"  falls short by {100 * (self.value / self.goal - 1):.0f} %"
        told = f"  ({self.detail})" if self.detail else ""
        return f"{self.name}: {self.value:.3g} {self.unit}, goal <= {self.goal:g}{short}{told}"


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values):
    return percentile(values, 0.5)
