"""What becomes of paper and drawer, in words: nobody else says it.

A posting that stands says nothing of its slip (docs/hardware.md#the-life-of-a-slip): when it is
told the slip is in the outbox and no more. What can be said is what the printers told last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from showroom.domain.print_job import MAX_UNPRINTED, NO_PRINTER, SlipFate
from showroom.domain.slip_kind import SlipKind, role_of, word_of
from showroom.ui.words import messages

NO_DRAWER = "没有连着钱箱的打印机，请用钥匙开钱箱"
OPENING = "正在开钱箱"
DRAWER_DOUBT = "钱箱没弹开请用钥匙开"
NOBODY = {"receipt": "没有打印机", "label": "没有标签机", "report": "没有报表打印机"}
NEITHER = "没有打印机：请用钥匙开钱箱，{words}没有打，留在“打印”里"
RESTS = "{nobody}，{words}没有打，留在“打印”里"
UNSURE = "不确定是否打完，请到“打印”看一眼"
BEHIND_DOUBT = f"{{words}}在排队：前面有一张{UNSURE}"
BLOCKED = "{words}在排队：{why}"
QUEUED = "{words}在排队打印"
PRINTED = "{words}已打印"
ENDS = {
    "uncertain": f"{{words}}{UNSURE}",
    "cancelled": "{words}不打了",
}
UNPRINTED = "{words}没有打出来，请到“打印”看"
ONE_DOUBT, DOUBTS = f"有一张小票{UNSURE}", f"{{count}} 张小票{UNSURE}"
INSTEAD, INSTEAD_OF = "小票改由 {name} 打印", "小票改由 {name} 打印，请看看原来那台"
DRAWER_TROUBLES = {
    "use_key": "钱箱没有弹开，请用钥匙开",
    "in_doubt": DRAWER_DOUBT,
    "left_open": "钱箱没有关",
}
KEY_WANTED = ("use_key", "in_doubt")
"""Of these, what somebody must hear at once."""
NOT_SET_UP, NEAR_END, WELL = "还没有设置小票打印机", "小票纸快用完了，请备一卷", "小票打印机正常"
LEFT, NONE_WAITS = "{count} 张未打", "没有单据在等"
ON_DESK = {
    "uncertain": "{count} 张不确定",
    "failed": "{count} 张停下了",
    "queued": "{count} 张在等",
    "rests": LEFT,
}
GO_THERE = "，请到“打印”处理"
"""Said everywhere but there."""
LEFT_WITHOUT = f"没有打印机时留下 {{many}}{GO_THERE}"
FOUND_NO_PRINTER = f"{NOBODY['receipt']} · {{many}}"
STATES = {
    "queued": "等待打印",
    "sending": "正在打印",
    "uncertain": "不确定",
    "failed": "停下了",
    "rests": "没有打",
}
"""Of slips on the print desk; one that found no printer rests."""
STORY = {
    "queued": "等待",
    "uncertain": "不确定",
    "failed": "停下",
    "cancelled": "不打了",
    "expired": "过时",
    "printed": "打完",
}
DOUBT_WHY = {
    "printer_uncertain": "送出去了，没有收到打完的回音，请看一眼纸",
    "printer_queue_silent": "系统打印没有回音，过一会儿可能还会打出来，先别急着重打，请看一眼纸",
    "printer_paper_out": "打到一半没纸了，换好纸，看一眼打完整没有",
    "printer_cover_open": "打到一半上盖开了，合好上盖，看一眼打完整没有",
    "interrupted": "打的时候程序中断了，请看一眼纸",
}
DOUBT_SOMEHOW = "打到一半断了，请看一眼纸"
CONNECT_FIRST = "{nobody}，接好后按「打印」"
PRINTS_THEN = "{nobody}，接好就打"
CONNECTED_SINCE = "当时{nobody}，现在可以按「打印」"
REDIRECTED, WAIT_FOR_ONE, TRIED_AGAIN = "改由 {name}", "等人处理", "会自动再试"
UNDER_WAY = frozenset({"queued", "sending"})
FOUND_NONE = frozenset({"failed", "expired"})
HANDED_ON = "已交给系统打印，打没打出请看打印机"
BEFORE = "这一步之前已经做过，打没打出请看“打印”"
"""A repeated request put nothing into the outbox; its slip may be on paper already."""


@dataclass(frozen=True, slots=True)
class PrintersSeen:
    """How the printers were last seen: roles that have one, the code of a trouble, open doubts."""

    roles: Collection[str]
    trouble: str = ""
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The sentence of some slips and kicks; `on_its_way` unless somebody must do something."""

    text: str
    on_its_way: bool = True


