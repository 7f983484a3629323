import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.barcode import GTIN_LENGTHS, check_digit
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.ids import SkuId
from showroom.services.shop.pinyin import spelling
from tests.domain.builders import sku, weighed


def named(number, name, short="", make=sku, **changes):
    facts = {"name": name, "short_name": short or name, "spelling": spelling(name, short)}
    return make(number, **{**facts, **changes})


RICE = named(1, "广南小粒香大米", "香米")
TEA = named(2, "龙峡红茶", producer="龙峡茶业")
TWIN = named(3, "龙峡绿茶", barcodes=TEA.barcodes, county="富宁县")
PORK = named(4, "高峰牛肉", make=weighed, producer="高峰牧场")
INDEX = CatalogueIndex.build([RICE, TEA, TWIN, PORK], version=7)


def test_a_barcode_may_name_several_products():
    assert INDEX.find(TEA.barcodes[0]) == (TEA, TWIN)
    assert INDEX.find("ws0001") == (RICE,)
    assert INDEX.find("2210001") == (PORK,)
    assert INDEX.find("nothing") == ()


def test_search_by_initials_name_code_and_producer():
    assert INDEX.search("lxh") == [TEA]
    assert INDEX.search("LX")[:2] == [TEA, TWIN]
    assert INDEX.search("香大") == [RICE]
    assert INDEX.search("茶业") == [TEA]
    assert INDEX.search("富宁") == [TWIN]
    assert INDEX.search("WS0002") == [TEA]
    assert INDEX.search("69")[0] == RICE
    assert INDEX.search("xiangmi") == [RICE]
    assert INDEX.search("s0002") == [TEA]
    assert INDEX.search("lxhc1") == []
    assert INDEX.search("  ") == []
    assert INDEX.search("\x00") == []
    assert INDEX.search("没有") == []


def test_a_product_is_known_by_its_name_or_by_its_code_alone():
    index = CatalogueIndex.build([named(1, "三七花", code="WS0001"), named(2, "红茶", code="HC2")])
    flower, tea = (index.exact[code][0] for code in ("WS0001", "HC2"))
    assert [index.is_named(flower, text) for text in ("sqh", "qh", "七花", "san")] == [True] * 4
    assert not index.is_named(flower, "ws")
    assert index.is_named(tea, "hc"), "initials that begin its code as well"
    assert not index.is_named(tea, "sqh")


def test_a_wildcard_is_only_itself():
    assert INDEX.search("%") == []
    assert INDEX.search("_") == []


def test_new_stock_reaches_every_way_to_a_product_and_leaves_the_others():
    after = INDEX.restocked({s.sku_id: (s.on_hand, s.expired_on_hand) for s in (RICE, TWIN, PORK)})
    assert after.restocked({}).by_id[RICE.sku_id].on_hand == 0
    assert after.by_id[TEA.sku_id].on_hand == 0
    assert after.find(TEA.barcodes[0]) == (after.by_id[TEA.sku_id], TWIN)
    assert after.find("ws0002") == (after.by_id[TEA.sku_id],)
    assert after.search("lxh") == [after.by_id[TEA.sku_id]]
    assert after.by_id[RICE.sku_id] is RICE
    levels = {s.sku_id: (s.on_hand, s.expired_on_hand) for s in INDEX.skus}
    assert INDEX.restocked(levels) is INDEX


def test_results_are_limited_and_distinct():
    many = CatalogueIndex.build(
        [sku(i, name=f"米{i}", spelling=f"mi {' '.join(str(i))}") for i in range(1, 200)]
    )
    for text in ("m", "米", "gn", "69"):
        found = many.search(text, limit=20)
        assert len(found) == len({s.sku_id for s in found}) <= 20
    assert many.search("m", limit=3) == list(many.skus[:3]) or len(many.search("m", limit=3)) == 3


@given(st.text(max_size=12))
def test_no_text_breaks_the_search(text):
    assert len(INDEX.search(text)) <= 4


CHILLI = named(11, "朝天椒")
HERB = named(12, "文山三七", "三七")
MEAT = named(13, "广味腊肉")
ROOT = named(14, "单枞党参茶")
LONG = named(15, "长阳曾府重楼")
SHELF = (CHILLI, HERB, MEAT, ROOT, LONG)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sq", HERB),
        ("wenshansanqi", HERB),
        ("wssanq", HERB),
        ("lr", MEAT),
        ("larou", MEAT),
        ("ds", ROOT),
        ("dangcan", ROOT),
        ("chantc", None),
        ("ctj", CHILLI),
        ("zhaotj", CHILLI),
        ("cy", LONG),
        ("zhangyang", LONG),
        ("zfcl", LONG),
        ("cengfuzhonglou", LONG),
    ],
)
def test_names_are_found_by_every_reading_of_their_characters(text, found):
    assert CatalogueIndex.build(SHELF).search(text) == ([found] if found else [])


def test_the_exact_code_stands_before_beginnings_and_those_before_the_middle():
    exact = named(21, "茶具", code="LC")
    begins = named(22, "老茶", code="LC9")
    first = named(23, "绿茶")
    middle = named(24, "红绿茶")
    index = CatalogueIndex.build([middle, first, begins, exact])
    assert index.search("lc") == [exact, begins, first, middle]


def test_best_sellers_come_first_among_equals():
    rows = [named(i, f"绿茶{i}") for i in range(1, 9)]
    index = CatalogueIndex.build(rows, best=[rows[5].sku_id, rows[2].sku_id, SkuId(99)])
    assert index.search("lc")[:3] == [rows[5], rows[2], rows[0]]
    assert index.search("茶")[:3] == [rows[5], rows[2], rows[0]]
    assert index.skus == tuple(rows)


def test_lists_find_by_the_same_search_and_delisted_products_too():
    index = CatalogueIndex.build(SHELF[1:], delisted=[CHILLI])
    assert index.search("ctj") == []
    assert index.find(CHILLI.code) == ()
    assert index.matching("ctj") == {CHILLI.sku_id}
    assert index.matching(" ") is None
    for text in ("sq", "楼", "茶", "ws00", "县"):
        listed = index.matching(text) or frozenset()
        assert {s.sku_id for s in index.search(text)} == listed - {CHILLI.sku_id} != set()


@given(st.integers(0, 10**13 - 1))
def test_a_gtin_is_the_same_article_with_more_or_fewer_zeros_before_it(number):
    """Zeros before it leave the check digit as it is; any other figure there is another article."""
    bare = f"{number}{check_digit(str(number))}".lstrip("0") or "0"
    known = {n: bare.zfill(n) for n in GTIN_LENGTHS if n >= len(bare)}
    for kept in known.values():
        index = CatalogueIndex.build([RICE, sku(9, barcodes=(kept,))])
        for scanned in known.values():
            assert [x.sku_id for x in index.find(scanned)] == [9]
            assert [x.sku_id for x in index.search(scanned)][:1] == [9]
            assert 9 in (index.matching(scanned) or ())
        carton = "1" + bare.zfill(13)[:12]
        assert index.find(carton + check_digit(carton)) == ()


def test_zeros_before_what_is_no_gtin_make_another_code():
    index = CatalogueIndex.build([sku(9, barcodes=("6990100100011",), code="0012345")])
    assert index.find("06990100100012") == ()
    assert index.find("012345") == ()
