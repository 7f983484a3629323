"""小票样式: logo, lines above and below, the QR code; the sample beside shows each at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.domain.logo import MAX_WIDE
from showroom.ui.engine.operation import How
from showroom.ui.look.file_dialog import FileDialog
from showroom.ui.settings.part import NoteField, Part, TextField, choice, line, push
from showroom.ui.widgets.card import label
from showroom.ui.words.setting_names import NAMES

if TYPE_CHECKING:
    from showroom.domain.logo import Logo
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context

QR = (("voucher", "凭证核验"), ("text", "自己的网址或文字"), ("none", "不印"))
QR_HINTS = {
    "voucher": "单号、日志印记和金额：退货时扫它，也证明小票没有被改过",
    "text": "例如公众号、开票或溯源网址",
    "none": "日志印记仍以文字印出",
}
PICTURES = "图片 (*.png *.jpg *.jpeg *.bmp *.gif *.webp)"
LONG = 200


class ReceiptPart(Part):
    """What stands on a slip besides the sale."""

    key, title, icon, shows_receipt = "receipt", "小票样式", "print", True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._choose_logo = push("选择图片…", "folder", self._ask_file)
        self._drop_logo = push("去掉", "trash", lambda: self._store(None))
        self._has_logo = label(" ", "muted")
        self._head = NoteField(NAMES["receipt_head"], "例如 营业时间 09:00—20:00")
        self._footer = NoteField(NAMES["footer"], "例如 七日内凭票退换")
        self._qr = choice(NAMES["receipt_qr"], QR)
        self._qr_text = TextField(NAMES["receipt_qr_text"], LONG, "例如 https://…")
        self._qr_hint = label(" ", "caption", wrap=True)
        self.form.addLayout(
            line(
                NAMES["logo"],
                self._choose_logo,
                self._drop_logo,
                self._has_logo,
                hint=f"印在最上面，自动缩到 {MAX_WIDE} 点宽以内、变成黑白",
            )
        )
        for key, field in (("receipt_head", self._head), ("footer", self._footer)):
            self.form.addLayout(line(NAMES[key], field))
            field.left.connect(lambda text, key=key: self.edited.emit(key, text))
            field.textChanged.connect(
                lambda key=key, field=field: self.tried.emit(key, field.toPlainText())
            )
        self.form.addLayout(line(NAMES["receipt_qr"], self._qr, hint=self._qr_hint))
        self.form.addLayout(line("", self._qr_text))
        self._qr.chosen.connect(self._choose_qr)
        self._qr_text.textChanged.connect(lambda text: self.tried.emit("receipt_qr_text", text))
        self._qr_text.left.connect(self._keep_text)

    def show_settings(self, settings: ShopSettings) -> None:
        """Fill the fields."""
        self._head.show_value(settings.receipt_head)
        self._footer.show_value(settings.footer)
        self._qr_text.show_value(settings.receipt_qr_text)
        self._qr.choose(settings.receipt_qr)
        self._show_qr(settings.receipt_qr)
        self._drop_logo.setVisible(bool(settings.logo))
        self._has_logo.setText(" " if settings.logo else "还没有")

    def complain(self, name: str) -> None:
        """The text of the code was refused."""
        del name
        self._qr_text.complain()
        self._qr_text.setFocus()

    def _show_qr(self, kind: str) -> None:
        self._qr_hint.setText(QR_HINTS[kind])
        self._qr_text.setVisible(kind == "text")

    def _choose_qr(self, key: object) -> None:
        kind = str(key)
        self._show_qr(kind)
        if kind == "text" and not self._qr_text.text().strip():
            self._qr_text.setFocus()  # stored with its text, not before
            return
        self.tried.emit("receipt_qr", kind)
        self.edited.emit("receipt_qr", kind)

    def _keep_text(self, text: str) -> None:
        self.edited.emit("receipt_qr_text", text.strip())
        if text.strip() and self._qr.choice == "text":
            self.edited.emit("receipt_qr", "text")

    # -- the logo -----------------------------------------------------------------------------

    def _ask_file(self) -> None:
        dialog = FileDialog(self, "选择店标图片", "", PICTURES)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, path: str) -> None:
        """Read a picture off the GUI thread, then keep it."""
        make, how = self.context.foreign.make_logo, How(exclusive="logo")
        self.context.operations.unpack(make, path, owner=self, on_done=self._store, how=how)

    def _store(self, logo: Logo | None) -> None:
        self.context.operations.do(
            self.context.services.settings.store_logo,
            self.context.actor,
            logo,
            owner=self,
            how=How(exclusive="logo", success="店标换好了" if logo else "店标去掉了"),
        )
