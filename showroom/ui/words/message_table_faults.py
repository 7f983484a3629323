"""What is said when the machine, the disk, a printer or the program fails."""

from __future__ import annotations

from types import MappingProxyType

FAULTS = MappingProxyType[str, str | tuple[str, ...]](
    {
        "database_busy": "账本正忙，请重试",
        "reader_failed": "读文件的程序没有启动，请重试；还不行就重启收银程序",
        "database_gone": "找不到账本文件，请检查磁盘或网络盘",
        "database_unsafe": "账本没有按安全方式打开，已停止写入，请联系维护人员",
        "sqlite_unsound": "SQLite {version} 会弄坏账本，请先装 {needed} 或更新的",
        "mark_not_kept": "已经入账，可以继续；库外的标记没写进去，请检查密钥文件夹的权限和磁盘",
        "commit_unknown": "不能确定这一步是否已经保存，正在核对",
        "commit_unseen": "不能确定这一步是否已经保存，请看一眼现在的样子再接着做",
        "commit_unanswered": "还不能确定这一步是否已经保存：请点「核对」",
        "commit_retried": "不能确定单子是否已经存进账本，会自己再存",
        "commit_no_approval": "账本没有答复，没有授权成，请再输 PIN",
        "commit_no_login": "账本没有答复，没有登录成，请再输 PIN",
        "migration_incomplete": "账本升级没有完成，旧账本完好，请重新启动",
        "server_unreachable": "连不上数据库服务器，请检查网络",
        "backup_failed": ("备份没有完成，请检查 {folder}", "备份没有完成，请检查磁盘"),
        "backup_tool_missing": "没有找到账本的备份工具，请安装后重试",
        "backup_unreadable": "备份文件读不出来，请换一份或重新备份",
        "disk_error": "磁盘读写出错，已停止写入",
        "disk_full": "磁盘已满，存不下了",
        "disk_read_only": "账本是只读的，不能写入",
        "server_full": "数据库服务器的连接已满，请稍候重试",
        "server_refused": "数据库服务器没有让我们进去，请核对地址里的用户名、密码和库名",
        "database_unopenable": "打不开账本文件，请检查它的权限，磁盘是否接好、是不是只读的",
        "printer_uncertain": "小票不确定是否打完，请到“打印”看一眼",
        "database_corrupt": "账本文件已损坏，请停止收款，从备份恢复",
        "journal_key_lost": "日志密钥不见了，请从备份恢复密钥",
        "books_lost": (
            "{folder} 里是一家店用过的密钥，这个地址没有它的账本：没有另开新账",
            "这里有一家店用过的密钥，账本的地址上没有它的账本：没有另开新账",
        ),
        "books_older": (
            "账本不是最后一份：标记在第 {seq} 笔日志，账本到第 {ends} 笔",
            "账本不是最后一份：和库外的标记对不上",
        ),
        "books_exchanged": "账本被换过，这一步没有记：请退出，运行 showroom verify",
        "keys_lost": (
            "密钥不见了（{missing}），账本还在：请放回备份的密钥，没有另造",
            "密钥不见了，账本还在：请把备份的密钥文件夹放回原处，没有另造新的",
        ),
        "keys_foreign": (
            "密钥文件夹里的 {foreign} 不是这本账的，像是别的店或别的收银台的",
            "密钥不是这本账的，像是别的店或别的收银台的",
        ),
        "home_unusable": (
            "文件夹 {folder} 用不了：请检查磁盘是不是只读、权限，和那里是不是文件",
            "数据文件夹用不了，请检查权限，磁盘是不是只读的",
        ),
        "keys_unusable": "密钥文件夹读不出或写不进，请检查权限和磁盘，再试一次",
        "path_unusable": (
            "{path} 打不开或写不进，请检查是否被占用、是文件夹、名字太长或没有权限",
            "文件或文件夹打不开或写不进，请检查是否被占用、有没有权限",
        ),
        "settings_unreadable": (
            "本机设置里的 {name} 写得不对，没有打开账本：{path}",
            "本机设置读不出来，没有打开账本：请改好 {path}，或把好的副本放回去",
        ),
        "settings_not_kept": (
            "本机设置没有记下：{path} 正被别的程序占用，或者没有权限、磁盘满了",
            "本机设置没有记下，请检查文件是否被占用、磁盘是否满了",
        ),
        "database_address": "账本地址看不懂，如 sqlite:///a.db、postgresql://主机",
        "database_driver": "请先装 PostgreSQL 驱动：showroom[postgres]",
        "database_foreign": "那里是别的文件或别的程序的数据，没有动它，请核对账本地址",
        "file_missing": ("没有文件“{name}”，请核对名字和文件夹", "没有这个文件"),
        "file_unreadable": "文件读不出来，请检查是否被占用",
        "export_failed": (
            "没有保存成功，请关掉开着它的程序，再检查 {folder} 和磁盘",
            "没有保存成功，请检查文件是否开着，再检查磁盘",
        ),
        "folder_unreadable": ("打不开 {folder}，请换一个文件夹", "打不开这个文件夹"),
        "location_missing": "缺少库位，请在设置里补上",
        "printer_busy": ("打印机 {address} 正被别的程序占用，关掉它再试", "打印机被别的程序占用"),
        "network_none": ("这台电脑没有连上网络，接好网线再找", "没有连上网络"),
        "printer_engaged": ("打印机 {address} 正忙着别的单子，打完再试", "打印机正忙着别的单子"),
        "printer_cover_open": "打印机上盖没有关好，合上后会接着打",
        "printer_folder_missing": (
            "还没有文件夹 {folder}：没写错就存下，打第一张时会建好",
            "还没有这个文件夹：没写错就存下，打第一张时会建好",
        ),
        "printer_folder": ("小票文件夹不能写入：{folder}", "小票文件夹不能写入"),
        "printer_interrupted": "打印中途断开，请看一眼纸再决定是否重打",
        "printer_queue_silent": "系统打印没有回音，过一会儿可能还会打出来",
        "interrupted": "上次打印时程序中断",
        "printer_no_libusb": "本机缺少 USB 驱动库 libusb，请安装后再试，或改用打印队列",
        "printer_no_permission": (
            "没有权限使用打印机 {address}，请按设置里的提示授权",
            "没有权限使用打印机，请按设置里的提示授权",
        ),
        "print_bug": "这张单子打不出来，请把日志交给维护人员",
        "printer_no_pdf": "这台打印机不能打 A4 报表，请换一台或用「打印…」",
        "printer_none": "还没有设置打印机",
        "printer_offline": "打印机没有就绪，请检查电源和指示灯",
        "printer_paused": (
            "打印队列 {address} 已暂停，请在系统的打印机设置里恢复",
            "打印队列已暂停，请在系统里恢复",
        ),
        "printer_paper_out": "打印机没有纸了，换纸后会接着打",
        "printer_search_failed": "这一类打印机没有找成，其余的照常列出",
        "printer_unreachable": ("连不上打印机 {address}，请检查网线或接线", "连不上打印机"),
        "till_unknown": "账本里没有这个收银台：请核对 settings.json 里的 till_id",
    }
)
