"""What a heading says beside its field's name: 零售价(元/斤), 保质期/月, 售价每斤, 不含税零售价.

One reading whatever the punctuation. What is said is the field's own (元, 天), or another way to
write it (分, 角), or makes it another column, which a person must name.

Beside the name of a price, an amount or a shelf life stands what is known, or nothing: no answer
makes 零售价(加元), 零售价lb or 保质期(季) the field's own, whether we know the word or not. What a
person took for it under a name of its own may say no money, tax or unit anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Container, Mapping

from showroom.domain.product import PRICE_FIELDS
from showroom.domain.quantity import grams_of

LONGEST_HEADING = 60
"""Characters of what is still a heading; beyond them nothing is looked for but brackets."""
_TAGS = frozenset({"list_price_fen", "member_price_fen"})

_ROUND = {ord(c): "(" for c in "[{【〔〖<《〈「『"} | {ord(c): ")" for c in "]}】〕〗>》〉」』"}
_BRACKETS = re.compile(r"\(([^()]*)\)")
_PARTS = "/:-–—·|,、;_"
_BETWEEN = "/:-–—·|,、;"
_FEW = re.compile(r"[,、;]")
_MONEYS = (
    r"美元|美金|欧元|港[元币纸]|英镑|日元|韩[元币]|新?台币|澳元|澳门[元币]|卢布|外币|[$€£₽₩฿]"
    r"|(?<![a-z])(?:usd|eur|euro|hkd|gbp|jpy|krw|twd|aud|mop|rub)(?![a-z])"
)
_UNTAXED = (
    r"不含税|未含税|未税|税前|除税|去税|excl(?:uding|usive)?\.?(?:of)?(?:tax|vat)"
    r"|ex\.?(?:tax|vat)|(?:before|without|net(?:of)?)(?:tax|vat)|taxexcl"
)
_CASES = r"箱|托盘|carton|percase|perbox"
_MASS_WORDS = r"千克|公斤|市?斤|公?吨|克"
_LONG = r"个?月|年|周|星期|小时|天"
_WORD = (
    rf"元|角|分|%|{_LONG}|日|{_MASS_WORDS}|市?两|整?箱|托盘?|[件打提板扎包袋盒瓶罐只支条个]"
    rf"|含税|{_MONEYS}|{_UNTAXED}|per(?:kgs?|g|gram|lb)|(?<![a-z])(?:kgs?|g|rmb|cny|fen)"
)
_GLUED = re.compile(rf"(?:(?:单位|[/每按])?(?:\d+(?:\.\d+)?)?(?:{_WORD}))+数?")
_AT_END = re.compile(rf"(.+?)({_GLUED.pattern})")
_BEFORE = re.compile(
    rf"((?:[每按](?:\d+(?:\.\d+)?)?(?:{_WORD}))|{_MASS_WORDS}|整?箱|含税|{_MONEYS}|{_UNTAXED})(.+)"
)


def whole(cell: str) -> str:
    """A heading as it is compared: full-width, case, spaces and kinds of brackets aside."""
    text = unicodedata.normalize("NFKC", cell).lower().replace("\ufeff", "")
    return "".join(text.split()).translate(_ROUND)


def bracketed(text: str) -> list[str]:
    """What stands in brackets."""
    return _BRACKETS.findall(text)


def parted(cell: str, known: Container[str]) -> tuple[str, tuple[str, ...]]:
    """The heading and what is said beside it; `known` are headings that are never taken apart."""
    text = whole(cell)
    head, sign, rest = text.partition("(")
    said = [part for inside in bracketed(sign + rest) for part in _FEW.split(inside)]
    head, tail = _trimmed(head), _trimmed(_BRACKETS.sub("", sign + rest))
    if not head:
        head, tail = tail, ""
    head, beside = _taken_apart(head, known)
    return head, tuple(_bare(r) for r in (*beside, *said, tail) if r)


def _trimmed(text: str) -> str:
    return text.rstrip("*:").lstrip("*")


def _bare(remark: str) -> str:
    """``元`` of 单位:元, ``月`` of 月数."""
    made = re.sub(r"^单位:?(?=.)", "", remark.strip(_PARTS)).strip(_PARTS)
    return made.removesuffix("数") or remark


def _taken_apart(head: str, known: Container[str]) -> tuple[str, tuple[str, ...]]:
    if head in known or len(head) > LONGEST_HEADING:
        return head, ()
    for at in range(len(head) - 1, 0, -1):
        rest = head[at:]
        apart = rest[0] in _BETWEEN or (rest[0] == "_" and not head[:at].isascii())
        if head[:at] in known and (apart or _GLUED.fullmatch(rest)):
            return head[:at], (rest,)
    if found := _BEFORE.fullmatch(head):
        return found[2], (found[1],)
    name, sign, rest = _split(head)
    if sign:
        return name, (rest,)
    if found := _AT_END.fullmatch(head):
        return found[1], (found[2],)
    return head, ()


def _split(head: str) -> tuple[str, str, str]:
    at = next((n for n, c in enumerate(head) if n and c in _BETWEEN), len(head))
    return head[:at], head[at : at + 1], head[at + 1 :]


# -- what may stand beside a price, an amount and a shelf life ------------------------------------

AMOUNTS = ("quantity", "reorder_point")
MEASURED = (*PRICE_FIELDS, *AMOUNTS)
GUARDED = frozenset((*MEASURED, "shelf_life"))
PAPERWORK = frozenset({"必填", "选填", "可选", "必选", "非必填", "*"})
"""Remarks of a form, which say nothing of the cells below."""
PIECES = "件个包袋盒瓶罐只支条份串张双套卷块枚桶升"
"""Pieces that a row's unit may be; 箱, 打 and 托 hold several and are none."""
SCALES: Mapping[str, str] = {
    **dict.fromkeys(("元", "yuan"), "yuan"),
    **dict.fromkeys(("分", "fen"), "fen"),
    "角": "jiao",
}
LIFE_UNITS: Mapping[str, str] = {
    **dict.fromkeys(("天", "日", "day", "days"), ""),
    **dict.fromkeys(("月", "个月", "month", "months"), "month"),
    **dict.fromkeys(("年", "year", "years"), "year"),
}
"""What a bare figure of a shelf life counts where the heading says it; days are the field's own."""
_TAXED = "(?<![不未非无没])含税"
_COMMON = (
    "必填 选填 可选 必选 非必填 门店 本店 店铺 店内 默认 建议 统一 线下 当前 现行 现有 最新 最近"
    " 今日 目前 标准 普通 正常 实际 参考 商品 产品 单品 系统 全国 分店 required optional default"
    " current standard store shop in"
)
_OF_PRICES = (
    "标价 吊牌 零售 市场 指导 公开 人民币 价格 单价 价 格 ¥ rmb cny price retail list selling sales"
    " sale unit suggested recommended"
)
_OF_AMOUNTS = (
    "期初 库存 数量 总数 总量 数 量 剩余 余量 可用 可售 账面 实盘 盘点 在库 仓库 现货 quantity qty"
    " stock opening onhand available"
)
_OF_LIFE = "期 限 时长 天数 常温 冷藏 冷冻 阴凉 shelf life"
_OF_FIELD: Mapping[str, str] = {
    **dict.fromkeys(PRICE_FIELDS, _OF_PRICES),
    "member_price_fen": f"{_OF_PRICES} 会员 vip member",
    "cost_price_fen": f"{_OF_PRICES} 进货 采购 平均 加权 成本 cost",
    **dict.fromkeys(AMOUNTS, _OF_AMOUNTS),
    "shelf_life": _OF_LIFE,
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _any_of(words: str, *more: str) -> re.Pattern[str]:
    longest = sorted(_words(words), key=len, reverse=True)
    return re.compile("|".join((*more, *map(re.escape, longest))))


_HARMLESS = {
    field: _any_of(f"{_COMMON} {_OF_FIELD[field]}", *([_TAXED] if field in PRICE_FIELDS else ()))
    for field in GUARDED
}
"""Words that say nothing of money, tax or unit but what the field has anyway."""
_SECOND = re.compile(r"#\d+")
"""How the second column of a title is told from the first."""
_PIECE = re.compile(rf"(元)?(?:[/每按])?([{PIECES}])")
_MARKS = "-–—·|,、;_ "
"""What parts two words and says nothing; / and + say something."""


def core(field: str, remark: str) -> str:
    """A remark without its harmless words: 元 of 单位元,必填."""
    found = _HARMLESS.get(field)
    return remark if found is None else found.sub("", remark).strip(_MARKS)


def measure(field: str, remark: str) -> str:
    """The mass or the piece that a remark says a price or an amount is by; "" for none.

    ``500g``, ``元/斤`` as they are, ``袋`` of 元/袋.
    """
    said = core(field, remark)
    if field not in MEASURED or (field in AMOUNTS and said.startswith("元")):
        return ""
    if grams_of(said):
        return said
    found = _PIECE.fullmatch(said)
    return found[2] if found else ""


def is_foreign(
    field: str, cell: str, heading: str, remarks: Collection[str], names: Collection[str]
) -> bool:
    """Whether a heading says what is not known to be so of the field, or two scales of money.

    `heading` and `remarks` are those of the cell, `names` what the field is called.
    """
    if any(not _is_known(field, remark, names) for remark in remarks):
        return True
    scales = _scales(field, remarks)
    if heading in names:
        return len(scales | _own_scale(heading)) > 1
    if "元" in remarks and _OF_ELSEWHERE.search(heading):
        return True
    inside = max((name for name in names if name in heading), key=len, default="")
    if inside:
        around = heading.split(inside, 1)
        return len(scales) > 1 or not all(_is_nothing(field, t) for t in around)
    return len(scales) > 1 or _has_sign(field, cell, heading, remarks)


def _scales(field: str, remarks: Collection[str]) -> set[str]:
    known = LIFE_UNITS if field == "shelf_life" else SCALES
    scales = {known[said] for said in (core(field, r) for r in remarks) if said in known}
    return scales | {"yuan" for r in remarks if r.startswith("元")}


def _own_scale(heading: str) -> set[str]:
    """What a name of a field says by itself: fen, or days."""
    if heading.endswith("_fen"):
        return {"fen"}
    return {""} if _IN_DAYS.search(heading) else set()


_IN_DAYS = re.compile("天数|days")


def _is_nothing(field: str, text: str) -> bool:
    said = core(field, text)
    return not said or _SECOND.fullmatch(said) is not None


def _is_known(field: str, remark: str, names: Collection[str]) -> bool:
    if _is_nothing(field, remark) or remark in PAPERWORK or remark in names:
        return True
    said = core(field, remark)
    if field == "shelf_life":
        return said in LIFE_UNITS
    return (field in PRICE_FIELDS and said in SCALES) or bool(measure(field, remark))


_OF_ELSEWHERE = re.compile(r"[加澳美欧港日韩台纽]$|(?<!最)新$")
"""What makes the 元 behind it another country's."""


# -- headings with none of the field's names -------------------------------------------------------

_INNOCENT = _any_of("分店 分部 分公司 包邮 包装 条码 支付 个人 个体 提货 套餐 片区 升级 时间")
"""Words that have a sign in them and say none."""
_UNITS = (
    rf"[{PIECES}箱筐筒盆托打提板扎捆片粒听排斤两克吨磅十百千万亿倍×✕÷‰%税稅兩個]"
    r"|盎司|(?<!\d)10+(?!\d)"
)
_SIGNS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(
        PRICE_FIELDS,
        re.compile(
            rf"{_UNITS}|[元圆圓角分毛厘镑鎊铢盾币幣折净裸刀]|美金|法郎|克朗|比索|卢布|卢比|林吉特|里拉|兰特"
        ),
    ),
    **dict.fromkeys(AMOUNTS, re.compile(rf"{_UNITS}|[元额值天周月年大整]")),
    "shelf_life": re.compile(r"[年月周週季旬时時秒]|星期|礼拜|分钟|[十百千万倍×%]"),
}
_LATIN = _words(
    "fen jiao us cent cents pence penny dollar dollars euro euros pound pounds baht won yen"
    " ruble rupee franc usd eur hkd gbp jpy krw twd aud cad mop rub sgd thb chf inr vnd myr"
    " idr php nzd sek nok dkk oz ounce ounces lb lbs kg kgs g gram grams mg ml l liter litre"
    " gallon dozen doz case cases carton cartons ctn box boxes pack packs pallet tax taxed"
    " untaxed vat gst excl excluding net percent discount per k w hundred thousand million"
    " value amount month months mth year years yr week weeks wk quarter hour hours hr h m y d"
)
_CAPITALS = frozenset({"CNY", "RMB", "VIP", "POS", "SKU", "ERP", "NEW", "MIN", "MAX", "QTY"})
_ISO = re.compile(r"[A-Z]{3}")
"""Three capitals are a money of ISO 4217 unless they are known to be something else."""
_GLUED_LATIN = re.compile(
    r"(?:cents|fen|usd|eur|hkd|gbp|jpy|value|cases|cartons|dozen|months?|weeks?|years?|hours?)$"
)
_LATIN_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def _has_sign(field: str, cell: str, heading: str, remarks: Collection[str]) -> bool:
    """Whether a free heading has a word or a mark of another money, tax or unit anywhere."""
    if any(unicodedata.category(c) == "Sc" and c != "¥" for c in heading):
        return True
    beside = {word for remark in remarks for word in _LATIN_WORDS.findall(remark)}
    words = _LATIN_WORDS.findall(unicodedata.normalize("NFKC", cell))
    for word in (w for w in words if w.lower() not in beside):
        money = _ISO.fullmatch(word) and field in PRICE_FIELDS
        low = word.lower()
        if (money and word not in _CAPITALS) or low in _LATIN or _GLUED_LATIN.search(low):
            return True
    return _SIGNS[field].search(_HARMLESS[field].sub("", _INNOCENT.sub("", heading))) is not None


