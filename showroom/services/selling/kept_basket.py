"""A basket as its slot holds it, and how it is read back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from showroom.domain.basket import Basket
from showroom.domain.basket_line import BasketLine, Discount
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.codec import from_json, to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.reason import kept_words
from showroom.domain.tender import Payment, without_codes

UNREADABLE = "draft_unreadable"


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line at the price it was rung up at; the product is looked up again."""

    sku_id: int
    price_fen: int
    quantity: int
    label_fen: int | None
    discount: Discount | None
    typed: bool = False
    line_id: int = 0


@dataclass(frozen=True, slots=True)
class KeptBasket:
    """Stored as JSON; what an older program did not tell has its default."""

    lines: tuple[KeptLine, ...]
    current: int
    order_discount: Discount | None
    note: str
    age_checked: bool = False
    payment: Payment | None = None
    key: str = ""
    next_line_id: int = 0

    @staticmethod
    def read(content: str) -> KeptBasket:
        """Refuses `draft_unreadable`: not what any program wrote."""
        try:
            found = from_json(KeptBasket, content)
        except (Refusal, OverflowError, RecursionError) as error:
            raise Refusal("draft_unreadable") from error
        words = (found.note, found.key)
        if not all(isinstance(x, str) for x in words) or not isinstance(found.age_checked, bool):
            raise Refusal("draft_unreadable")
        return found

    @staticmethod
    def of(basket: Basket, payment: Payment | None) -> KeptBasket:
        """Without payment codes, wherever they were typed."""
        lines = tuple(
            KeptLine(
                x.sku.sku_id,
                x.sku.list_price_fen,
                x.quantity,
                x.label_fen,
                x.discount,
                x.typed,
                x.line_id,
            )
            for x in basket.lines
        )
        paid = payment and replace(payment, tenders=without_codes(payment.tenders))
        return KeptBasket(
            lines,
            basket.current,
            basket.order_discount,
            kept_words(basket.note),
            basket.age_checked,
            paid,
            basket.key,
            basket.next_line_id,
        )

    def text(self) -> str:
        """What `read` reads."""
        return to_json(self)

    def restore(self, index: CatalogueIndex) -> tuple[Basket, int]:
        """The basket, and how many of its lines no product of now can be rung up as.

        A line shows the price it was rung up at; paying asks whether that is still so, and whether
        the product is still sold: what was delisted comes back, so that it can be taken out.
        """
        lines: list[BasketLine] = []
        for x in self.lines:
            sku_id = SkuId(x.sku_id)
            sku = index.by_id.get(sku_id) or index.delisted.get(sku_id)
            if sku is not None:
                priced = replace(sku, list_price_fen=x.price_fen)
                line_id = x.line_id or len(lines) + 1  # what was approved names its line
                line = BasketLine(line_id, priced, x.quantity, x.label_fen, x.discount, x.typed)
                lines += [line] if line.is_sound else []
        basket = Basket(
            tuple(lines),
            lines[-1].line_id if lines else 0,
            max([self.next_line_id, *(x.line_id + 1 for x in lines)]),
            self.order_discount,
            self.note,
            self.age_checked,
            self.key,
        )
        return basket, len(self.lines) - len(lines)
