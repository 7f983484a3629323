"""The sentences of refusals and faults by code: what happened, then what to do."""

from __future__ import annotations

from types import MappingProxyType

REFUSALS = MappingProxyType[str, str | tuple[str, ...]](
    {
        # scanning
        "scan_empty": "没有读到内容，请再扫一次",
        "scan_garbled": "条码没有读清，请再扫一次",
        "scan_too_long": "这个码太长，不是商品条码",
        "scan_check_digit": ("条码 {code} 校验不对，请再扫一次", "条码校验不对，请再扫一次"),
        "scan_payment_code": "这是付款码：请先结算，再扫顾客的付款码",
        "scan_unknown": ("没有找到 {code}，请核对商品或输入拼音查找", "没有找到这个商品"),
        "label_zero": "秤标签上的重量或金额是 0，请重新称",
        "label_for_piece": ("{name} 按件销售，不能用秤标签", "这个商品按件销售，不能用秤标签"),
        "label_amount_high": (
            "{name} 秤标签 {label_fen}，按标价只应 {tag_fen}，请重新称",
            "秤标签金额高于标价，请重新称",
        ),
        "label_line_fixed": ("{name} 的重量来自秤标签，不能改", "秤标签的重量不能改"),
        "label_rule_length": "秤标签规则 {prefix} 的各段位数加起来不对",
        "label_rule_prefix": "秤标签前缀 {prefix} 不可用，请用 20 至 24",
        # basket
        "basket_empty": "还没有商品，请先扫码",
        "basket_full": ("一单最多 {limit} 行，请先结算", "这一单的行数已满，请先结算"),
        "line_unknown": "这一行已经不在单子里了",
        "nothing_to_undo": "没有可以撤销的步骤",
        "quantity_not_positive": ("{name} 的数量要大于 0", "数量要大于 0"),
        "quantity_too_large": ("{name} 一行最多 {limit}", "数量太大，请核对是不是扫进了条码"),
        "step_weighed": ("{name} 是称重商品，请重新称", "称重商品不能加减件数"),
        "sku_expired": ("{name} 已过保质期，不能销售，请下架", "商品已过保质期，不能销售"),
        "sku_no_stock": ("{name} 库存只有 {on_hand}", "库存不足：现有 {on_hand}", "库存不足"),
        "sku_no_stock_now": "库存刚刚被别的收银台卖出，请核对数量",
        "sku_unknown": ("没有找到商品 {code}", "没有找到这个商品"),
        "sku_inactive": ("{name} 已停售", "这个商品已停售"),
        # price
        "discount_out_of_range": "折扣不在允许的范围内",
        "discount_raises_price": ("改价不能高于标价 {limit_fen}", "改价不能高于标价"),
        "no_discount_sku": ("{name} 不参加优惠", "这个商品不参加优惠"),
        # payment
        "nothing_to_pay": "没有要付的金额",
        "payment_incomplete": ("还差 {remaining} 元没有付", "还没有付清"),
        "payment_mismatch": "付款与应收不一致，请返回单子再结算一次",
        "cash_not_positive": "收款金额要大于 0",
        "cash_too_large": ("现金最多 {limit} 元，请核对", "现金金额太大，请核对"),
        "tender_limit": ("一单最多 {limit} 笔付款", "付款笔数太多"),
        "tender_not_positive": "付款金额要大于 0",
        "tender_over_due": ("非现金付款不能超过未付的 {remaining} 元", "非现金付款不能超过应收"),
        "reference_too_long": ("凭证号最多 {limit} 个字", "凭证号太长"),
        "request_reused": "这一步已经提交过，内容不同，请重新打开结算",
        "sale_unknown": ("没有找到小票 {number}", "没有找到这张小票"),
        # shift and permission
        "shift_not_open": "还没有开班，请先开班",
        "shift_already_open": "这台收银机已经开班",
        "float_out_of_range": "备用金不在合理范围内，请核对",
        "count_out_of_range": "张数不在合理范围内，请核对",
        "not_permitted": "没有权限，请店长来操作",
        # documents and books
        "document_unreadable": "这份单据读不出来，可能来自更新的版本",
        "schema_newer": "数据库来自更新的版本，请先升级本程序",
    }
)

FAULTS = MappingProxyType[str, str | tuple[str, ...]](
    {
        "database_busy": "数据库正忙，没有丢失任何内容，请重试",
        "database_gone": "找不到数据库文件，请检查磁盘或网络盘",
        "database_unsafe": "数据库没有按安全方式打开，已停止写入，请联系维护人员",
        "commit_unknown": "不能确定这一步是否已经保存，正在核对，请不要重复收款",
        "migration_incomplete": "数据库升级没有完成，旧数据完好，请重新启动",
        "server_unreachable": "连不上数据库服务器，请检查网络",
        "till_unknown": "这台收银机还没有登记，请在设置里登记",
    }
)
