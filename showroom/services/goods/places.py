"""The zones and counties the centre stands for (docs/trade.md#zones-and-counties).

文山市's place on the list of 832 counties is unconfirmed, so it counts as not on it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountyPlace:
    """A county with its six-digit administrative code."""

    code: str
    name: str
    is_832: bool


@dataclass(frozen=True, slots=True)
class ZonePlace:
    """A display zone and the region behind it."""

    code: str
    name: str
    short_name: str
    province: str
    prefecture: str
    cooperation: str
    counties: tuple[CountyPlace, ...]


ZONES = (
    ZonePlace(
        "WS",
        "云南文山",
        "文山",
        "云南省",
        "文山壮族苗族自治州",
        "east_west",
        (
            CountyPlace("532601", "文山市", is_832=False),
            CountyPlace("532627", "广南县", is_832=True),
            CountyPlace("532622", "砚山县", is_832=True),
            CountyPlace("532624", "麻栗坡县", is_832=True),
        ),
    ),
    ZonePlace(
        "BC",
        "新疆巴楚",
        "巴楚",
        "新疆维吾尔自治区",
        "喀什地区",
        "counterpart",
        (CountyPlace("653130", "巴楚县", is_832=True),),
    ),
    ZonePlace(
        "YL",
        "湖北夷陵",
        "夷陵",
        "湖北省",
        "宜昌市",
        "three_gorges",
        (CountyPlace("420506", "夷陵区", is_832=False),),
    ),
    ZonePlace(
        "GL",
        "青海果洛",
        "果洛",
        "青海省",
        "果洛藏族自治州",
        "counterpart",
        (
            CountyPlace("632621", "玛沁县", is_832=True),
            CountyPlace("632622", "班玛县", is_832=True),
            CountyPlace("632623", "甘德县", is_832=True),
            CountyPlace("632624", "达日县", is_832=True),
            CountyPlace("632625", "久治县", is_832=True),
            CountyPlace("632626", "玛多县", is_832=True),
        ),
    ),
)
_PROVINCES = ("黑龙江", "内蒙古")


def short_zone_name(name: str) -> str:
    """What a chip shows of a zone: ``云南文山`` is 文山, ``黑龙江五常`` is 五常."""
    for province in _PROVINCES:
        if name.startswith(province) and len(name) > len(province):
            return name.removeprefix(province)
    return name[2:] if len(name) == 4 else name  # noqa: PLR2004 (province and place, two each)


def bare_county_name(name: str) -> str:
    """A county's name without 县, 市 or 区, for people who leave it out."""
    return name[:-1] if len(name) > 2 and name[-1] in "县市区" else name  # noqa: PLR2004 (麻栗坡县, but 吴县)