NO_PRINTERS = PrintersSeen(frozenset())


def paper_words(kinds: Sequence[str], seen: PrintersSeen | None) -> PaperWords:
    """What can be said of slips and kicks that were just queued; `seen` None: nothing yet."""
    parts: list[PaperWords] = []
    kicks, slips = SlipKind.DRAWER in kinds, [k for k in kinds if k != SlipKind.DRAWER]
    for role in dict.fromkeys(role_of(kind) for kind in slips):
        words = "、".join(dict.fromkeys(word_of(k) for k in slips if role_of(k) == role))
        if kicks and role == role_of(SlipKind.DRAWER) and seen and role not in seen.roles:
            parts.insert(0, PaperWords(NEITHER.format(words=words), on_its_way=False))
            kicks = False
        else:
            parts.append(_slips(words, role, seen))
    if kicks:
        parts.insert(0, _drawer(seen))
    text = "，".join(part.text for part in parts)
    return PaperWords(text, all(part.on_its_way for part in parts))


def unprinted_words(count: int, *, has_printer: bool) -> str:
    """How many slips found no printer; with one they wait for a person, not for it."""
    many = LEFT.format(count=f"{count}{' 多' if count >= MAX_UNPRINTED else ''}")
    return (LEFT_WITHOUT if has_printer else FOUND_NO_PRINTER).format(many=many)


def on_the_desk(states: Sequence[str]) -> str:
    """How many slips are in which state (of `STATES`), what holds the others back first."""
    counts = Counter("queued" if state == "sending" else state for state in states)
    parts = [many.format(count=counts[state]) for state, many in ON_DESK.items() if counts[state]]
    return "，".join(parts) or NONE_WAITS


def nobody(kind: str) -> str:
    """That there is no printer for slips of a kind."""
    return NOBODY[role_of(kind)]


def fate_words(fates: Sequence[SlipFate], seen: PrintersSeen | None) -> PaperWords:
    """What became of slips that were queued: of what still waits as `paper_words`, else its end.

    A kick has done its work unheard; one that came too late is said, and what found no printer as
    it was foreseen when it was queued.
    """
    alone = [f for f in fates if f.problem == NO_PRINTER and f.state in FOUND_NONE]
    parts = [paper_words([f.kind for f in alone], NO_PRINTERS)]
    parts += [_ended(f) for f in fates if f.state not in UNDER_WAY and f not in alone]
    waits = [f.kind for f in fates if f.state in UNDER_WAY]
    if waits:
        parts.append(paper_words(waits, seen))
    told = [part for part in parts if part.text]
    text = "，".join(dict.fromkeys(part.text for part in told))
    return PaperWords(text, all(part.on_its_way for part in told))


def _ended(fate: SlipFate) -> PaperWords:
    word = word_of(fate.kind)
    if fate.kind == SlipKind.DRAWER:
        late = fate.state == "expired"
        return PaperWords(DRAWER_DOUBT if late else "", on_its_way=not late)
    if fate.state == "printed":
        return PaperWords(f"{word}{HANDED_ON}" if fate.handed_on else PRINTED.format(words=word))
    return PaperWords(ENDS.get(fate.state, UNPRINTED).format(words=word), on_its_way=False)


def _drawer(seen: PrintersSeen | None) -> PaperWords:
    if seen is not None and "receipt" not in seen.roles:
        return PaperWords(NO_DRAWER, on_its_way=False)
    if seen is not None and seen.trouble:
        return PaperWords(DRAWER_DOUBT, on_its_way=False)
    return PaperWords(OPENING)


def _slips(words: str, role: str, seen: PrintersSeen | None) -> PaperWords:
    if seen is not None and role not in seen.roles:
        return PaperWords(RESTS.format(nobody=NOBODY[role], words=words), on_its_way=False)
    if seen is not None and seen.doubts:
        return PaperWords(BEHIND_DOUBT.format(words=words), on_its_way=False)
    if seen is not None and seen.trouble:
        why = messages.sentence_for(seen.trouble)
        return PaperWords(BLOCKED.format(words=words, why=why), on_its_way=False)
    return PaperWords(QUEUED.format(words=words))
