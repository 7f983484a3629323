"""Sentences of stock documents: receiving, places, transfers, suppliers and their papers."""

from __future__ import annotations

from types import MappingProxyType

STOCK = MappingProxyType[str, str | tuple[str, ...]](
    {
        # documents
        "document_empty": "单据还没有明细，请先扫商品",
        "discard_nothing": "还没有录入什么，没有要作废的：按 Esc 返回",
        "return_supplier_kept": "已有明细，不能换供应商：先删掉明细，或按 F8 作废",
        "transfer_from_kept": "已有明细，不能换调出的库位：先删掉明细，或按 F8 作废",
        "filling_nothing": "现在没有要补的货：按 Esc 返回",
        "document_too_long": "一张单据最多 {limit} 行，请过账后再开一张",
        "search_too_long": "找的文字太长，最多 {limit} 个字",
        "document_not_found": "没有这张单据，请核对单号",
        "document_kind": "{kind}不在这里过账，请到它自己的页面",
        "document_scanned": "{number} 是过了账的{kind}：要看它，到“单据”里扫",
        "document_is_reversal": "{number} 本身是冲红单，不能再冲红：请重新做一张",
        "document_reversed": "这张单据已由 {number} 冲红",
        "number_is_pay_code": "这里像有付款码或银行卡号，不能保存；号码只有数字的，请在前面写 NO",
        "receipt_reversed_partly": (
            "已由 {number} 部分冲红；{stays} 若回到了店里，请做采购退货（领用 F4）"
        ),
        "opening_reversed_partly": (
            "已由 {number} 部分冲红；{stays} 若回到了店里，请做报损（领用 F3）"
        ),
        "document_reversed_now": "这张单据刚被别人冲红，请看单据列表",
        "document_follows": "这张单据是随 {number} 一起过账的，请冲红那一张",
        "transfer_received": "这张调拨单已由 {number} 收货：请先冲红那张调拨收货单",
        "reversal_not_yours": "{number} 不是您今天过的账，请店长来冲红",
        "reversal_nothing_left": "{number} 的货已全部卖出或用掉，没有可以冲回的",
        "reversal_goods_gone": "{place}里的 {name} 已不够冲回，请先核对去向",
        "reversal_under_way": "{name} 还有 {quantity} 在调拨途中（{number}），请收到货再冲红",
        "reversal_goods_gone_now": "货刚刚被别的收银台卖出，请再冲一次",
        # drafts
        "drafts_full": "暂存的单据已有 {limit} 张，请先过账或作废几张",
        "draft_torn": "{saved} 暂存的这张单据读不出来：请在单据里选中它作废，内容留在日志里",
        "draft_gone": "{person} 已作废这张暂存单据",
        "draft_posted": "{person} 已把这张单据过账：{number}",
        "draft_moved": "{person} 刚改过这张单据：请再看一遍",
        "draft_line_changed": "{person} 刚改过 {name}：现在是{now}；你填的{yours} 还没有存",
        "draft_line_gone": "{person} 刚删掉了 {name}：你填的{yours} 还没有存",
        "draft_line_kept": "{person} 刚改过 {name}：现在是{now}，还没有删",
        "draft_head_changed": "{person} 刚改过这张单据：现在是{now}；你填的{yours} 还没有存",
        "draft_key": "这张单据的编号不对，请重新开一张",
        "draft_words": "文字太长，最多 {limit} 个字",
        "draft_figure": "{word}不对：要在 0 到 {limit} 之间，请改正",
        # receiving
        "receipt_under_way": "手上这一单还没收完：先按 F12 过账，或按 F6 暂存",
        "receipt_supplier_missing": "还没有选供应商：进货要记供货者（食品安全法第五十三条）",
        "receipt_contract_open": "还没有选定 {supplier} 在期内的合同，请选这批货按哪一份",
        "receipt_price_open": "{name} 订了几个价（{prices}），这一行是哪个价，请填进价",
        "receipt_cost_missing": "{name} 是{terms}的，还没有{price}；供应商送的请点 赠品",
        "receipt_other_terms": (
            "{name} 在 {number} 是按{ordered}订的，选的合同是{chosen}：请换合同，或不按采购单另收"
        ),
        "receipt_head_place": "{place} 不能收货，请换一个库位",
        "receipt_refused_limit": "{name} 一行最多拒收 {limit}，请核对数量",
        "receipt_refused_why": "{name} 拒收要有原因，请按 F10 选",
        "receipt_place_missing": "{name} 还没有定放在哪里",
        "receipt_place": "{place} 不能收货，请为 {name} 换一个库位",
        "receipt_lot_reserved": "“{lot_no}”是系统用的批号，请输包装上的批号",
        "receipt_lot_missing": "{name} 缺批号或生产日期，请照包装输入",
        "receipt_expiry_missing": "{name} 缺到期日，请照包装输入",
        "receipt_short_life": (
            "{name} 保质期 {whole} 天已过 {gone} 天，超过三分之一，要店长授权才能收"
        ),
        "receipt_short_rest": (
            "{name} 缺生产日期，按保质期 {whole} 天已过 {gone} 天，要店长授权才能收"
        ),
        "receipt_expiry_far": (
            "{name} 到期日 {expiry} 和按保质期算的 {usual} 相差太多，"
            "请再看包装；属实要店长授权才能收"
        ),
        "receipt_cost_above_price": (
            "{name} 进价 {cost_fen} 高于零售价 {price_fen}，请核对；属实要店长授权才能收"
        ),
        "receipt_cost_far": (
            "{name} 进价 {cost_fen} 和平常的 {known_fen} 相差太多，请核对；属实要店长授权才能收"
        ),
        "receipt_order_waits": (
            "采购单 {number} 订的 {name} 还差 {lacking}：按 Ctrl+O 改按这张采购单收，已录的都留着"
        ),
        "receipt_price_moved": "{name} 进价 {cost_fen}，同样条件上次是 {known_fen}：请核对送货单",
        "receipt_terms_moved": "{name} 上次是{last}，这次按{now}收：请核对合同，要换合同按 F2 重选",
        "receipt_quantity": "{name} 的数量要大于 0",
        "receipt_quantity_limit": "{name} 一行最多收 {limit}，请核对是不是扫进了条码",
        "receipt_quantity_unusual": (
            "{name} 收 {quantity} 超过平常一次 {usual} 的 {times} 倍，请核对数量"
        ),
        "receipt_date": "{name} 的日期“{text}”读不出来，应如 2026-11-01",
        "receipt_made_tomorrow": "{name} 的生产日期 {date} 还没有到，请核对",
        "receipt_date_implausible": "{name} 的日期 {date} 不合常理，请核对",
        "receipt_expiry_before_made": "{name} 的到期日 {date} 早于生产日期，请核对",
        "receipt_expired": "{name} {date} 已到期，不能收货，请当场退给送货人",
        "receipt_unknown": ("没有 {code} 这种商品，按 F5 新建", "没有这种商品，按 F5 新建"),
        "case_code": "这不是箱码：请扫纸箱上的条码",
        "case_code_taken": "{code} 已是另一种商品的箱码，或一件商品的条码：请换一个箱码",
        "document_cost": "{name} 的进价要在 0 至 ¥{limit} 之间，请改正",
        "document_amount": "整张单据的金额超过 ¥{limit}，请核对数量和进价",
        "case_pieces": "一箱要在 {low} 至 {high} 件之间",
        # opening stock: it lies there already, so these only tell
        "opening_supplier_inactive": "供应商 {supplier} 已停用：期初的货照样记在它名下",
        "opening_licence_expired": (
            "{supplier} 的{licence}已于 {date} 到期：期初照样记，再收货要先换新证照"
        ),
        "opening_licence_missing": "{supplier} 没有登记证照：期初照样记，再收货要先补上",
        "opening_address_missing": "{supplier} 缺地址或电话：期初照样记，再收货要先补上",
        "opening_contract_ended": "{supplier} 的合同都不在期内：期初照样记，再收货要先续签",
        "opening_owner_unknown": "{name} 是{terms}的，没有选供应商：卖了查不到该付给谁",
        "opening_expired": "{name} {date} 已到期：期初照样记，放到{place}，不能卖",
        # orders
        "order_supplier_missing": "还没有选供应商：采购单要写给谁",
        "order_terms_mixed": "一张采购单只能按一种合同：这些商品分属{terms}，请分开下单",
        "import_lots_odd": (
            "{count} 行到期日或进价要授权，最多 {limit} 行：核对或分几份",
            "到期日或进价要店长授权的行太多，请核对这两列",
        ),
        "order_wanted_past": "要求到货日 {date} 已经过了，请改日期",
        "order_quantity": "{name} 的数量要大于 0，最多 {limit}",
        "order_quantity_unusual": (
            "{name} 订 {quantity} 超过平常 {usual} 的 {times} 倍，请核对数量"
        ),
        "order_cost_above_price": (
            "{name} 订价 {cost_fen} 高于零售价 {price_fen}，请核对；属实要店长授权才能订"
        ),
        "order_cost_far": (
            "{name} 订价 {cost_fen} 和平常的 {known_fen} 相差太多，请核对；属实要店长授权才能订"
        ),
        "order_closed": "这张采购单已由 {number} 关闭，不再收货",
        "order_in_draft": "{number} 已有一张没收完的收货单（{person}）",
        "order_received": "采购单 {number} 已收齐",
        "receipt_other_supplier": (
            "采购单 {number} 是向 {supplier} 订的：请选回这家，或不按采购单另收一单"
        ),
        "receipt_over_order": (
            "{name} 订单只差 {ordered}，最多多收 {percent}%：多的请退给送货人或另开一单"
        ),
        # suppliers
        "supplier_unknown": "没有这个供应商，请重新选",
        "supplier_inactive": "供应商 {supplier} 已停用，不能收货",
        "supplier_licence_expired": (
            "{supplier} 的{licence}已于 {date} 到期：到供应商里登记了新证才能收货"
        ),
        "supplier_licence_missing": "{supplier} 没有登记证照，请先到供应商里补上",
        "supplier_address_missing": "{supplier} 缺地址或电话，请先到供应商里补上",
        "supplier_contract_ended": "{supplier} 的合同都不在期内，请先续签再收货",
        "supplier_moved": "{supplier} 刚被别人改过：请看一遍再改",
        "supplier_name_missing": "请输供应商名称",
        "supplier_name_taken": "已经有供应商叫“{supplier}”",
        "supplier_name_taken_now": "刚有人建了同名的供应商，请看列表",
        "supplier_code": "供应商编号只用字母、数字和 - . _",
        "supplier_code_taken": "编号 {code} 已经有供应商用了",
        "supplier_code_taken_now": "这个编号刚被别人用了，请再存一次",
        "supplier_phone": "电话只用数字和 + - ( )，分机写“转”",
        "suppliers_full": "供应商已有 {limit} 家，不能再加",
        "credit_code": "统一社会信用代码不对：{length} 位，末位校验，请照营业执照核对",
        "licence_no_missing": "请输{licence}的号码",
        "licence_taken": "这张{licence}已经登记过了",
        "papers_full": "已登记 {limit} 份，请先撤下过期的",
        "paper_gone": "这份证照或合同刚被别人撤下了",
        "contract_no_missing": "请输合同编号",
        "contract_no_taken": "合同 {contract} 已经登记过了",
        "contract_payment_days": "账期最长 {limit} 天（令2006年第17号第十四条）",
        "contract_commission": "扣点不对，请照合同核对",
        "contract_commission_missing": "联营要写扣点",
        "contract_commission_bought": "买断没有扣点，请留空",
        "contract_return_days": "临期退货天数要在 0 到 {limit} 之间",
        "contract_begin_missing": "请输合同从哪一天起",
        "contract_ends_first": "合同的最后一天早于第一天，请核对",
        "contract_ends_before": "这份合同 {date} 就到期了，不用再终止",
        "day_unclear": "“{text}”读不成日期：请输八位，例如 20261101",
        "day_missing": "“{text}”只有年和月，缺日：请照包装或证照输全八位，例如 20261101",
        "day_unknown": "“{text}”：日历上没有这一天，请核对月和日",
        # attachments
        "attachment_kind": "只收 JPEG、PNG 图片和 PDF，请换一个文件",
        "attachment_empty": "这个文件是空的，请换一个",
        "attachment_too_large": "文件超过 {limit_mb} MB，请压缩或分开再放",
        "attachment_dots": "图片 {wide}×{high} 太大，请缩小再放",
        "attachment_undrawable": "这个文件太大或做得太复杂，放上也看不了，请换一个，如拍张照片",
        "file_undrawable": "看不了这个文件：太大或做得太复杂，可另存后用别的程序看",
        "picture_unreadable": "图片打不开：不完整或已损坏",
        "attachments_full": "这里最多放 {limit} 个附件，请先删掉几个",
        "attachment_left": (
            "{count} 个没有放上，先看 {name}：{why}",
            "{name} 没有放上：{why}",
        ),
        "attachment_owner": "附件要放的地方已经没有了",
        "attachment_gone": "这个附件刚被别人删掉了",
        "attachment_posted": "已过账单据的附件不能删",
        # places
        "place_unknown": "没有这个库位，请重新选",
        "place_off": "{place} 已停用，请换一个库位",
        "place_name": "库位名称要有字，最多 {limit} 个字",
        "place_code": "库位编码是 KW- 加字母或数字，最多 {limit} 个",
        "place_name_taken": "这个网点已经有叫“{name}”的库位（{code}），请换一个名字",
        "place_code_taken": "编码 {code} 已用在别的库位或商品上，请换一个",
        "place_limit": "库位最多 {limit} 个",
        "place_zone": "没有这个展区，请重新选",
        "place_transit": "在途只有一个，不用再加",
        "place_in_use": "{place} 还在用（收银台的卖场，或这类库位只剩它），不能停用",
        "place_holds_goods": "{place} 里还有 {name} 等 {count} 种商品，请先移走再停用",
        "place_under_way": "{number} 的货还在途中，与 {place} 有关，请先收货再停用",
        "point_code": "网点编码只用字母和数字，最多 {limit} 个",
        "point_name_taken": "已经有叫“{name}”的网点，请换一个名字",
        "point_code_taken": "网点编码 {code} 已用过，请换一个",
        "point_limit": "网点最多 {limit} 个",
        "card_none": "请选要打印的库位，一次最多 {limit} 个",
        "card_size": "{code} 的条码在这种标签上放不下，请换大一号的标签",
        # bins
        "bin_product": "散货箱要定是哪种商品的，别的库位不定商品",
        "bin_none": "{place} 不是在用的散货箱",
        "bin_other_product": "{place} 是别的商品的散货箱",
        "bin_holds_lot": "{place} 里还有{lot}的货，批次不能混放，请先移走",
        "bin_holds_lot_now": "刚有别的批次放进这个散货箱，请看一遍再放",
        "bin_rest_unplaced": "{place} 里还有上一批没卖完，请选移到哪个库位",
        # transfers
        "transfer_place_missing": "请选从哪里调出、调到哪里",
        "transfer_same_place": "调出和调入都是 {place}，请换一个",
        "transfer_transit": "在途的货属于调拨单，不能自己选",
        "transfer_other_point": "不同网点之间要分两步：先发出，到货再收",
        "transfer_lot_missing": "有一行还没有选批次，请重新扫商品",
        "transfer_quantity": "{name} 的数量要大于 0，最多 {limit}",
        "transfer_not_there": "{place} 里 {name} {lot} 只有 {there}，请改数量",
        "transfer_gone_now": "货刚刚被别人拿走，请看一遍再过账",
        "transfer_expired_to_floor": "{name} {lot} 已于 {date} 到期，不能放到 {place} 去卖",
        "transfer_line_unknown": "这张调拨单没有这一行，请重新打开",
        "transfer_arrived": "{name} 的到货数量不能小于 0",
        "transfer_more_than_sent": ("{name} {lot} 只发了 {sent}，多出来的请另开一张调拨单"),
        "transfer_difference_unnamed": (
            "{name} {lot} 少了 {missing}，请选是发货方少装还是途中短少"
        ),
        # goods that leave without being sold
        "leaving_lot_missing": "第 {row} 行还没有选批次，请从这个商品的批次里选",
        "leaving_quantity": ("{name} 的数量要大于 0", "数量要大于 0"),
        "leaving_in_transit": "{name} 还在途中，请先收货",
        "leaving_short": "{place}里的 {name} {lot} 只有 {on_hand}，不够出 {wanted}",
        "leaving_gone_now": "货刚刚被别人取走或卖出，请核对数量",
        "issue_reason_missing": "还没有选领用类别：试吃、赠品、员工自用、陈列还是活动",
        "issue_asked_by_missing": "还没有写领用人",
        "issue_expired": "{name} {date} 已到期，不能领用，请做报损",
        "write_off_reason_missing": "还没有选报损原因：破损、变质、丢失还是过期",
        "write_off_note_missing": "请写明报损的经过",
        "write_off_not_expired": "{name} 还没有过期，请选别的报损原因",
        "return_supplier_missing": "还没有选退给哪一家供应商",
        "return_not_from_supplier": "{name} 的这一批不是 {supplier} 送来的，不能退给它",
        "return_expired": (
            "{name} {date} 已到期：过期食品要销毁，不能退给供应商（上海市食品安全条例第二十九条）"
        ),
        "return_too_late": (
            "{name} 约定到期前 {days} 天以上才能退，最晚 {date}：供应商同意的要店长授权",
            "{name} 约定到期前 {days} 天以上才能退：供应商同意的要店长授权",
        ),
        "return_contract_open": "{supplier} 的几份合同约定的退货期限不同，请选按哪一份",
        "month_unreadable": "月份读不出来，应如 2026-06",
        # ledgers
        "ledger_of_nothing": "请先选商品、批次或库位，再看明细账",
        "ledger_unproved": "进出记录与结存不符，相差 {difference}：请先运行校验，再看账",
        "ledger_moved": "翻页时又有新的进出，请从头再看",
        "ledger_too_long": "进出超过 {limit} 笔，请缩短日期范围",
        "dates_backwards": "开始日期 {since} 晚于结束日期 {until}，请调换",
        "lot_unknown": "没有这个批次，请重新选",
        "stock_words": "导出库存流水用 --since、--until，导出库存用 --date，请只写一种",
        "stock_ledger_unsaid": "--since、--until 是库存流水的，请加上 --ledger",
        # transfers, shelves and bins as they are scanned
        "transfer_not_under_way": "{number} 不在途中：收过货了、已取消，或没有这张调拨单",
        "transfer_places_known": "调出和调入都选好了，要换请按 F3 或 F4",
        "transfer_in_hand": "手上这张调拨单还没发：先按 F12 发出，或按 F6 暂存",
        "transfer_unknown": ("没有 {code} 这种商品，不能调拨", "没有这种商品，不能调拨"),
        "transfer_none": "{place} 里没有 {name}，请换一个调出的库位",
        "transfer_short": ("{place} 里没到期的 {name} 只有 {there}，请改数量；到期的按 ↓ 选批次"),
        "transfer_not_on_it": ("{what} 不在这张调拨单上", "这种商品不在这张调拨单上"),
        "filling_unknown": ("没有 {code} 这种商品，不能上架", "没有这种商品，不能上架"),
        "filling_enough": "卖场够了：{name} 有 {there}，库房还有 {stored}",
        "filling_none_stored": "库房里没有 {name}，到期的不算",
        "filling_needed_now": "{name} 刚刚才要补，不在这一趟里：先按 F12 过账，再扫它",
        "amount_missing": "请输 {name} 的数量",
        "filling_in_hand": "手上的上架补货还没过账：先按 F12 过账，或按 Esc 返回",
        "transfer_being_received": "手上的到货还没收完：先按 F12 收货，或按 Esc 返回",
        "filling_none_here": "{place} 没有要拿的，也没有要放的",
        "bin_for_none": ("没有放 {code} 的散货箱", "没有放这种商品的散货箱"),
        "bin_nothing_fresh": (
            "{place} 的商品在本网点没有可以开的批次：请先收货；箱里到期的请调到待检区"
        ),
        "leaving_unknown": ("没有 {code} 这种商品", "没有这种商品"),
        "leaving_kind_open": "先选领用（F2）、报损（F3）还是采购退货（F4），再扫商品",
        "leaving_in_hand": "手上这张还没过账：先按 F12 过账，或按 F6 暂存",
        "leaving_place_missing": "还没有选从哪个库位出：扫库位牌，或按 F3",
        "leaving_none": "{place}里没有 {name}，请换一个库位",
        "bin_rest_expired": "{place}里的 {name} {date} 已到期，剩下的要移到待检区，请再换一次",
        "place_kind_missing": "本网点还没有{kind}：请店长在调拨的库位（F3）里加一个",
        "transfer_place_empty": "{place}里没有可以调出的货",
        "line_none_lit": "先按 ↑ ↓ 选一行",
        "list_none_chosen": "列表里没有选中的一行：先按 ↑ ↓ 选，列表空着就清掉搜索和筛选",
        "receipt_none_refused": "{name} 没有数量：先输送来了多少，再按 F10 拒收",
        "nothing_in_hand": "刚才扫的没有认，手上没有哪一行：再扫一次，或按 ↑ ↓ 选一行",
        "order_unknown": ("没有 {code} 这种商品，不能订", "没有这种商品，不能订"),
        "leaving_fresh_short": ("{place}里没到期的 {name} 只有 {there}，请改数量；到期的请做报损"),
        "figures_not_here": "这里不输数：先按 Enter 打开这一行",
        "enter_presses_not": "{button} 不用 Enter：请按它的键，或者点它",
    }
)
"""Merged into the table of refusals; a code stands in one of them."""
