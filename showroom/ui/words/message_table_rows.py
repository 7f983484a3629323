"""What an import says about single rows: what is wrong in the cell, then how to write it."""

from __future__ import annotations

from types import MappingProxyType

ROWS = MappingProxyType[str, str | tuple[str, ...]](
    {
        # any cell
        "cell_missing": "这一格必须填写",
        "cell_too_long": "最多 {limit} 个字，请缩短",
        "cell_control": "这一格里有换行或看不见的字符，请重新输入成一行",
        "cell_mojibake": "{cell} 是乱码，有字丢失了，请照原来的文件重新填写",
        "cell_turned": "这一格里有颠倒文字方向的字符，看到的和读到的不一样，请重新输入",
        "cell_formula": "这一格是公式，请用“选择性粘贴”改成数值",
        "cell_error": "{cell} 是表格软件的错误值，请改正",
        "cell_digits_lost": "{cell} 按数值保存会丢尾数，请把这一列设为文本后重新填写",
        "cell_fraction": "{cell} 是按数值保存的，末尾可能少了 0，请把这一列设为文本后重新填写",
        "cell_is_date": "{cell} 是日期：表格软件常把规格、货号改成日期，请设为文本后重新填写",
        "cell_is_flag": "{cell} 是表格软件的真假值，请改成文字或数字",
        "cell_styled": "{cell} 在表格里显示成别的样子：请把单元格格式设为常规，写成看到的那样",
        "cell_date_part": "{cell} 在表格里没有按年、月、日写全：请把单元格格式设为 yyyy-mm-dd",
        "cell_merged": "这一格被合并了，请取消合并，每一行都填上",
        "cell_scientific": "{cell} 是科学计数，原来的数字已经丢失，请把这一列设为文本后重新填写",
        "row_mojibake": "这一行是乱码，整个文件请用同一种编码保存",
        "row_total": "这一行是合计，不是商品，没有读",
        "row_foot": "这一行是表尾，不是商品，没有读",
        "row_off_sale": "{name} 是“{cell}”，没有导入；要卖它，请改这一格再导入",
        "state_unknown": "看不出“{cell}”是在售还是停售：请把这一格改成在售或停售",
        "row_cells_few": "这一行只有 {found} 格，表头有 {wanted} 格：多半是中间断了行，请接成一行",
        "row_cells_many": "这一行有 {found} 格，表头只有 {wanted} 格：有逗号的那一格请加上引号",
        "column_missing": "文件里没有这一列，新商品要有它：请加上这一列，或为所有行写一个",
        "column_doubtful": (
            "栏名旁边的字不是这一栏的，没有读：请改标题如“零售价(元)”，或说是哪一栏、不导入"
        ),
        # codes
        "code_characters": "货号只能用字母、数字和 - _ . /",
        "rows_unread": "{count} 行只有没用到的列里有内容，没有导入",
        "barcode_contradicts": "条码 {cell} 把同一样写了两次还不一样，请对照包装核对",
        "duplicate_code": (
            (
                "货号与第 {first_row} 行相同，{heading}不一样，"
                "那一行是 {other}，这一行是 {cell}：请改成一样，不是同一种商品就换货号"
            ),
            "货号与第 {first_row} 行重复：是另一批请填期初数量，不是就删去一行",
        ),
        "barcode_check_digit": "条码 {cell} 校验位不对，请对照包装核对",
        "barcode_of_several": "条码 {barcode} 有几种商品在用，认不出是哪一种，请填货号",
        "code_made": "没有填货号，将用 {code} 作货号",
        "barcode_length": "条码 {cell} 位数不对，请对照包装核对",
        "barcode_zero_lost": "条码 {cell} 少了开头的 0，或是末尾的校验位：请对照包装补上",
        "barcode_characters": "条码里有不能用的字符",
        "barcode_too_many": "一个商品最多 {limit} 个条码",
        "barcode_slash": "{cell} 是几个码还是一个码看不出来，几个码请用空格分开",
        "barcode_scale_for_piece": "{barcode} 是秤标签的号，这个商品却按件销售，请核对计价方式",
        "barcode_scale_taken": "秤标签号 {barcode} 已经属于 {other}，请换一个号",
        "barcode_reads_as_label": (
            "{barcode} 会被读成 {other} 的秤标签（秤上的号 {key}），扫码分不清：请换一个码"
        ),
        "scale_key_reads_code": (
            "秤标签号 {barcode} 会把 {other} 的码 {label} 读成秤标签，扫码分不清：请换一个号"
        ),
        "case_unreadable": "箱码 {cell} 看不懂，请写成 箱码×件数，几个箱码用空格分开",
        "case_range": "箱码 {cell}：一箱要在 {low} 至 {high} 件之间",
        "case_several": "箱码 {barcode} 写了两种件数，看不出哪一种对",
        "case_no_pieces": "箱码 {barcode} 没有说一箱几件，请写成 箱码×件数",
        "case_taken": "箱码 {barcode} 已是 {other} 的，一个箱码只能是一种商品的",
        "case_is_piece": "{barcode} 是 {other} 单件的码，不能又是箱码",
        "barcode_is_case": "条码 {barcode} 是 {other} 的箱码，不能又是单件的码",
        "case_of_weight": "称重商品按千克收，没有箱码",
        "barcode_shared": "条码 {barcode} 与 {other} 相同，扫码时会让收银员选择",
        # money, tax, figures
        "price_unreadable": ("金额 {cell} 看不懂，请写成 12.50 的样子", "请写成 12.50 的样子"),
        "price_fen_unreadable": "{cell} 看不懂，这一列按分，请写成 1250 的样子",
        "price_jiao_unreadable": "{cell} 看不懂，这一列按角，请写成 125 的样子",
        "price_range": ("金额 {cell} 超出范围，请核对", "金额超出范围，请核对"),
        "price_zero": "零售价要大于 0",
        "price_out_of_range": "零售价要大于 0，最多 {limit_fen}",
        "price_jump": "{name} 的零售价从 {before_fen} 变为 {after_fen}，请核对单位是不是元",
        "price_of_new": "{name} 的零售价是 {after_fen}，高于 {limit_fen}，请核对小数点",
        "cost_above_price": "{name} 的进价高于零售价，请核对",
        "member_above_price": "{name} 的会员价高于零售价，请核对",
        "tax_rate_unknown": (
            "{cell} 不是现行税率，税率请写 {rates} 或免税",
            "税率请写 {rates} 或免税",
        ),
        "days_unreadable": "保质期 {cell} 看不懂，请写天数，或写月数带上“个月”，没有保质期写 0",
        "life_several": (
            "保质期 {cell} 有几种读法：请照包装写一个数和单位，如 365天 或 12个月，或说这一列不导入"
        ),
        "opening_unreadable": "数量 {cell} 用不了，只写数字，不带单位、逗号和负号，最多三位小数",
        "opening_negative": "库存是 {cell}，期初按 0 导入，请之后清点",
        "unit_needs_sold_by": (
            "单位 {cell} 是重量：请在“{heading}”写明是称重还是计件，不能空着",
            (
                "单位 {cell} 是重量：请在“计价方式”写称重或计件；"
                "没有这一列就为所有行写“按单位”：kg、斤的称重，其余计件"
            ),
        ),
        "unit_unsaid": (
            "称重商品如 {name} 没有说价是每斤还是每 kg：请加上这一列，或为所有行写一个",
            "称重商品要写单位，请照零售价写 kg 或斤",
        ),
        "unit_two": "单位 {cell} 和标题“{other}”说的不一样：请写成同一个单位",
        "heading_of_weighed": "标题“{other}”按重量，这个商品按件销售：请核对计价方式",
        "unit_no_mass": "称重商品的单位 {cell} 不是重量：请写 kg 或斤，或把计价方式改成计件",
        "price_per_kg_broken": "{cell} 元每{unit}，换成每 kg 不是整分：请写每 kg 的价，单位写 kg",
        "grams_broken": "{cell} {unit}换成克不是整数：请改写成 kg，最多三位小数",
        "unit_converted": "{name} 按每{unit}写的，已换成每 kg：零售价 {after_fen}/kg",
        "unit_converted_stock": "{name} 按{unit}写的，已换成 kg",
        "date_serial": "{cell} 是表格软件的日期序号，请把这一列设为日期，或写成 2026-01-31",
        "quantity_not_whole": "按件销售的商品数量要是整数",
        # words
        "sold_by_unknown": "计价方式请写计件或称重",
        "weighed_unknown": "请写是（称重）或否（计件）",
        "sold_by_fixed": "计价方式不能改：已有的库存和销售按原来的单位记，请另建货号",
        "storage_unknown": "贮存条件请写常温、冷藏或冷冻",
        "terms_unknown": "经营方式请写买断或代销",
        "flag_unknown": "请写是或否",
        "age_by_name": "{name} 没有填，按品名将不卖给未成年人；不是烟酒请填否",
        "age_not_by_name": "{name} 没有填，将卖给任何人；是烟酒请填是",
        "age_denied": "{name} 像是烟酒，这里写的是否，请核对",
        # places
        "zone_unknown": "没有展区“{zone}”，请改正，或勾选允许新建",
        "county_unknown": "没有产地“{county}”，请改正，或勾选允许新建",
        "county_no_zone": "没有产地“{county}”；新产地还要有展区：请加上展区，或为所有行写一个",
        "county_several": "有几个展区都有产地“{county}”，请写上展区",
        "zone_new": "将新建展区“{zone}”",
        "county_new": "将新建产地“{county}”，请之后补上省份和是否脱贫县",
        # stock
        "lot_known": "有 {count} 个批号已经在库，和账上一样：不再加库存",
        "lot_unstocked": "有 {count} 行写了批号或日期，没有期初数量：没有入库",
        "lot_nought": "有 {count} 行写了新的批号或日期，期初数量是 0：没有入库",
        "lot_unnamed": "有 {count} 种在库商品没有写批号、数量和日期：库存和批号原样保留",
        "lot_beside": (
            "{name} 已有批号 {others} 在库，{lot_no} 是另一批，会再加库存 {many}："
            "只是改批号的，请改回原来的"
        ),
        "lot_cells_kept": "有 {count} 个在库批号这一格空着：空着不清空，原来的保留",
        "lot_cost_odd": (
            "{name} 批号 {lot_no} 的进价 {cost_fen} 和第一行的 {known_fen} 相差太多，或高于零售价，"
            "请再看进货单：没有错，导入时要店长授权"
        ),
        "lot_cost_own": (
            "{name} 批号 {lot_no} 这一批进价 {cost_fen}；商品的进价用第一行的 {known_fen}"
        ),
        "lot_cost_unused": "批号 {lot_no} 按扣点结算，没有进价：这一格没有用",
        "lot_date_kept": (
            "批号 {lot_no} 账上是 {before}，{cell} 没有用：导入不改在库批号的日期，请改回"
        ),
        "lot_stock_kept": (
            "批号 {lot_no} 账上现有 {before}，{cell} 没有用：导入不改在库批号的库存；"
            "新到的货请另写一个批号"
        ),
        "lot_supplier_kept": (
            "批号 {lot_no} 账上的供应商是 {before}，{cell} 没有用：要改就先冲红它的期初单，再导入"
        ),
        "opening_supplier_unknown": (
            "供应商里没有 {cell}：请写编号或全名，没有登记的先到供应商里登记，或不导入这一列"
        ),
        "opening_supplier_several": "{cell} 可以是 {others}：请改写其中一家的另一个编号或全名",
        "opening_supplier_unused": "有 {count} 行没有期初数量，供应商和合同没有用",
        "opening_owners_unknown": "有 {count} 行代销或联营的货没有供应商：卖了查不到该付给谁",
        "opening_contract_alone": "写了合同号，没有写供应商：请写上是哪一家的",
        "opening_contract_unknown": (
            "{supplier} 没有合同 {cell}，或还没有开始：请照供应商里登记的编号写"
        ),
        "opening_contract_several": "{supplier} 有几份合同（{others}）：请在合同号里写是哪一份",
        "opening_suppliers_changed": "{supplier} 或它的合同刚刚被改过，请重新检查这个文件",
        "lot_expiry_far": (
            "{name} 到期日 {expiry} 和按保质期算的 {usual} 相差太多，请再看包装："
            "没有错，导入时要店长授权"
        ),
        "lot_expired": "{name} {date} 已到期：{many} 照样记，放到{place}，不能卖",
        "lot_undated": "{name} 有保质期却没有到期日，临期时不会提醒",
        "duplicate_lot": "同一货号的批号 {lot_no} 出现了两次",
        "expiry_before_production": "到期日早于生产日期，请核对",
        # the file
        "column_unknown": "这一列没有用到",
        "cells_kept": "有 {count} 种商品这一格空着：空着不清空，原来的保留",
        "fixed_unused": "文件里有这一列，为所有行写的“{text}”没有用",
        "column_hidden": "这一列是隐藏的，没有读；要导入请取消隐藏",
        "columns_cut": "只读前 {limit} 列，后面的没有读",
        "rows_hidden": "有 {count} 行是隐藏的，没有读；要导入请取消隐藏",
        "sheet_not_read": "这张工作表没有读",
        "sheet_hidden": "这张工作表是隐藏的，没有读",
    }
)
