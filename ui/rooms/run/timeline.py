"""The timeline of a run: a lane for each member of the team, a bar for each step. Painted; only the live part moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from ui.controls.badge import badge_width, paint_badge
from ui.language import figure, say
from ui.rooms.run.plan import Bar, Lane, Picture, tick
from ui.theme import Theme

NAMES, AXIS, LANE, BAR, FOOT, EDGE = 196, 30, 38, 24, 34, 24
CLOSEST, WIDEST = 1.0, 40.0
_INK = {"neutral": "text_2", "accent": "accent_text"}


class Timeline(QAbstractScrollArea):
    """`chosen` carries the name of a step that was clicked or reached by arrow keys; '' for none."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._picture, self._zoom = theme, Picture(), 1.0
        self._chosen = ""
        self._following = True
        self._by_keys = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(say("Timeline"))
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self._measure)

    def show_picture(self, picture: Picture) -> None:
        """Another moment; what did not change is not painted again."""
        before, self._picture = self._picture, picture
        same = (
            len(before.lanes) == len(picture.lanes)
            and before.length == picture.length
            and [lane.rows for lane in before.lanes] == [lane.rows for lane in picture.lanes]
            and before.stops == picture.stops
        )
        if not same:
            self._measure()
        running = [bar.begin for lane in picture.lanes for bar in lane.bars if bar.state == "running"]
        changed = [lane.bars for lane in before.lanes] != [lane.bars for lane in picture.lanes]
        states = [[(b.step, b.state) for b in lane.bars] for lane in before.lanes]
        if not same or states != [[(b.step, b.state) for b in lane.bars] for lane in picture.lanes]:
            self.viewport().update()
        elif changed or before.now != picture.now:
            left = round(self._x(min([before.now, *running]))) - 12
            self.viewport().update(QRect(left, 0, self.viewport().width() - left, self.viewport().height()))

    def follow(self) -> None:
        """The live edge stays in sight again."""
        self._following = True
        self._keep_up()

    def zoom(self, factor: float) -> None:
        """Stretches time; 1 shows all of it."""
        self._zoom = min(max(self._zoom * factor, CLOSEST), WIDEST)
        self._measure()

    def choose(self, step: str) -> None:
        self._chosen = step
        self.viewport().update()

    def bar(self, step: str) -> Bar | None:
        return next((bar for lane in self._picture.lanes for bar in lane.bars if bar.step == step), None)

    def sizeHint(self) -> QSize:
        return QSize(700, self._height())

    def _height(self) -> int:
        return AXIS + sum(self._lane_height(lane) for lane in self._picture.lanes) + FOOT

    def _lane_height(self, lane: Lane) -> int:
        return self._theme.scaled(LANE) + (lane.rows - 1) * (self._theme.scaled(BAR) + 4)

    def _names(self) -> int:
        return self._theme.scaled(NAMES)

    def _span(self) -> float:
        """Pixels for the whole length."""
        return max(self.viewport().width() - self._names() - EDGE, 100) * self._zoom

    def _x(self, second: float) -> float:
        return self._names() + second * self._span() / self._picture.length - self.horizontalScrollBar().value()

    def _measure(self) -> None:
        wide = round(self._span()) - (self.viewport().width() - self._names() - EDGE)
        self.horizontalScrollBar().setRange(0, max(0, wide))
        self.horizontalScrollBar().setPageStep(max(1, self.viewport().width() - self._names()))
        high = self._height() - self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, high))
        self.verticalScrollBar().setPageStep(max(1, self.viewport().height()))
        self.updateGeometry()
        self._keep_up()
        self.viewport().update()

    def _keep_up(self) -> None:
        if self._following and self._picture.live and self._zoom > 1:
            at = self._picture.now * self._span() / self._picture.length
            shown = self.viewport().width() - self._names()
            self.horizontalScrollBar().setValue(round(at - shown * 0.7))
            self._following = True

    def _scrolled(self) -> None:
        self._following = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.25 if event.angleDelta().y() > 0 else 0.8)
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring around all of it is for those who came by keyboard; for others the chosen bar has one."""
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._by_keys = event.reason() in keys
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keys = True
        self.viewport().update()
        if event.text() in ("+", "-"):
            self.zoom(1.25 if event.text() == "+" else 0.8)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up):
            forward = event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down)
            bars = [bar.step for lane in self._picture.lanes for bar in lane.bars]
            if bars:
                at = bars.index(self._chosen) if self._chosen in bars else -1 if forward else 0
                self._take(bars[(at + (1 if forward else -1)) % len(bars)])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        self._take(found.step if found else "")

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._told(found) if found else "", self)
            return True
        return super().viewportEvent(event)

    def _take(self, step: str) -> None:
        self.choose(step)
        found = self.bar(step)
        if found is not None:
            self.setAccessibleDescription(self._told(found))
        self.chosen.emit(step)

    def _told(self, bar: Bar) -> str:
        words = {
            "planned": say("planned"),
            "running": say("running"),
            "done": say("done"),
            "failed": say("failed"),
            "stopped": say("stopped"),
        }
        return say(
            "{title}, {seconds} s, {state}",
            title=bar.title,
            seconds=figure(bar.end - bar.begin),
            state=words[bar.state],
        )

    def _places(self) -> list[tuple[Bar, QRectF, str]]:
        """Each bar with its place and its tone."""
        found, top = [], float(AXIS - self.verticalScrollBar().value())
        high = self._theme.scaled(BAR)
        for lane in self._picture.lanes:
            inset = (self._theme.scaled(LANE) - high) / 2
            for bar in lane.bars:
                left = self._x(bar.begin)
                wide = max(self._x(bar.end) - left, 7.0)
                found.append((bar, QRectF(left, top + inset + bar.row * (high + 4), wide, high), lane.tone))
            top += self._lane_height(lane)
        return found

    def _at(self, place: QPointF) -> Bar | None:
        if place.x() < self._names():
            return None
        return next((bar for bar, box, _ in self._places() if box.adjusted(-2, -4, 2, 4).contains(place)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self.viewport()), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.colour("surface"))
        self._paint_grid(painter)
        painter.save()
        painter.setClipRect(QRect(self._names(), 0, self.viewport().width(), self.viewport().height()))
        self._paint_stops(painter)
        self._paint_bars(painter)
        painter.restore()
        self._paint_names(painter)
        if self.hasFocus() and self._by_keys:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def _bottom(self) -> float:
        return float(self._height() - FOOT - self.verticalScrollBar().value())

    def _paint_grid(self, painter: QPainter) -> None:
        theme = self._theme
        step = tick(self._picture.length, self._span())
        painter.setFont(theme.font("caption"))
        second = 0.0
        while (left := self._x(second)) < self.viewport().width():
            if left >= self._names() - 1:
                painter.setPen(QPen(theme.colour("line"), 1))
                at = round(left) + 0.5
                painter.drawLine(QPointF(at, 0), QPointF(at, self._bottom()))
                painter.setPen(theme.colour("text_2"))
                said = f"{figure(second)} s" if step < 1 else f"{second:.0f} s"
                painter.drawText(QRectF(at + 5, 0, 60, AXIS), int(Qt.AlignmentFlag.AlignVCenter), said)
            second += step

    def _paint_names(self, painter: QPainter) -> None:
        theme, top = self._theme, float(AXIS - self.verticalScrollBar().value())
        wide = self.viewport().width()
        for lane in self._picture.lanes:
            high = self._lane_height(lane)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(0, round(top + high) - 0.5), QPointF(wide, round(top + high) - 0.5))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tone(lane.tone)[1])
            middle = top + theme.scaled(LANE) / 2
            painter.drawRoundedRect(QRectF(20, middle - 11, 22, 22), 5, 5)
            icon = theme.pixmap(lane.icon, _INK.get(lane.tone, lane.tone), 14, self.devicePixelRatioF())
            painter.drawPixmap(24, round(middle - 7), icon)
            painter.setFont(theme.font("label", weight=500))
            painter.setPen(theme.colour("text"))
            place = QRectF(51, middle - 12, self._names() - 56, 24)
            said = painter.fontMetrics().elidedText(lane.title, Qt.TextElideMode.ElideRight, round(place.width()))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), said)
            top += high

    def _paint_bars(self, painter: QPainter) -> None:
        places = self._places()
        for at, (bar, place, tone) in enumerate(places):
            follows = [other.left() for _, other, _ in places[at + 1 :] if other.top() == place.top()]
            self._paint_bar(painter, bar, place, tone, min(follows, default=float(self.viewport().width())))

    def _paint_bar(self, painter: QPainter, bar: Bar, place: QRectF, tone: str, until: float) -> None:
        theme = self._theme
        tone = {"failed": "danger", "stopped": "neutral"}.get(bar.state, tone)
        ink, fill = theme.tone(tone)
        dashed = bar.state == "planned"
        pen = QPen(theme.colour("line_strong") if dashed else ink, 1)
        if dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(QPen(theme.colour("focus"), 2) if bar.step == self._chosen else pen)
        painter.setBrush(Qt.BrushStyle.NoBrush if dashed else fill)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        if bar.state == "running":
            painter.drawRoundedRect(QRectF(place.right() - 4, place.top(), 4, place.height()), 2, 2)
        for notch in range(bar.attempt - 1):
            painter.drawRect(QRectF(place.left() + 4 + 5 * notch, place.top(), 2, 5))
        painter.setFont(theme.font("caption", weight=600))
        painter.setPen(theme.colour("text_3") if dashed else ink)
        metrics = painter.fontMetrics()
        said = {"failed": "✕ ", "stopped": "■ "}.get(bar.state, "") + bar.title
        inside = place.adjusted(6, 0, -6, 0)
        if metrics.horizontalAdvance(said) > inside.width() and until - place.right() > inside.width():
            inside = QRectF(place.right() + 5, place.top(), until - place.right() - 10, place.height())
        if inside.width() > 24:
            shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, round(inside.width()))
            if inside.left() > place.right():
                halo = QRectF(
                    inside.left() - 2, inside.top() + 3, metrics.horizontalAdvance(shown) + 4, inside.height() - 6
                )
                painter.fillRect(halo, theme.colour("surface"))
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_stops(self, painter: QPainter) -> None:
        theme, free = self._theme, 0.0
        for stop in sorted(self._picture.stops, key=lambda each: each.at):
            waits = stop.state == "waiting"
            tone = {"waiting": "warning", "decided": "success", "rejected": "danger", "planned": "neutral"}[stop.state]
            icon = {"waiting": "pause", "decided": "check", "rejected": "cross", "planned": "flag"}[stop.state]
            left = self._x(self._picture.now if waits else stop.at)
            pen = QPen(theme.tone(tone)[0], 2 if waits else 1)
            pen.setStyle(Qt.PenStyle.SolidLine if waits else Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(left, AXIS), QPointF(left, self._bottom()))
            said = _gate_title(stop.name)
            wide = badge_width(theme, said, icon)
            high = theme.scaled(20)
            place = QRectF(
                max(min(max(left - wide / 2, self._names() + 4), self.viewport().width() - wide - 6), free),
                self._bottom() + 7,
                wide,
                high,
            )
            free = place.right() + 6
            paint_badge(painter, place, theme, said, tone, icon, ratio=self.devicePixelRatioF())
        if (
            self._picture.live
            and self._picture.now
            and not any(stop.state == "waiting" for stop in self._picture.stops)
        ):
            painter.setPen(QPen(theme.colour("accent"), 1))
            left = self._x(self._picture.now)
            painter.drawLine(QPointF(left, AXIS), QPointF(left, self._bottom()))

    def scroll_to(self, place: QPoint) -> None:
        """Moves the sight; for tests."""
        self.horizontalScrollBar().setValue(place.x())


def _gate_title(name: str) -> str:
    return {"architecture": say("Architecture"), "security": say("Security")}.get(name, name.capitalize())
