"""On which terms goods are ordered and come in: a contract and a supplier's papers, in words."""

from __future__ import annotations

from collections.abc import Iterable

from showroom.domain.documents.supplier import Contract, SupplierFacts, in_use

NO_CONTRACT = "没有合同，按商品自己的经营方式"
NOT_IN_FORCE = "合同都不在期内，收货前要续签"
BY_GOODS = "有几份合同，按商品的经营方式分"
UNNAMED = "还没有选供应商：按 F2 选"


def contract_text(contract: Contract) -> str:
    """``代销 扣点 25%　HT-2026-03　账期 60 天``."""
    days = f"账期 {contract.payment_days} 天" if contract.payment_days else ""
    return "　".join(part for part in (contract.named, contract.contract_no, days) if part)


def order_terms_text(supplier: SupplierFacts | None, today: str) -> tuple[str, str]:
    """To whom an order goes and on which terms, and its tone: danger where papers have ended."""
    if supplier is None:
        return UNNAMED, "warning"
    papers, tone = papers_text(supplier, today)
    told = (supplier.name, _terms(supplier.contracts, supplier.terms_on(today)), papers)
    return f"下单给 {'　'.join(told)}", tone


def _terms(every: Iterable[Contract], in_force: tuple[Contract, ...]) -> str:
    if not any(True for _ in every):
        return NO_CONTRACT
    if len(in_force) > 1:
        return f"{BY_GOODS}：{'、'.join(f'{c.named} {c.contract_no}'.strip() for c in in_force)}"
    return contract_text(in_force[0]) if in_force else NOT_IN_FORCE


def papers_text(supplier: SupplierFacts | None, today: str) -> tuple[str, str]:
    """``食品经营许可证 有效至 2027-03-01`` and its tone, of what is in use and ends first."""
    if supplier is None:
        return "进货要记供货者：按 F2 选供应商", "warning"
    used = in_use(supplier.licences)
    dated = sorted((x for x in used if x.valid_until), key=lambda x: x.valid_until)
    if not supplier.licences:
        return "没有登记证照", "warning"
    if not dated:
        return f"{used[0].kind.word} 长期有效", "muted"
    first = dated[0]
    ended = not first.is_valid(today)
    word = "已于" if ended else "有效至"
    text = f"{first.kind.word} {word} {first.valid_until}{' 到期' if ended else ''}"
    return text, "danger" if ended else "muted"
