"""One notice of the board, large: all of its words, its pictures or its drawing, and what became of it."""

from typing import Any

from kivy.properties import StringProperty

from kiosk.screens.visit.notices import NoticeBody
from kiosk.widgets.dialog import Veil
from shared.notice import Notice


class NoticeView(Veil):
    """One notice, large."""

    tone = StringProperty("board")
    status = StringProperty("")
    icon = StringProperty("")

    def __init__(self, notice: Notice, language: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.notice = notice
        self.ids.holder.add_widget(NoticeBody(notice, language, large=True))
