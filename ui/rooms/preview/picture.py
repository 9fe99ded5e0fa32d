"""What a preview looks like: the live page where PySide6-WebEngine is there, else a picture, else its pages as a list."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from app.client import EngineError
from ui.controls import Card
from ui.controls.cards import box, line
from ui.controls.labels import label
from ui.controls.segments import Segments
from ui.language import say
from ui.rooms.preview.live import LivePage, can_be_live
from ui.rooms.preview.source import Previews
from ui.rooms.room import Start
from ui.theme import Theme


class Painted(QWidget):
    """An image as wide as there is room, its top to be seen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.image = QImage()
        self.words = ""
        self.setAccessibleName(say("Picture of the first page"))

    def show_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 9, 9)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), self._theme.colour("sunken"))
        if self.image.isNull():
            painter.setFont(self._theme.font("body"))
            painter.setPen(self._theme.colour("text_3"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.words)
            return
        scale = min(1.0 / self.devicePixelRatioF(), self.width() / self.image.width())
        width, height = self.image.width() * scale, self.image.height() * scale
        painter.drawImage(QRectF((self.width() - width) / 2, 0, width, height), self.image)


class Picture(Card):
    """`page_asked` carries the path of a page that shall be opened."""

    page_asked = Signal(str)

    def __init__(self, theme: Theme, previews: Previews, *, start: Start) -> None:
        super().__init__(padding=0, gap=0)
        self._start, self._previews = start, previews
        self._preview = self._url = ""
        self._task: asyncio.Future[None] | None = None
        self._live: LivePage | None = None
        self._can_be_live = can_be_live()
        self.title = label("", "label", "text")
        self.taken = label("", "label", "text_3")
        self.width_choice = Segments(theme, [("1280", "1280"), ("360", "360")], name=say("Width"), height=26)
        self.width_choice.chosen.connect(lambda _: self._width_chosen())
        self.image, self.pages = Painted(theme), QListWidget()
        self.pages.setAccessibleName(say("Pages"))
        self.pages.setProperty("plane", "none")
        self.pages.itemActivated.connect(lambda item: self.page_asked.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.image)
        self.stack.addWidget(self.pages)
        head = box(across=True, margins=(14, 8, 8, 8), gap=10)
        head.addWidget(self.title, 1)
        head.addWidget(self.taken)
        head.addWidget(self.width_choice)
        self.body.addLayout(head)
        self.body.addWidget(line())
        self.body.addWidget(self.stack, 1)

    def show_preview(self, preview: str, url: str, instead: str = "") -> None:
        """Another preview, or '' for one that has none; `instead` is said of one that sleeps, which no picture shall wake."""
        if (preview, url, instead) != (self._preview, self._url, self.image.words):
            self._preview, self._url, self.image.words = preview, url, instead
            self.again()

    @property
    def _asleep(self) -> bool:
        return bool(self.image.words)

    def again(self) -> None:
        """Takes another picture, or loads the page anew."""
        if self._task is not None:
            self._task.cancel()
        if not self._preview:
            self.title.setText(say("Picture of the first page"))
            self.taken.setText("")
            self.image.show_image(QImage())
            self.stack.setCurrentWidget(self.image)
            return
        if self._asleep or not self._show_live():
            self._task = self._start(self._take())

    def end(self) -> None:
        """Lets go of the running page."""
        self._can_be_live = False
        live, self._live = self._live, None
        if live is not None:
            self.stack.removeWidget(live)
            live.deleteLater()

    def _width_chosen(self) -> None:
        if self._live is not None and self.stack.currentWidget() is self._live:
            self._live.show_width(int(self.width_choice.choice))
        else:
            self.again()

    async def _take(self) -> None:
        from datetime import datetime

        width = int(self.width_choice.choice)
        try:
            said = await self._previews.picture(self._preview, width)
        except EngineError:
            said = None
        if said is not None:
            image = await asyncio.to_thread(QImage.fromData, said)
            self.title.setText(say("Picture of the first page"))
            taken = "" if self._asleep else say("taken {time}", time=f"{datetime.now():%H:%M:%S}")
            self.taken.setText(taken)
            self.width_choice.show()
            self.image.show_image(image)
            self.stack.setCurrentWidget(self.image)
        elif self._asleep:
            self.image.show_image(QImage())
            self.stack.setCurrentWidget(self.image)
        else:
            self._show_pages(await self._previews.pages(self._preview))

    def _show_pages(self, pages: Sequence[tuple[str, str]]) -> None:
        self.title.setText(say("Pages"))
        self.taken.setText(say("no browser here takes a picture"))
        self.width_choice.hide()
        self.pages.clear()
        for path, title in pages or [("/", say("First page"))]:
            item = QListWidgetItem(f"{title}   {path}" if title else path)
            item.setData(Qt.ItemDataRole.UserRole, path)
            self.pages.addItem(item)
        self.stack.setCurrentWidget(self.pages)

    def _show_live(self) -> bool:
        """The running page itself, where that can be; the extra is imported when it is first needed."""
        if self._can_be_live and self._live is None:
            try:
                self._live = LivePage()
            except ImportError:  # a library of the system lacks
                self._can_be_live = False
            else:
                self._live.ended.connect(self._live_ended)
                self.stack.addWidget(self._live)
        if self._live is None or not self._can_be_live or not self._url:
            return False
        self._live.open(self._url)
        self._live.show_width(int(self.width_choice.choice))
        self.title.setText(say("The running page"))
        self.taken.setText("")
        self.width_choice.show()
        self.stack.setCurrentWidget(self._live)
        return True

    def _live_ended(self) -> None:
        """The browser's process is gone: a picture takes its place."""
        self._can_be_live = False
        self.again()
