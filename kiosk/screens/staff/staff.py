"""For staff: how this kiosk is."""

from datetime import UTC, datetime
from typing import Any

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.screens.staff.troubles import trouble_words
from kiosk.staff_round.views import Status
from kiosk.widgets.page import Page
from kiosk.widgets.words import Alike
from shared.errors import NotPaired
from shared.languages import N_, Translate, Translator
from shared.submission import from_utc

RIGHT_S = 60.0
BOOKS = 4
"""The first figures: what waits, is set aside, is on the hub, and whether that balances."""


class Figure(BoxLayout):
    """One line of the status: what it is, and how it is."""

    label = StringProperty("")
    value = StringProperty("")
    alike = ObjectProperty(None, allownone=True)


class StatusScreen(Page):
    """How this kiosk is, and what staff can do here."""

    problem = StringProperty("")
    hub = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._body = {name: self.ids[name].__self__ for name in ("card", "connect")}
        self._acts = {name: self.ids[name].__self__ for name in ("door", "sync", "pair", "exit")}
        alike = Alike()
        for act in self._acts.values():
            act.alike = alike

    def show(self, view: Status) -> None:
        """Show the figures; of a tablet without a hub only how to connect it."""
        super().show(view)
        tr, unpaired = self.app.tr, view.hub == ""
        _put(self.ids.body, [self._body["connect" if unpaired else "card"]])
        _put(self.ids.acts, [self._acts["exit"]] if unpaired else list(self._acts.values()))
        self.hub = tr(N_("No hub yet. Pair this tablet first.")) if view.hub == "" else view.hub or ""
        problems = [tr(view.problem.says)] if view.problem and not isinstance(view.problem, NotPaired) else []
        refused = [tr(view.refused.says)] if view.refused else []
        self.problem = next(iter([*refused, *trouble_words(view.troubles, tr), *problems]), "")
        self.ids.figures.clear_widgets()
        rows = figures(view.figures, tr, view.shown_at)
        alike = Alike()
        # A low screen has no room for a problem and all figures: the books come first.
        for label, value in rows[:BOOKS] if self.problem and self.app.sizes.low else rows:
            self.ids.figures.add_widget(Figure(label=label, value=value, alike=alike))

    def back(self) -> None:
        """Out again."""
        self.app.staff_round.go_back()


def _put(holder: BoxLayout, widgets: list[Widget]) -> None:
    """Show these in a holder, if it does not already."""
    if list(reversed(holder.children)) != widgets:
        holder.clear_widgets()
        for widget in widgets:
            holder.add_widget(widget)


def figures(status: Any, tr: Translator, now: datetime) -> list[tuple[str, str]]:
    """Return label and value of each figure staff need."""
    from importlib.metadata import version  # takes 18 ms to load, and the first frame does not wait for it

    balanced = status.created == status.on_hub + status.waiting + status.set_aside + status.erased
    rows = [
        (tr(N_("Waiting to be sent")), str(status.waiting)),
        (tr(N_("Set aside")), str(status.set_aside)),
        (tr(N_("On the hub")), str(status.on_hub)),
        (tr(N_("Accounts")), tr(N_("balance")) if balanced else tr(N_("do not balance"))),
        (tr(N_("Last sync")), ago(status.last_sync_at, tr, now)),
        _clock(status.skew_s, tr),
        (tr(N_("Free disk")), _gigabytes(status.free_bytes, tr)),
        (tr(N_("Version")), version("samskap")),
    ]
    if status.salvages:
        rows.append((tr(N_("Broken databases set aside")), str(status.salvages)))
    return rows


def _clock(skew_s: float | None, tr: Translate) -> tuple[str, str]:
    """Return label and value; a clock is right within a minute, as on the hub's pages."""
    if skew_s is not None and abs(skew_s) >= RIGHT_S:
        return tr(N_("Clock differs by")), f"{skew_s:.0f} s"
    return tr(N_("Clock")), "–" if skew_s is None else tr(N_("right"))


def _gigabytes(count: int, tr: Translate) -> str:
    whole, tenth = divmod(round(count / 1e8), 10)
    return tr(N_("{whole}.{tenth} GB")).format(whole=whole, tenth=tenth)


def ago(at: str | None, tr: Translator, now: datetime) -> str:
    """Return how long ago a moment was, in words."""
    if at is None:
        return tr(N_("never"))
    minutes = int((now.astimezone(UTC) - from_utc(at)).total_seconds() // 60)
    if minutes < 1:
        return tr(N_("just now"))
    if minutes < 120:
        return tr.ngettext("{n} min ago", "{n} min ago", minutes).format(n=minutes)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days < 2:
        return tr.ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)
    return tr.ngettext("{n} day ago", "{n} days ago", days).format(n=days)
