"""What is to be approved, said in full: what, from what to what, past what, who asks and why."""

from __future__ import annotations

from datetime import date

from showroom.domain import figures
from showroom.domain.approval import Act, Deed, GoodsBack
from showroom.ui.look import formats
from showroom.ui.words.trade import place_name, tenders_named


def is_sealed(deed: Deed) -> bool:
    """What only the approver may read, once the PIN has told who that is: a count is blind."""
    return deed.act is Act.CASH_GAP


def deed_text(deed: Deed, *, opened: bool = False) -> str:
    """``广南小粒香大米 39.80 → 39.70``; of a sealed deed, not `opened`, what its asker knows."""
    old, new = formats.figure(deed.old_fen), formats.figure(deed.new_fen)
    moved, gone = formats.figure(deed.moved_fen), formats.figure(-deed.moved_fen)
    texts = {
        Act.DRAWER: "不收款，打开钱箱",
        Act.REFUND: f"{deed.name} 退款 {gone}",
        Act.DROP: f"缴款 {moved}，本班一共缴 {new}",
        Act.PAY_IN: f"补充备用金 {moved}，本班一共补充 {new}",
        Act.NEW_PRICE: f"新商品 {deed.name}，零售价 {new}",
        Act.LABEL: f"{deed.name} 按标价 {old}，秤标签上是 {new}",
        Act.CASH_GAP: f"{deed.name} 实点 {new}",
        Act.COST: f"收下 {deed.name}：{_cost_text(deed)}",
        Act.ORDER: f"订 {deed.name}：{_cost_text(deed)}",
        Act.OPENING: f"{deed.name}：已经开始营业，期初不经进货查验",
    }
    if deed.act in {Act.SHORT_LIFE, Act.EXPIRY}:
        return _dates_text(deed, new if deed.new_fen else "")
    if deed.act is Act.LATE_RETURN:
        last, expiry = deed.dates
        days = (date.fromisoformat(expiry) - date.fromisoformat(last)).days
        clause = f"约定到期前 {days} 天以上才能退"
        told = _joined(clause, f"{expiry} 到期", new if deed.new_fen else "")
        return f"退回 {deed.name}：{told}，供应商同意"
    if deed.act is Act.CLOCK:
        return _clock_text(deed)
    if opened and deed.act is Act.CASH_GAP:
        return f"{deed.name} 应有 {old}，实点 {new}，{' '.join(figures.gap(deed.moved_fen))}"
    return texts.get(deed.act, f"{deed.name or '整单'} {old} → {new}")


def asked_text(deed: Deed, asker: str) -> str:
    """``改零售价：低于会员价 35.00 · 小周 · 原因 临期``."""
    why = "、".join(x.text for x in deed.passed) or "收银员要授权"
    if deed.act is Act.CLOCK:  # both times are the reason
        return f"{deed.act.word}：{why} · {asker}"
    if deed.act in {Act.SHORT_LIFE, Act.OPENING, Act.COST, Act.EXPIRY, Act.ORDER, Act.LATE_RETURN}:
        return f"{deed.act.word} · {asker}"
    return f"{deed.act.word}：{why} · {asker} · 原因 {deed.reason or '没有写'}"


def _cost_text(deed: Deed) -> str:
    """``进价 70.00，平常 40.00，高于零售价 59.90``, as far as these are known."""
    usual = f"平常 {formats.figure(deed.old_fen)}" if deed.old_fen else ""
    return _joined(f"进价 {formats.figure(deed.new_fen)}", usual, *(x.text for x in deed.passed))


def _dates_text(deed: Deed, amount: str) -> str:
    """``收下 宜红茶 2盒：2026-06-01 生产，2026-07-01 到期，保质期已过三分之一，41.76``."""
    made, expiry, *usual = deed.dates
    why = f"按保质期应到 {usual[0]}" if usual else "保质期已过三分之一"
    begun = f"{made} 生产" if made else "没有生产日期"
    told = _joined(begun, f"{expiry} 到期", why, amount)
    return f"收下 {deed.name}：{told}"


def _joined(*told: str) -> str:
    return "，".join(part for part in told if part)


def _clock_text(deed: Deed) -> str:
    """``账本最后一笔 2026-11-23 10:00，电脑时钟 2036-11-22 10:00：核对过了，电脑时钟是对的``."""
    known, clock = (formats.date_time(at_us) for at_us in deed.clocks_us)
    what = "服务器" if deed.target.startswith("clock_not_servers") else "账本最后一笔"
    return f"{what} {known}，电脑时钟 {clock}：核对过了，电脑时钟是对的"


def deed_lines(deed: Deed, asker: str, *, opened: bool = False) -> tuple[str, ...]:
    """All that stands above the pad: the deed, its goods, the ways of money, who asks and why."""
    goods = (_goods_text(goods) for goods in deed.goods)
    ways = (f"退回 {tenders_named(deed.ways)}",) if deed.ways else ()
    return (deed_text(deed, opened=opened), *goods, *ways, asked_text(deed, asker))


def _goods_text(goods: GoodsBack) -> str:
    """``普者黑莲子 × 2，退 39.60，隔离待检``."""
    quantity = formats.quantity(goods.quantity, goods.sold_by)
    amount = formats.figure(goods.amount_fen)
    return f"{goods.name} × {quantity}，退 {amount}，{place_name(restock=goods.restock)}"