# -- what that makes of a field --------------------------------------------------------------------

_DATED = frozenset(["yyyy-mm-dd", "yyyy/mm/dd", "年-月-日", "年月日"])
_OWN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(PRICE_FIELDS, frozenset(["元", "¥", "人民币", "rmb", "cny", "yuan"])),
    "tax": frozenset(["%", "百分比"]),
    "shelf_life": frozenset(["天", "日", "days", "day"]),
    **dict.fromkeys(AMOUNTS, frozenset(PIECES)),
    **dict.fromkeys(("production_date", "expiry_date"), _DATED),
    "barcodes": frozenset(["barcodes", "ean13", "ean-13", "69码"]),
}
"""What says of a column what its field is anyway."""
_FLAG = re.compile(r"(?:称重|传秤|过秤|散称|计重|weigh)")
_PER_MILLE = re.compile(r"千分.*|‰")


def is_own(field: str, remark: str) -> bool:
    """Whether a remark says nothing that is not so of the field anyway."""
    taxed = remark == "含税" and field in _TAGS
    return taxed or remark in PAPERWORK or remark in _OWN.get(field, ())


def written(field: str, cell: str, remarks: tuple[str, ...]) -> str:
    """How the cells of a field are written where its heading says so.

    ``fen``, ``jiao``, ``flag``, ``month``, ``year``.

    是否传秤 answers 计价方式 by 是 and 否.
    """
    if field in PRICE_FIELDS:
        scales = [SCALES[said] for said in (core(field, r) for r in remarks) if said in SCALES]
        return next((scale for scale in scales if scale != "yuan"), "")
    if field == "shelf_life":
        said = (LIFE_UNITS.get(core(field, r), "") for r in remarks)
        return next(filter(None, said), "")
    return "flag" if field == "sold_by" and _asks_weighed(cell) else ""


