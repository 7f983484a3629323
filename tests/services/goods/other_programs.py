"""Sheets as other programs export them: their headings and shapes, after what is public of them.

`ALL` are small ones that are understood as they are; `WHOLE` have every column of an export, most
of which the till has no field for, and are answered by the column question.
"""

import csv
import html
import io

YINBAO = (
    "商品资料导出\t\t\t\t\t\t\t\t\n"
    "名称（必填）\t分类（必填）\t条码\t规格\t主单位\t库存量\t进货价（必填）\t销售价（必填）\t供货商\n"
    "试吃米线\t方便食品\t6990000000015\t500g\t袋\t3\t8\t12.5\t广南合作社\n"
)
SIXUN = (
    "货号,条码,品名,规格,单位,产地,类别,主供应商,进价,零售价,会员价,销项税,计价方式,经销方式,保质期\n"
    "10001,6990000000015,试吃米线,500g,袋,广南县,方便食品,广南合作社,8.00,12.50,12.00,9,普通,经销,180\n"
)
KEMAI = (
    "商品编码;商品条码;商品名称;商品简称;规格;单位;类别名称;供应商;进价;售价;销项税率;产地;保质期天数;库存数量\n"
    "10001;6990000000015;试吃米线;米线;500g;袋;方便食品;广南合作社;8;12,5;9%;广南县;180;3\n"
    "10002;6990000000022;酸辣粉;;500g;袋;方便食品;广南合作社;8;12.5;9%;广南县;180;3\n"
)
ODOO = (
    '"Internal Reference","Barcode","Name","Product Category","Unit of Measure","Sales Price"'
    ',"Cost","Quantity On Hand"\n'
    '"FURN_1","6990000000015","试吃米线","All / Food","Units","12.50","8.00","3.00"\n'
)
ERPNEXT = (
    '"Item Code","Item Name","Item Group","Default Unit of Measure","Standard Selling Rate"'
    ',"Valuation Rate","Shelf Life In Days","Opening Stock","Barcode (Barcodes)"\n'
    '"ITEM-1","试吃米线","Products","Nos","12.50","8","180","3","6990000000015"\n'
)
OPEN_FOOD_FACTS = (
    "code\turl\tcreator\tproduct_name\tgeneric_name\tquantity\tbrands\tcategories\n"
    "6990000000015\thttp://x\tkiliweb\t试吃米线\t\t500 g\t某牌\ten:noodles\n"
)
ALL = {
    "银豹": YINBAO,
    "思迅": SIXUN,
    "科脉": KEMAI.replace("12,5;", "12.5;"),
    "Odoo": ODOO,
    "ERPNext": ERPNEXT,
    "Open Food Facts": OPEN_FOOD_FACTS,
}
UNKNOWN = {"科脉": {"供应商": ""}}
"""Suppliers that the shop has not registered: whose stock it is cannot be told by this column."""


def columns(text):
    """Headings with what stands below them: ``货号=10001 | 品名=试吃米线``."""
    return [part.strip().partition("=")[::2] for part in text.split("|")]


