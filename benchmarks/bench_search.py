"""Search as you type over 20 000 products: every prefix of every query is a keystroke."""

import time

from benchmarks.figures import Figure, median, percentile
from benchmarks.shop import NAMES, PLACES
from showroom.domain.catalogue import CatalogueIndex
from showroom.services.shop.pinyin import spelling
from tests.domain.builders import sku

PRODUCTS = 20_000
QUERIES = (
    "xlxdm",
    "葡萄",
    "宜红茶",
    "699000012",
    "B01234",
    "合作社",
    "没有这个",
    "qkj",
    "号",
    "三七花00123",
    "lxdami",
    "sanqihua",
    "shishi",
)


def run():
    index = CatalogueIndex.build(
        [
            sku(
                i,
                name=f"{NAMES[i % 8]}{i:05d}号",
                short_name=f"{NAMES[i % 8]}{i:05d}",
                code=f"B{i:05d}",
                barcodes=(f"6990{i:09d}",),
                spelling=spelling(f"{NAMES[i % 8]}{i:05d}号", f"{NAMES[i % 8]}{i:05d}"),
                producer=f"{PLACES[i % 4][1]}第{i % 50}合作社",
            )
            for i in range(PRODUCTS)
        ]
    )
    times = []
    for _ in range(60):
        for query in QUERIES:
            for end in range(1, len(query) + 1):
                start = time.perf_counter()
                index.search(query[:end])
                times.append(time.perf_counter() - start)
    detail = f"p50 {median(times) * 1e3:.3f} ms over {len(times)} keystrokes"
    yield Figure("search keystroke p99", percentile(times, 0.99) * 1e3, 2, "ms", detail)
