"""Sheets as other programs export them: their headings and shapes, after their public manuals."""

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