def _asks_weighed(cell: str) -> bool:
    text = whole(cell)
    return bool(_FLAG.search(text)) and "计件" not in text


def contradicts(
    field: str, cell: str, heading: str, remarks: Collection[str], names: Collection[str]
) -> bool:
    """Whether a heading says what makes its cells none of the field, whatever somebody answers."""
    if field in GUARDED:
        return is_foreign(field, cell, heading, remarks, names)
    return field == "tax" and any(_PER_MILLE.fullmatch(r) for r in remarks)


# -- on sale or not --------------------------------------------------------------------------------

OFF_WORD = re.compile(
    r"(?:已|暂|暂时)?(?:停[用购售销产止业]|禁[用售销]|淘汰|下[架市线]|作废|删除|注销|冻结|清退|失效|封存).*|停"
    r"|(?:不可|不能|非)(?:售|卖|在售|销售).*|无效|未启用|未上架|disabled|inactive|archived|discontinued|off"
)
ON_WORD = re.compile(
    r"(?:已|正在)?(?:启用|上架|在售|在用|使用|销售)(?:中|状态)?|正常(?:[销商]?[售品])?|可[售销用卖]|可销售|有效|激活"
    r"|新品|enabled?|active|normal|on|onsale|available"
)
YES, NO = (
    frozenset(["是", "1", "true", "y", "yes", "√"]),
    frozenset(["否", "0", "false", "n", "no", "×"]),
)
_MARK = "(?:标[志识记])?"
_STATE = re.compile(
    r"(?:(?:商品|产品|货品|启用|停用|销售|上架|上下架|可售|在售|经营|使用|当前)?状态|上下架"
    r"|(?:product|item|sku|sale|sales)?[_ ]?status)"
)
_OFF = re.compile(
    r"(?:是否|已|是否已|已经)?(?:停[用售销产购]|停止销售|禁[用售销]|淘汰|下架|作废|删除|注销|冻结)(?:商品)?"
    rf"{_MARK}|(?:is_?)?(?:disabled|inactive|archived|discontinued)"
)
_ON = re.compile(
    r"(?:是否|已|是否已|已经)?(?:启用|上架|在售|在用|可[售卖销]|可销售|允许销售|有效)(?:商品)?"
    rf"{_MARK}|(?:is_?)?(?:active|enabled?)|sale_?ok|canbesold|on_?sale"
)
_EXPLAINED = re.compile(r"\d|[=/]")


def state_kind(heading: str, remarks: Collection[str]) -> str:
    """Of a column of no field: ``off``, ``on`` or ``state`` (by a word); "" for any other.

    ``either`` where a remark explains the cells (1=停用, 上架/下架): then 是, 否, 1 and 0 say
    nothing by themselves. 停用(是/否) asks what 停用 does.
    """
    kinds = {"off": _OFF, "on": _ON, "state": _STATE}
    kind = next((kind for kind, words in kinds.items() if words.fullmatch(heading)), "")
    said = [r for r in remarks if r not in {"是/否", "y/n", "必填", "选填"}]
    explained = any(
        _EXPLAINED.search(r) or OFF_WORD.fullmatch(r) or ON_WORD.fullmatch(r) for r in said
    )
    return "either" if kind and explained else kind
