"""Sentences of stock documents: receiving, places, transfers, suppliers and their papers."""

from __future__ import annotations

from types import MappingProxyType

STOCK = MappingProxyType[str, str | tuple[str, ...]](
    {
        # documents
        "document_empty": "单据还没有明细，请先扫商品",
        "document_too_long": "一张单据最多 {limit} 行，请过账后再开一张",
        "document_not_found": "没有这张单据，请核对单号",
        "document_kind": "{kind}不在这里过账，请到它自己的页面",
        "document_is_reversal": "{number} 本身是冲红单，不能再冲红：请重新做一张",
        "document_reversed": "这张单据已由 {number} 冲红",
        "document_reversed_now": "这张单据刚被别人冲红，请看单据列表",
        "document_follows": "这张单据是随 {number} 一起过账的，请冲红那一张",
        "transfer_received": "这张调拨单已由 {number} 收货：先冲红收货单",
        "reversal_not_yours": "{number} 不是您今天过的账，请店长来冲红",
        "reversal_nothing_left": "{number} 的货已全部卖出或用掉，没有可以冲回的",
        "reversal_goods_gone": "{place}里的 {name} 已不够冲回，请先核对去向",
        "reversal_goods_gone_now": "货刚刚被别的收银台卖出，请再冲一次",
        # drafts
        "drafts_full": "暂存的单据已有 {limit} 张，请先过账或作废几张",
        "draft_gone": "这张暂存单据已作废",
        "draft_posted": "{person} 已把这张单据过账：{number}",
        "draft_moved": "{person} 刚改过这张单据：请看一遍再过账",
        "draft_key": "这张单据的编号不对，请重新开一张",
        "draft_words": "文字太长，最多 {limit} 个字",
        # receiving
        "receipt_under_way": "手上这一单还没收完：先过账或按 F6 暂存，再扫采购单",
        "receipt_supplier_missing": "还没有选供应商：进货要记供货者（食品安全法第五十三条）",
        "receipt_contract_open": "{supplier} 有几份合同在期内，请选这批货按哪一份",
        "receipt_place_missing": "{name} 还没有定放在哪里",
        "receipt_place": "{place} 不能收货，请为 {name} 换一个库位",
        "receipt_lot_reserved": "“{lot_no}”是系统用的批号，请输包装上的批号",
        "receipt_lot_missing": "{name} 缺批号或生产日期，请照包装输入",
        "receipt_expiry_missing": "{name} 缺到期日，请照包装输入",
        "receipt_short_life": (
            "{name} 保质期 {whole} 天已过 {gone} 天，超过三分之一，要店长授权才能收"
        ),
        "receipt_quantity": "{name} 的数量要大于 0",
        "receipt_quantity_limit": "{name} 一行最多收 {limit}，请核对是不是扫进了条码",
        "receipt_quantity_unusual": (
            "{name} 收 {quantity} 超过以往最多一次 {usual} 的 {times} 倍，请核对数量"
        ),
        "receipt_date": "{name} 的日期“{text}”读不出来，应如 2026-11-01",
        "receipt_made_tomorrow": "{name} 的生产日期 {date} 还没有到，请核对",
        "receipt_date_implausible": "{name} 的日期 {date} 不合常理，请核对",
        "receipt_expiry_before_made": "{name} 的到期日 {date} 早于生产日期，请核对",
        "receipt_expired": "{name} {date} 已到期，不能收货，请当场退给送货人",
        "pack_date_unclear": "“{text}”读不成日期：请输八位，例如 20261101",
        "receipt_unknown": ("没有 {code} 这种商品，按 F5 新建", "没有这种商品，按 F5 新建"),
        "case_code_taken": "箱码 {code} 已是另一种商品的",
        "case_pieces": "一箱要在 {low} 至 {high} 件之间",
        # orders
        "order_supplier_missing": "还没有选供应商：采购单要写给谁",
        "order_quantity": "{name} 的数量要大于 0，最多 {limit}",
        "order_closed": "这张采购单已由 {number} 关闭，不再收货",
        "order_received": "采购单 {number} 已收齐",
        "receipt_over_order": (
            "{name} 订单只差 {ordered}，最多多收 {percent}%：多的请退给送货人或另开一单"
        ),
        # suppliers
        "supplier_unknown": "没有这个供应商，请重新选",
        "supplier_inactive": "供应商 {supplier} 已停用，不能收货",
        "supplier_licence_expired": "{supplier} 的{licence}已于 {date} 到期，换新证照前不能收货",
        "supplier_licence_missing": "{supplier} 没有登记证照，请先到供应商里补上",
        "supplier_address_missing": "{supplier} 缺地址或电话，请先到供应商里补上",
        "supplier_contract_ended": "{supplier} 的合同都不在期内，请先续签再收货",
        # places
        "place_unknown": "没有这个库位，请重新选",
        "place_off": "{place} 已停用，请换一个库位",
        "place_name": "库位名称要有字，最多 {limit} 个字",
        "place_code": "库位编码是 KW- 加字母或数字，最多 {limit} 个",
        "place_code_taken": "编码 {code} 已用在别的库位或商品上，请换一个",
        "place_limit": "库位最多 {limit} 个",
        "place_zone": "没有这个展区，请重新选",
        "place_transit": "在途只有一个，不用再加",
        "place_in_use": "{place} 还在用（收银台的卖场，或这类库位只剩它），不能停用",
        "place_holds_goods": "{place} 里还有 {name} 等 {count} 种商品，请先移走再停用",
        "place_under_way": "{number} 的货还在途中，与 {place} 有关，请先收货再停用",
        "point_code": "网点编码只用字母和数字，最多 {limit} 个",
        "point_code_taken": "网点编码 {code} 已用过，请换一个",
        "point_limit": "网点最多 {limit} 个",
        "card_none": "请选要打印的库位，一次最多 {limit} 个",
        "card_size": "{code} 的条码在这种标签上放不下，请换大一号的标签",
        # bins
        "bin_product": "散货箱要定是哪种商品的，别的库位不定商品",
        "bin_none": "{place} 不是在用的散货箱",
        "bin_other_product": "{place} 是别的商品的散货箱",
        "bin_holds_lot": "{place} 里还有批号 {lot_no} 的货，批次不能混放，请先移走",
        "bin_holds_lot_now": "刚有别的批次放进这个散货箱，请看一遍再放",
        "bin_rest_unplaced": "{place} 里还有上一批没卖完，请选移到哪个库位",
        # transfers
        "transfer_place_missing": "请选从哪里调出、调到哪里",
        "transfer_same_place": "调出和调入都是 {place}，请换一个",
        "transfer_transit": "在途的货属于调拨单，不能自己选",
        "transfer_other_point": "不同网点之间要分两步：先发出，到货再收",
        "transfer_lot_missing": "有一行还没有选批次，请重新扫商品",
        "transfer_quantity": "{name} 的数量要大于 0，最多 {limit}",
        "transfer_not_there": "{place} 里 {name} 批号 {lot_no} 只有 {there}，请改数量",
        "transfer_gone_now": "货刚刚被别人拿走，请看一遍再过账",
        "transfer_expired_to_floor": "{name} 批号 {lot_no} 已于 {date} 到期，不能放到 {place} 去卖",
        "transfer_line_unknown": "这张调拨单没有这一行，请重新打开",
        "transfer_arrived": "{name} 的到货数量不能小于 0",
        "transfer_more_than_sent": ("{name} 批号 {lot_no} 只发了 {sent}，多出来的请另开一张调拨单"),
        "transfer_difference_unnamed": (
            "{name} 批号 {lot_no} 少了 {missing}，请选是发货方少装还是途中短少"
        ),
    }
)
"""Merged into the table of refusals; a code stands in one of them."""
