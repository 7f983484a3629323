"""The demo shop's suppliers: made up, two of each region, with papers of every condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from showroom.domain.documents.credit_code import check_sign
from showroom.domain.documents.supplier import (
    Borne,
    Contract,
    Licence,
    LicenceKind,
    SupplierContent,
)
from showroom.domain.stock import Terms
from showroom.services.books.posting import Posting
from showroom.services.stock.supply.supplier_checks import (
    check_contract,
    check_licence,
    checked_content,
)
from showroom.services.stock.supply.suppliers import (
    insert_contract,
    insert_licence,
    insert_supplier,
)

NOTE = "演示资料"
_FAR, _SOON, _JUST_ENDED = 700, 18, -12
"""Days from the day of the papers to the end of a licence."""
_BEGUN = 500
"""Days before it on which the contracts began."""


@dataclass(frozen=True, slots=True)
class DemoSupplier:
    """Terms are (经营方式, 扣点 in hundredths of a percent); `area` begins its credit code."""

    name: str
    area: str
    address: str
    contact: str
    phone: str
    licence: LicenceKind
    terms: tuple[tuple[Terms, int], ...]
    days_left: int = _FAR


_BOUGHT, _ON_SALE, _COUNTER = Terms.BUY_OUT, Terms.CONSIGNMENT, Terms.CONCESSION
_TRADE, _MADE = LicenceKind.FOOD_TRADE, LicenceKind.FOOD_PRODUCTION
_BOTH = ((_ON_SALE, 2_500), (_BOUGHT, 0))
_BOUGHT_ALONE = ((_BOUGHT, 0),)


def _supplier(  # noqa: PLR0913, PLR0917 (a row of the table below)
    name: str,
    place: tuple[str, str],
    contact: str,
    phone: str,
    licence: LicenceKind,
    terms: tuple[tuple[Terms, int], ...],
    days_left: int = _FAR,
) -> DemoSupplier:
    return DemoSupplier(f"{name}（演示）", *place, contact, phone, licence, terms, days_left)


_WENSHAN = ("532601", "云南省文山市演示路1号")
_YANSHAN = ("532622", "云南省文山州砚山县演示路2号")
_BACHU = ("653130", "新疆喀什地区巴楚县演示路3号")
_YILING = ("420506", "湖北省宜昌市夷陵区演示路5号")
_JIUZHI = ("632625", "青海省果洛州久治县演示路7号")
_MAQIN = ("632621", "青海省果洛州玛沁县演示路8号")
DEMO_SUPPLIERS = (
    _supplier("文山农特产品供应链", _WENSHAN, "李经理", "0876-0000001", _TRADE, _BOTH),
    _supplier("砚山县中康蔬菜", _YANSHAN, "陶经理", "0876-0000002", _TRADE, _BOUGHT_ALONE),
    _supplier("巴楚县胡杨干果合作社", _BACHU, "买买提", "0998-0000003", _MADE, _BOTH),
    _supplier(
        *("巴楚县罗诗蓝养殖", _BACHU, "古丽", "0998-0000004", _TRADE, _BOUGHT_ALONE, _JUST_ENDED)
    ),
    _supplier("宜昌夷陵茶业供销", _YILING, "萧经理", "0717-0000005", _MADE, _BOTH, _SOON),
    _supplier(
        *("许家冲村绣娘工坊", _YILING, "谢老师", "0717-0000006", LicenceKind.OTHER),
        ((_COUNTER, 1_500),),
    ),
    _supplier("久治县牦牛产业合作社", _JIUZHI, "扎西", "0975-0000007", _TRADE, _BOTH),
    _supplier("玛沁县雪山乳业", _MAQIN, "卓玛", "0975-0000008", _MADE, _BOTH),
)


def write_suppliers(posting: Posting, papers_day: str) -> None:
    """All of them inside the command that sets the shop up; each by the checks of its verb."""
    day = date.fromisoformat(papers_day)
    for n, demo in enumerate(DEMO_SUPPLIERS, 1):
        bare = f"93{demo.area}DEM{n:06d}"
        code = bare + check_sign(bare)
        content = SupplierContent(demo.name, "", code, demo.address, demo.contact, demo.phone, NOTE)
        supplier_id = insert_supplier(posting, checked_content(content))
        ends = (day + timedelta(days=demo.days_left)).isoformat()
        letters = "SC" if demo.licence is _MADE else "JY"
        for licence in (
            Licence(0, LicenceKind.BUSINESS, code, ""),
            Licence(0, demo.licence, f"{letters}1{demo.area}{n:07d}", ends),
        ):
            insert_licence(posting, supplier_id, check_licence(licence))
        begun = (day - timedelta(days=_BEGUN)).isoformat()
        for at, (terms, commission_bp) in enumerate(demo.terms, 1):
            contract = _contract(terms, commission_bp, f"演示-{begun[:4]}-{n:02d}-{at}", begun)
            insert_contract(posting, supplier_id, check_contract(contract))


def _contract(terms: Terms, commission_bp: int, number: str, begun: str) -> Contract:
    bought = terms is _BOUGHT
    return Contract(
        contract_id=0,
        contract_no=number,
        terms=terms,
        commission_bp=commission_bp,
        payment_days=30 if bought else 45,
        loss_borne_by=Borne.SHOP if bought else Borne.SUPPLIER,
        promotion_borne_by=Borne.SHARED,
        return_before_days=0 if terms is _COUNTER else 30,
        valid_from=begun,
        valid_to="",
    )
