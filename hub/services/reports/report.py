"""A short report of some days, to print: what was asked and how many answered, what became of it, and who came.

It names nobody, and has words of visitors only where they stand on the board. What was set aside, or handed over as a
worry, is not counted.
"""

import base64
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from hub.drawing_svg import drawing_svg
from hub.kinds import READERS
from hub.lists import InboxFilter
from hub.model import Actor, Right, State, StoredSubmission
from hub.services.activities import dates
from hub.services.changing import must
from hub.services.house.settings import Settings
from hub.services.reports.few import Counted, together, told
from hub.store.base import Store
from hub.typesetting import typeset
from shared.activity import Activity
from shared.colours import hex_of
from shared.errors import InvalidAnswer
from shared.kinds import kind_of
from shared.languages import LANGUAGES, N_, catalogue, pick, translator
from shared.look import plate
from shared.notice import Notice, Status
from shared.prompt import Prompt
from shared.submission import from_utc, utc

AT_ONCE: Final = 500
MOST_ON_BOARD: Final = 60
"""So many things of the board are printed; of the others it is said how many there are."""
FILE: Final = "report.pdf"

_STATUSES: Final = {
    Status.HEARD.value: N_("We have heard"),
    Status.TRYING.value: N_("We are trying"),
    Status.DONE.value: N_("Done"),
    Status.NO.value: N_("No, because"),
}
_FEWER: Final = N_("fewer than 5")
_WORDS: Final = {
    "title": N_("What people told us"), "asked": N_("What we asked"), "languages": N_("In which languages"),
    "board": N_("What we answered on the board"), "activities": N_("Activities"), "together": N_("together"),
    "nothing_came": N_("Nobody answered in these days."), "nothing_on_board": N_("Nothing came on the board."),
    "no_activities": N_("There were no activities."), "activity": N_("Activity"), "seats": N_("Seats"),
    "came": N_("Came"), "answers": N_("Answers"), "question": N_("Question"), "language": N_("Language"),
}  # fmt: skip
_NOTES: Final = (
    N_("Numbers under 5 are not told, so that nobody can be found in them: they stand together with others."),
    N_("Counted is what was not set aside, and is still kept: answers are deleted on their date."),
)


@dataclass(frozen=True)
class Period:
    """Days of the library's own time zone, both of them in it."""

    since: date
    until: date

    def moments(self, zone: str) -> tuple[str, str]:
        """Return when it begins, and when it is over."""
        here = ZoneInfo(zone)
        return (
            utc(datetime.combine(self.since, time(), here)),
            utc(datetime.combine(self.until + timedelta(days=1), time(), here)),
        )


@dataclass
class Tally:
    """What was counted: by question within each kind, by language, and how many were answered."""

    questions: dict[str, Counter[str]] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)
    answered: int = 0

    def count(self, stored: StoredSubmission) -> None:
        """Count one."""
        self.questions.setdefault(stored.submission.kind, Counter())[stored.submission.prompt] += 1
        self.languages[stored.submission.language] += 1
        self.answered += bool(stored.replies)


Portions = Generator[tuple[int, int | None], None, bytes]
"""How many answers were looked at, and of how many; at the end, the report as PDF."""


def portions(
    store: Store, library: Settings, period: Period, *, language: str, by: Actor, now: datetime
) -> Portions:  # fmt: skip
    """Make a report. Raises NotAllowed, StoreError."""
    must(by, Right.SIGNED_IN)
    since, until = period.moments(library.zone)
    total, tally = sum(store.inbox.states(InboxFilter()).values()), Tally()
    for n, stored in enumerate(store.submissions.every(), 1):
        if since <= stored.received_at < until and counts(stored):
            tally.count(stored)
        if n % AT_ONCE == 0:
            yield min(n, total), total
    yield total, total
    return typeset("report.typ", content(store, library, period, tally, language=language, now=now))


def counts(stored: StoredSubmission) -> bool:
    """Tell whether it is an answer of its own that staff have not set aside."""
    reader = READERS.get(stored.submission.kind)
    hidden = stored.state in (State.FILED, State.WORRY, State.SET_ASIDE)
    return not hidden and stored.after is None and reader is not None and not reader.filed


def content(
    store: Store, library: Settings, period: Period, tally: Tally, *, language: str, now: datetime
) -> dict[str, Any]:  # fmt: skip
    """Return the words and numbers of the report, as its template reads them."""
    tr, (since, until) = translator(language), period.moments(library.zone)
    posted = [one for one in store.notices.every() if since <= one.published_at < until]
    first, last = dates.long(period.since, language), dates.long(period.until, language)
    printed = now.astimezone(ZoneInfo(library.zone)).date()
    return {
        "words": {name: tr(says) for name, says in _WORDS.items()},
        "name": library.name,
        "language": language,
        "period": first if period.since == period.until else f"{first} – {last}",
        "printed": tr(N_("Printed {date}")).format(date=dates.long(printed, language)),
        "day": [printed.year, printed.month, printed.day],
        "look": [hex_of(one) for one in plate(library.look.colour)] if library.look.colour else None,
        "figures": _figures(tally, len(posted), language),
        "kinds": _kinds(store, tally, (since, until), language),
        "languages": _rows(
            together(tally.languages), {code: one.own_name for code, one in LANGUAGES.items()}, language
        ),
        "board": [_posted(store, one, language) for one in posted[:MOST_ON_BOARD]],
        "more": tr(N_("and {n} more")).format(n=len(posted) - MOST_ON_BOARD) if len(posted) > MOST_ON_BOARD else "",
        "activities": [
            _held(store, one, (since, until), language, now)
            for one in store.activities.every()
            if _within(one, since, until)
        ],
        "notes": [tr(note) for note in _NOTES],
    }


