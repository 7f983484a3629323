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
        # suppliers
        "supplier_inactive": "供应商 {supplier} 已停用，不能收货",
        "supplier_licence_expired": "{supplier} 的{licence}已于 {date} 到期，换新证照前不能收货",
        "supplier_licence_missing": "{supplier} 没有登记证照，请先到供应商里补上",
        "supplier_address_missing": "{supplier} 缺地址或电话，请先到供应商里补上",
        "supplier_contract_ended": "{supplier} 的合同都不在期内，请先续签再收货",
        "supplier_unknown": "没有这家供应商，请重新选",
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
        "day_unclear": "“{text}”不是日期，应如 2027-03-01",
        # attachments
        "attachment_kind": "只收 JPEG、PNG 图片和 PDF，请换一个文件",
        "attachment_empty": "这个文件是空的，请换一个",
        "attachment_too_large": "文件超过 {limit_mb} MB，请压缩或分开再放",
        "attachment_dots": "图片 {wide}×{high} 太大，请缩小再放",
        "picture_unreadable": "{title} 打不开：图片不完整或已损坏",
        "attachments_full": "这里最多放 {limit} 个附件，请先删掉几个",
        "attachment_owner": "附件要放的地方已经没有了",
        "attachment_gone": "这个附件刚被别人删掉了",
        "attachment_posted": "已过账单据的附件不能删",
        # places
        "place_unknown": "没有这个库位，请重新选",
    }
)
"""Merged into the table of refusals; a code stands in one of them."""
