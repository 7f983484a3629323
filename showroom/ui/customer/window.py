"""顾客屏: a second screen that follows the counter and never takes the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QLinearGradient, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from showroom.machine.assets import asset_bytes
from showroom.ui.customer.paint import DESIGN_HEIGHT, LEFT, MIDDLE, RIGHT, Brush, paint_sale
from showroom.ui.customer.state import IDLE, CustomerState
from showroom.ui.customer.view import CustomerView, ZoneView, view_of, zone_views
from showroom.ui.look import formats
from showroom.ui.look.theme import colour, theme, theme_state, ui_font
from showroom.ui.look.tokens import SPACE, TYPE
from showroom.ui.widgets.clock_label import now_us

if TYPE_CHECKING:
    from showroom.domain.catalogue import CatalogueIndex
    from showroom.services.shop.shop_view import ShopView

PICTURES = ("wenshan", "bachu", "yiling", "guoluo")
"""By a zone's colour: each zone of the shop has its own."""
PICTURE_SIZE = (1600, 900)
TURN_MS, LINGER_MS = 12_000, 25_000
BAND = 0.34
TITLE = "顾客屏"


class CustomerWindow(QWidget):
    """`preview` makes it an ordinary window on the till's own screen."""

    def __init__(self, *, preview: bool = False) -> None:
        kind = Qt.WindowType.Window
        if not preview:
            kind |= Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(None, kind)
        self.setWindowTitle(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(TITLE)
        self._view = CustomerView("idle")
        self._zones: tuple[ZoneView, ...] = ()
        self._at = 0
        self._shop, self._demo = "", False
        self._picture: tuple[tuple[str, int, int], QPixmap] | None = None
        self._turn = QTimer(self, interval=TURN_MS)
        self._turn.timeout.connect(self.next_zone)
        self._linger = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger.timeout.connect(lambda: self.show_state(IDLE))
        theme_state().changed.connect(self.update)
        self._turn.start()

    @property
    def view(self) -> CustomerView:
        """What it shows now."""
        return self._view

    @property
    def zone(self) -> ZoneView | None:
        """The zone whose picture hangs while nobody is served."""
        return self._zones[self._at % len(self._zones)] if self._zones else None

    def show_shop(self, front: ShopView) -> None:
        """Shop and 演示."""
        self._shop, self._demo = front.shop_name, front.demo
        self.update()

    def show_index(self, index: CatalogueIndex) -> None:
        """What is on sale of each zone."""
        self._zones = zone_views(index.skus)
        self.update()

    def show_state(self, state: CustomerState) -> None:
        """Follow the counter; what was paid stays for a while."""
        self._linger.stop()
        self._view = view_of(state)
        if self._view.kind == "done":
            self._linger.start()
        self.update()

    def next_zone(self) -> None:
        """The next picture, while nobody is served."""
        if self._view.kind == "idle":
            self._at += 1
            self.update()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is drawn for nobody."""
        self._turn.stop()
        self._linger.stop()
        super().closeEvent(event)

    # -- painting -----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A sale, or a zone."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour("page"))
        brush = Brush(painter, self.height() / DESIGN_HEIGHT)
        area = QRectF(self.rect())
        if self._view.kind == "idle":
            self._paint_idle(brush, area)
        else:
            head = brush.of(48)
            self._paint_head(brush, QRectF(0, 0, area.width(), head))
            paint_sale(brush, area.adjusted(0, head - brush.of(SPACE.s), 0, 0), self._view)
        painter.end()

    def _paint_head(self, brush: Brush, area: QRectF) -> None:
        gap = brush.of(SPACE.m)
        inner = area.adjusted(gap, 0, -gap, 0)
        brush.write(inner, self._name, TYPE.table, "ink", bold=True)
        brush.write(inner, formats.clock_time(now_us()), TYPE.table, "muted", RIGHT | MIDDLE)

    @property
    def _name(self) -> str:
        return f"演示　{self._shop}" if self._demo and "演示" not in self._shop else self._shop

    def _paint_idle(self, brush: Brush, area: QRectF) -> None:
        zone = self.zone
        if zone is None:
            self._paint_head(brush, QRectF(0, 0, area.width(), brush.of(48)))
            return
        painter = brush.painter
        picture = self._drawn(PICTURES[zone.colour % len(PICTURES)])
        painter.drawPixmap(0, 0, picture)
        if theme().dark:
            painter.fillRect(area, QColor(0, 0, 0, 90))
        self._paint_words(brush, area, zone)

    def _paint_words(self, brush: Brush, area: QRectF, zone: ZoneView) -> None:
        """White on a dark foot, whatever the picture and the theme."""
        painter, gap = brush.painter, brush.of(SPACE.xl)
        foot = QRectF(0, area.height() * (1 - BAND), area.width(), area.height() * BAND)
        shade = QLinearGradient(foot.topLeft(), foot.bottomLeft())
        shade.setColorAt(0, QColor(0, 0, 0, 0))
        shade.setColorAt(0.45, QColor(0, 0, 0, 150))
        shade.setColorAt(1, QColor(0, 0, 0, 205))
        painter.fillRect(foot, shade)
        bar = QRectF(gap, foot.bottom() - brush.of(118), brush.of(6), brush.of(86))
        painter.fillRect(bar, QColor(theme().zone(zone.colour)))
        words = foot.adjusted(gap + brush.of(24), 0, -gap, 0)
        painter.setPen(QColor("white"))
        name = QRectF(words.left(), bar.top() - brush.of(6), words.width(), brush.of(52))
        painter.setFont(ui_font(round(brush.of(40)), bold=True))
        painter.drawText(name, LEFT | MIDDLE, zone.name)
        self._white(brush, QRectF(name).translated(0, name.height()), zone.sentence, TYPE.section)
        top = QRectF(gap, brush.of(16), area.width() - 2 * gap, brush.of(36))
        head = QLinearGradient(area.topLeft(), QRectF(0, 0, 1, brush.of(72)).bottomLeft())
        head.setColorAt(0, QColor(0, 0, 0, 130))
        head.setColorAt(1, QColor(0, 0, 0, 0))
        painter.fillRect(QRectF(0, 0, area.width(), brush.of(72)), head)
        clock = formats.clock_time(now_us())
        self._white(brush, top, clock, TYPE.section, RIGHT | MIDDLE)
        self._white(brush, top.adjusted(0, 0, -brush.of(96), 0), self._name, TYPE.section)

    @staticmethod
    def _white(
        brush: Brush,
        area: QRectF,
        text: str,
        size: int,
        align: Qt.AlignmentFlag = LEFT | MIDDLE,
    ) -> None:
        painter = brush.painter
        painter.setFont(ui_font(round(brush.of(size)), bold=True))
        painter.setPen(QColor("white"))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, align, shown)

    def _drawn(self, name: str) -> QPixmap:
        """A zone's picture, covering the window; drawn once for its size."""
        ratio = self.devicePixelRatioF()
        wide, high = round(self.width() * ratio), round(self.height() * ratio)
        key = (name, wide, high)
        if self._picture is None or self._picture[0] != key:
            self._picture = (key, _cover(name, wide, high))
        made = self._picture[1]
        made.setDevicePixelRatio(ratio)
        return made


def _cover(name: str, wide: int, high: int) -> QPixmap:
    made = QPixmap(max(1, wide), max(1, high))
    made.fill(colour("page"))
    scale = max(wide / PICTURE_SIZE[0], high / PICTURE_SIZE[1])
    size = (PICTURE_SIZE[0] * scale, PICTURE_SIZE[1] * scale)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer = QSvgRenderer(QByteArray(asset_bytes("zones", f"{name}.svg")))
    renderer.render(painter, QRectF((wide - size[0]) / 2, high - size[1], size[0], size[1]))
    painter.end()
    return made