def _figures(tally: Tally, posted: int, language: str) -> list[dict[str, str]]:
    ngettext = catalogue(language).ngettext
    came = tally.languages.total()
    return [
        {"n": _number(told(came), language), "says": ngettext("answer came", "answers came", came)},
        {"n": str(posted), "says": ngettext("came on the board", "came on the board", posted)},
        {
            "n": _number(told(tally.answered), language),
            "says": ngettext("was answered", "were answered", tally.answered),
        },
    ]


def _number(n: int | None, language: str) -> str:
    return translator(language)(_FEWER) if n is None else str(n)


def _rows(counted: Sequence[Counted], names: dict[str, str], language: str) -> list[dict[str, Any]]:
    """Return rows with their names in words, and how long the bar of each is, 0 to 1."""
    most = max((one.n or 0 for one in counted), default=0) or 1
    return [
        {
            "names": [names.get(name, name) for name in one.names],
            "n": _number(one.n, language),
            "bar": (one.n or 0) / most,
        }
        for one in counted
    ]


def _kinds(store: Store, tally: Tally, moments: tuple[str, str], language: str) -> list[dict[str, Any]]:
    """Return how many answered, by kind; of a kind that is told alone by question, too."""
    prompts = {prompt.id: prompt for prompt in store.prompts.every() if _was_open(prompt, *moments)}
    questions = {kind: dict(counted) for kind, counted in tally.questions.items()}
    for prompt in prompts.values():
        questions.setdefault(prompt.kind, {}).setdefault(prompt.id, 0)
    tr = translator(language)
    names = {kind: tr(reader.words.many) for kind, reader in READERS.items()}
    counted = together({kind: sum(one.values()) for kind, one in questions.items()})
    rows = _rows(counted, names, language)
    for row, one in zip(rows, counted, strict=True):
        alone = questions[one.names[0]] if len(one.names) == 1 and one.n is not None else {}
        called = {prompt: _title(store, prompt, language) for prompt in alone}
        row["questions"] = _rows(together(alone), called, language)
    return rows


def _title(store: Store, id: str, language: str) -> str:
    prompt = store.prompts.read(id)
    return prompt.text(language).title if prompt else translator(language)(N_("On the way out"))


def _was_open(prompt: Prompt, since: str, until: str) -> bool:
    return (prompt.opens_at or "") < until and (prompt.closes_at is None or prompt.closes_at > since)


def _posted(store: Store, notice: Notice, language: str) -> dict[str, Any]:
    title = _title(store, notice.prompt, language)
    return {
        "status": translator(language)(_STATUSES.get(notice.status, notice.status)),
        "question": title,
        "text": [part for part in notice.text.split("\n") if part.strip()],
        "tongue": notice.language,
        "drawing": _drawn(notice, title),
        "reply": pick(notice.replies, language),
    }


def _drawn(notice: Notice, title: str) -> str | None:
    """Return the drawing as SVG; None where there is none."""
    reader = READERS.get(notice.kind)
    if not notice.drawing or reader is None:
        return None
    try:
        strokes = reader.strokes(kind_of(notice.kind).unpack(base64.b64decode(notice.drawing)))
    except InvalidAnswer:
        return None
    return None if strokes is None else drawing_svg(strokes, title)


def _within(activity: Activity, since: str, until: str) -> bool:
    return any(since <= one.starts_at < until for one in activity.dates)


def _held(
    store: Store, activity: Activity, moments: tuple[str, str], language: str, now: datetime
) -> dict[str, Any]:  # fmt: skip
    tr, noted = translator(language), store.doors.noted(activity.slug)
    held = [one for one in activity.dates if moments[0] <= one.starts_at < moments[1]]
    came = [noted[one.starts_at] for one in held if one.starts_at in noted]
    heads = sum(sum(one.ticks.values()) + sum(one.tally.values()) for one in came)
    first = dates.short(from_utc(held[0].starts_at).astimezone(ZoneInfo(activity.zone)).date(), language)
    more = tr(N_("and {n} more")).format(n=len(held) - 1) if len(held) > 1 else ""
    return {
        "title": activity.text(language).title,
        "when": f"{first} {more}".strip(),
        "seats": tr(N_("Drop in")) if activity.seats is None else str(activity.seats),
        "came": tr(N_("Cancelled")) if activity.cancelled else _number(told(heads), language) if came else "–",
        "cancelled": activity.cancelled,
    }
