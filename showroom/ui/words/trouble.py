"""What to do when the books do not open, by code; the sentence itself is in the message table."""

from __future__ import annotations

from types import MappingProxyType

from showroom.domain.errors import ShowroomError

ADVICE = MappingProxyType[str, str](
    {
        "already_running": "请找到已经打开的窗口继续使用。找不到时请重新启动电脑，再打开本程序。",
        "schema_newer": "账本完好。请把这台机器上的程序升级到和账本相同的版本，再点“重试”。",
        "database_busy": "另一个程序正占用账本。请关掉它（例如备份或同步软件），再点“重试”。",
        "database_corrupt": (
            "请不要继续收款。联系维护人员，把最近的备份放回来：做法见 showroom go-on --help"
        ),
        "database_gone": "请检查磁盘或网络盘是否接好，账本文件是否被移动，再点“重试”。",
        "database_unopenable": "请检查账本所在的文件夹是否存在、这个用户能否读写，再点“重试”。",
        "database_unsafe": "这块磁盘不能保证写入安全，收款可能丢失。请把账本放到本机磁盘上。",
        "disk_full": "请腾出一些空间（旧的下载、回收站），再点“重试”。账本没有改动。",
        "disk_read_only": "账本所在的磁盘或文件是只读的。请改成可以写入，再点“重试”。",
        "disk_error": "磁盘读写出错。请先停止使用这块磁盘，联系维护人员。",
        "server_unreachable": "请检查网络和数据库服务器，再点“重试”。这台机器没有丢失任何内容。",
        "server_refused": "服务器不接受这台机器：请核对设置里的账本地址、用户名和密码。",
        "server_full": "服务器上的连接已满。请关掉别的收银台的多余窗口，稍后再点“重试”。",
        "migration_incomplete": "旧账本完好，升级前已备份。请点“重试”；仍然不行时联系维护人员。",
        "backup_failed": "升级账本之前必须先备份。请检查备份文件夹和磁盘空间，再点“重试”。",
        "backup_unreadable": "升级前的备份没有通过核对，账本没有改动。请检查磁盘，再点“重试”。",
        "backup_tool_missing": "升级服务器上的账本前要用 pg_dump 备份。请安装它，再点“重试”。",
        "journal_key_lost": "没有密钥就不能续写日志。请从备份恢复密钥文件夹，再点“重试”。",
        "books_lost": (
            "账本可能被移走、改名，或地址填错了：请放回原处或改对地址，再点“重试”。"
            "要另开一家店，请另用一个文件夹。"
        ),
        "books_older": (
            "像是放回了旧的副本：请找回最新的账本再重试；"
            "要接着做，先按“退出”，再请维护人员运行 showroom go-on"
        ),
        "keys_lost": (
            "请把另外备份的密钥放回下面的文件夹，再点“重试”；没有备份时联系维护人员。"
            "另造会让 PIN 和旧日志都失效。"
        ),
        "keys_foreign": (
            "请把这本账自己的密钥放回下面的文件夹，再点“重试”；拿不准时联系维护人员。"
            "用别家的密钥记账，以后谁也核对不了。"
        ),
        "home_unusable": "请检查下面的位置：要是文件夹，不是只读的，这个用户能读写。再点“重试”。",
        "keys_unusable": "密钥应在下面的文件夹里，这个用户要能读写它。改好再点“重试”。",
        "settings_unreadable": (
            "它写明这是哪个收银台、记哪本账，猜错会记到别处。请改好下面的文件，再点“重试”；"
            "拿不准时联系维护人员。"
        ),
        "till_unknown": "账本里没有这个收银台。请在已登记的机器上添加，或核对设置文件里的编号。",
    }
)
BUG_ADVICE = "账本没有改动。请点“重试”；仍然不行时复制下面的报告，交给维护人员。"
OTHER_ADVICE = "账本没有改动。请稍候再点“重试”；仍然不行时联系维护人员。"


def advice(error: Exception) -> str:
    """What a shopkeeper can do about it."""
    if not isinstance(error, ShowroomError):
        return BUG_ADVICE
    return ADVICE.get(error.code, OTHER_ADVICE)
