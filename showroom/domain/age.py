"""What must not be sold to minors, as far as words can tell (docs/trade.md#not-to-minors).

Only a guess for products whose own flag is not known yet; whoever imports them is asked.
"""

from __future__ import annotations

ADULT_WORDS = ("酒", "香烟", "卷烟", "雪茄", "烟丝", "电子烟")
OTHER_WORDS = (
    "酒精",
    "酒酿",
    "酒糟",
    "酒曲",
    "酒杯",
    "酒具",
    "酒壶",
    "酒盏",
    "酒瓶",
    "酒盒",
    "酒店",
    "酒鬼花生",
    "下酒",
    "料酒",
)
"""Goods with 酒 in their name that are no drink."""
ADULT_CATEGORIES = frozenset(
    {"酒", "酒类", "白酒", "黄酒", "米酒", "啤酒", "果酒", "葡萄酒", "洋酒", "烟", "烟草", "烟酒"}
)
"""饮料酒水 is none of them: water and juice stand there too."""


def sounds_adult(name: str, category: str) -> bool:
    """True when the name or a category of nothing else says spirits or tobacco."""
    for word in OTHER_WORDS:
        name = name.replace(word, "")
    return category in ADULT_CATEGORIES or any(word in name for word in ADULT_WORDS)
