"""The board: what people said, and what came of it. Pages to turn, cards to open; nothing needs to be dragged."""

from typing import Any

from kivy.properties import BooleanProperty

from kiosk.screens.visit.notice_view import NoticeView
from kiosk.screens.visit.notices import ColumnHead, NoticeCard
from kiosk.visit.views import Browsing
from kiosk.widgets.page import Page
from kiosk.widgets.paged import Pager
from kiosk.widgets.words import Alike
from shared.languages import N_
from shared.notice import Notice, Status

COLUMNS = {
    Status.HEARD: (N_("We have heard"), "board", "ear_hearing"),
    Status.TRYING: (N_("We are trying"), "poll", "progress_wrench"),
    Status.DONE: (N_("Done"), "activity", "check_bold"),
    Status.NO: (N_("Not this time"), "no", "minus_circle_outline"),
}


class BoardScreen(Page):
    """What people said and what came of it."""

    world = "board"
    empty = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._shown: tuple[tuple[Notice, ...], str] | None = None
        self._read: NoticeView | None = None
        super().__init__(**kwargs)

    def show(self, view: Browsing) -> None:
        """Begin at the first page when somebody comes to the board."""
        if self.view is None:
            self._shown, self.ids.columns.page = None, 0
        super().show(view)
        shown = view.notices, self.app.language
        if shown != self._shown:
            self._shown = shown
            self._close_gone(view.notices)
            self._lay_out(view.notices)

    def _close_gone(self, there: tuple[Notice, ...]) -> None:
        """Close the notice that is read when it is on the board no more: what staff erased is read by nobody."""
        read = self._read
        if read is not None and read.parent is not None and read.notice.id not in {notice.id for notice in there}:
            self.app.lift_cover()

    def _lay_out(self, shown: tuple[Notice, ...]) -> None:
        notices: dict[Status, list[Notice]] = {status: [] for status in COLUMNS}
        for notice in shown:
            if notice.status in notices:
                notices[Status(notice.status)].append(notice)
        if not notices[Status.NO]:
            del notices[Status.NO]
        heads, alike = {}, Alike()
        for status, found in notices.items():
            words, tone, icon = COLUMNS[status]
            heads[status] = ColumnHead(words=self.app.tr(words), tone=tone, icon=icon, count=len(found), alike=alike)
        self.empty = not shown
        self.ids.columns.fill(notices, heads, self._card)

    def leave(self) -> None:
        """Keep no cards."""
        super().leave()
        self._shown = self._read = None
        self.ids.columns.fill({}, {}, self._card)

    def back(self) -> None:
        """Home."""
        self.app.visit.go_back()

    def turn(self, pager: Pager) -> None:
        """Show another page of all columns."""
        self.ids.columns.page = pager.page
        self.app.visit.keep_awake()

    def _card(self, notice: Notice) -> NoticeCard:
        card = NoticeCard(notice, self.app.language)
        card.bind(on_press=self._open)
        return card

    def _open(self, card: NoticeCard) -> None:
        self.app.visit.keep_awake()
        words, tone, icon = COLUMNS[Status(card.notice.status)]
        self._read = NoticeView(card.notice, self.app.language, tone=tone, icon=icon, status=self.app.tr(words))
        self.app.lay_over(self._read)
