"""What may pass without a question, and what of it was passed: an approval says why it asks."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.money import figure
from showroom.domain.worded import Worded


class Limit(Worded):
    """A limit of the shop or of the trade; what passes it asks."""

    PERCENT = "percent", "改动超过"
    AMOUNT = "amount", "改动超过"
    COST = "cost", "低于进价"
    MEMBER = "member", "低于会员价"
    TYPED = "typed", "标签数字是手工输入的"
    CASH_GAP = "cash_gap", "相差超过"
    DROP = "drop", "本班缴款超过"
    PAY_IN = "pay_in", "本班补充超过"
    PRICE = "price", "标价超过"
    TAG_PRICE = "tag_price", "高于零售价"


@dataclass(frozen=True, slots=True)
class Passed:
    """A limit that was passed and where it stands: percent, fen, or 0 where it has no figure.

    `line` names what of a whole order passed it, where the order as a whole does not.
    """

    limit: Limit
    at: int = 0
    line: str = ""

    @property
    def text(self) -> str:
        """``低于会员价 35.00``, ``改动超过 50%``; a cost is named without its figure.

        It is read by whoever asks, who may not see costs.
        """
        said = f"{self.line} {self.limit.word}".strip()
        if self.limit in {Limit.TYPED, Limit.COST}:
            return said
        at = f"{self.at}%" if self.limit is Limit.PERCENT else figure(self.at)
        return f"{said} {at}"


@dataclass(frozen=True, slots=True)
class PriceLimits:
    """From where a price change asks: `percent` of the old price up or down, or `amount_fen`."""

    percent: int = 50
    amount_fen: int = 20_000

    def passed(
        self, old_fen: int, new_fen: int, cost_fen: int, member_fen: int
    ) -> tuple[Passed, ...]:
        """Why it asks, () when it does not: a jump, a price below the cost or the member price.

        All fen; a cost or a member price of 0 is unknown.
        """
        return _below(new_fen, cost_fen, member_fen) + self.jumped(old_fen, new_fen)

    def passed_anew(self, new_fen: int, cost_fen: int, member_fen: int) -> tuple[Passed, ...]:
        """Why the first price of a product asks: beyond what would be a jump, or below a floor."""
        high = (Passed(Limit.PRICE, self.amount_fen),) if new_fen > self.amount_fen else ()
        return _below(new_fen, cost_fen, member_fen) + high

    def jumped(self, old_fen: int, new_fen: int) -> tuple[Passed, ...]:
        """By what one amount is further from the other than the shop finds plausible."""
        moved = abs(new_fen - old_fen)
        far = moved * 100 > old_fen * self.percent
        long = moved > self.amount_fen
        return (
            *((Passed(Limit.PERCENT, self.percent),) if far else ()),
            *((Passed(Limit.AMOUNT, self.amount_fen),) if long else ()),
        )


def above_tag(cost_fen: int, tag_fen: int) -> tuple[Passed, ...]:
    """That goods cost more than their tag price, () where they do not; a price of 0 is unknown."""
    return (Passed(Limit.TAG_PRICE, tag_fen),) if 0 < tag_fen < cost_fen else ()


def _below(new_fen: int, cost_fen: int, member_fen: int) -> tuple[Passed, ...]:
    floors = ((Limit.COST, cost_fen), (Limit.MEMBER, member_fen))
    return tuple(Passed(limit, floor) for limit, floor in floors if new_fen < floor)