CODE = "6990000000015"
YINBAO_WHOLE = columns(
    f"名称（必填）=试吃米线|分类（必填）=方便食品|条码={CODE}|扩展条码=|主编码=|规格=500g|主单位=袋|库存量=3"
    "|进货价（必填）=8|销售价（必填）=12.5|毛利率=36.00%|批发价=11|会员价=12|会员折扣=是|积分商品=是"
    "|库存上限=100|库存下限=2|库位=|品牌=|供货商=广南合作社|生产日期=2026-01-02|保质期=180|拼音码=SCMX|货号="
    "|自定义1=|自定义2=|自定义3=|商品状态=启用|商品描述=|创建日期=2026-06-01"
)
SIXUN_WHOLE = columns(
    f"货号=10001|自编码=A1|条码={CODE}|品名=试吃米线|简称=米线|助记码=SCMX|规格=500g|单位=袋|产地=广南县"
    "|类别编码=0101|类别=方便食品|品牌编码=01|品牌=|供应商编码=S1|主供应商=广南合作社|进价=8.0000"
    "|零售价=12.5000|批发价=11.0000|会员价=12.0000|配送价=9.0000|最低售价=0.0000|进项税=9|销项税=9|计价方式=普通"
    "|经销方式=购销|联营扣率=0|商品状态=正常|商品类型=普通商品|保质期=180|进货规格=1|库存上限=0|库存下限=2"
    "|建档日期=2020-05-01|备注="
)
KEMAI_WHOLE = columns(
    f"商品编码=10001|商品条码={CODE}|商品名称=试吃米线|商品简称=米线|助记码=SCMX|规格=500g|单位=袋|类别编码=0101"
    "|类别名称=方便食品|品牌名称=|供应商编码=S1|供应商=广南合作社|进价=8|售价=12.5|会员价=12|批发价=11|配送价=9"
    "|进项税率=9%|销项税率=9%|产地=广南县|保质期天数=180|库存数量=3|最低库存=2|最高库存=100|经营方式=经销"
    "|商品状态=正常|称重标识=否|备注=|建档时间=2020-05-01 08:00:00"
)
ODOO_WHOLE = columns(
    f"External ID=__export__.product_1|Internal Reference=FURN_1|Barcode={CODE}|Name=试吃米线"
    "|Product Type=Goods|Product Category=All / Food|Unit of Measure=Units|Purchase Unit=Units"
    "|Sales Price=12.50|Cost=8.00|Quantity On Hand=3.00|Forecasted Quantity=3.00"
    "|Weight=0.50|Volume=0.00"
    "|Sales=True|Purchase=True|Point of Sale=True|Sales Taxes=9%|Purchase Taxes=9%"
    "|Tracking=No tracking"
    "|Invoicing Policy=Ordered quantities|Responsible=Mitchell|Sales Description=|Active=True"
    "|Company="
)
ERPNEXT_WHOLE = columns(
    "ID=ITEM-1|Item Code=ITEM-1|Item Name=试吃米线|Item Group=Products|Default Unit of Measure=Nos"
    "|Disabled=0|Allow Alternative Item=0|Maintain Stock=1|Has Variants=0|Opening Stock=3"
    "|Valuation Rate=8"
    "|Standard Selling Rate=12.5|Is Fixed Asset=0|Over Delivery/Receipt Allowance (%)=0"
    "|Description=x"
    "|Brand=|Shelf Life In Days=180|End of Life=2099-12-31|Default Material Request Type=Purchase"
    "|Valuation Method=|Warranty Period (in days)=|Weight Per Unit=0|Weight UOM=|Has Batch No=0"
    "|Has Expiry Date=0|Safety Stock=0|Lead Time in days=0|ID (Barcodes)=ab12"
    f"|Barcode (Barcodes)={CODE}|Barcode Type (Barcodes)=EAN|UOM (Barcodes)=Nos"
)
OPEN_FOOD_FACTS_WHOLE = columns(
    f"code={CODE}|url=http://x|creator=kiliweb|created_t=1|created_datetime=2020-01-01T00:00:00Z"
    "|last_modified_t=2|last_modified_datetime=2021-01-01T00:00:00Z|product_name=试吃米线"
    "|abbreviated_product_name=|generic_name=|quantity=500 g|packaging=|packaging_tags="
    "|packaging_text=|brands=某牌|brands_tags=|categories=|categories_tags=en:noodles|categories_en=Noodles|origins="
    "|origins_tags=|manufacturing_places=|labels=|labels_tags=|emb_codes=|cities=|purchase_places="
    "|stores="
    "|countries=|countries_tags=en:china|ingredients_text=|allergens=|traces=|serving_size=|additives_n="
    "|nutriscore_score=|nutriscore_grade=|nova_group=|states=|energy-kcal_100g=350|salt_100g=1"
)


def as_text(table, delimiter=",", encoding="utf-8", title="", foot=()):
    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=delimiter)
    lines.writerows([[title]] if title else [])
    lines.writerows([[head for head, _ in table], [cell for _, cell in table]])
    if foot:
        lines.writerow([*foot, *[""] * (len(table) - len(foot))])
    return out.getvalue().encode(encoding)


def as_page(table, encoding="gb18030"):
    """A grid written out as a web page and called .xls."""
    cell = "<td style='mso-number-format:\\@'>{}</td>"
    rows = ([head for head, _ in table], [said for _, said in table])
    lines = "".join(
        f"<tr>{''.join(cell.format(html.escape(said)) for said in row)}</tr>" for row in rows
    )
    head = "<html><head><meta charset=gbk></head><body><table>"
    return f"{head}{lines}</table></body></html>".encode(encoding)


WHOLE = {
    "银豹": as_text(YINBAO_WHOLE, encoding="gb18030"),
    "银豹 .xls": as_page(YINBAO_WHOLE),
    "思迅": as_text(SIXUN_WHOLE, "\t", "gb18030", "商品档案", ("合计",)),
    "思迅 .xls": as_page(SIXUN_WHOLE, "utf-8"),
    "科脉": as_text(KEMAI_WHOLE, ";", "gb18030", "商品资料,2026年"),
    "Odoo": as_text(ODOO_WHOLE),
    "ERPNext": as_text(ERPNEXT_WHOLE, encoding="utf-8-sig"),
    "Open Food Facts": as_text(OPEN_FOOD_FACTS_WHOLE, "\t"),
}
CHOSEN = {"思迅": {"自编码": ""}, "思迅 .xls": {"自编码": ""}}
"""Of two columns that may be the 货号 a person says which is not."""
