from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.catalogue import CatalogueIndex
from tests.domain.builders import sku, weighed

RICE = sku(1, name="广南小粒香大米", short_name="小粒香米", initials="gnxlxdm")
TEA = sku(2, name="龙峡红茶", short_name="龙峡红茶", initials="lxhc", producer="龙峡茶业")
TWIN = sku(3, name="龙峡绿茶", initials="lxlc", barcodes=TEA.barcodes)
PORK = weighed(4, name="高峰牛肉", initials="gfnr")
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
    assert INDEX.search("WS0002") == [TEA]
    assert INDEX.search("69")[0] == RICE
    assert INDEX.search("  ") == []
    assert INDEX.search("\x00") == []
    assert INDEX.search("没有") == []


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
    many = CatalogueIndex.build([sku(i, name=f"米{i}", initials=f"m{i}") for i in range(1, 200)])
    for text in ("m", "米", "gn", "69"):
        found = many.search(text, limit=20)
        assert len(found) == len({s.sku_id for s in found}) <= 20
    assert many.search("m", limit=3) == list(many.skus[:3]) or len(many.search("m", limit=3)) == 3


@given(st.text(max_size=12))
def test_no_text_breaks_the_search(text):
    assert len(INDEX.search(text)) <= 4
