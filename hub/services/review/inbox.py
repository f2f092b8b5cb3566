"""Reading what came in: pages, one submission, its neighbours and its history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.folding import fold
from hub.lists import COUNT_LIMIT, EVERYTHING, InboxFilter, InboxPage, InboxRow, SlipFilter
from hub.model import Actor, AuditLine, Move, Right, SignUp, State, StoredSubmission, Voice
from hub.services.changing import lines_since
from hub.services.house import settings
from hub.store.base import Store
from shared.activity import DEFAULT_ZONE
from shared.errors import InvalidInput, NotFound
from shared.languages import LANGUAGES
from shared.slip import read_receipt_code, read_word_pair
from shared.submission import from_utc, utc

PAGE = 50
TOLD = 500
"""So many lines of the history are looked at for what was decided while somebody reads."""
OF_SLIP = 20
"""So many answers, and so many sign-ups, of one slip stand on a page."""


def page(
    store: Store, chosen: InboxFilter, *, before: str | None = None, after: str | None = None, size: int = PAGE,
    by: Actor | None = None,
) -> InboxPage:  # fmt: skip
    """Return the page next older than the cursor ``before``, next newer than ``after``, or the newest.

    ``by`` is whoever reads it, here and below: worries are listed for those alone who may read them, and None may not.
    Raises InvalidInput for a cursor or a date that is none.
    """
    asked = _asked(store, chosen, by)
    below, above = _position(before), _position(after)
    rows = store.inbox.page(asked, below=below, above=above, size=size + 1)
    further = len(rows) > size
    # A page of newer things was read upwards, so the row too many is its first.
    rows = (rows[1:] if above is not None else rows[:size]) if further else rows
    is_whole = below is None and above is None and not further
    total = len(rows) if is_whole else store.inbox.count(asked, COUNT_LIMIT)
    capped = asked.is_capped and total > COUNT_LIMIT
    has_older = further if above is None else bool(rows)
    has_newer = further if above is not None else below is not None
    return InboxPage(
        rows=tuple(rows),
        total=COUNT_LIMIT if capped else total,
        older=str(rows[-1].position) if rows and has_older else None,
        newer=str(rows[0].position) if rows and has_newer else None,
        total_is_least=capped,
    )


@dataclass(frozen=True)
class OfSlip:
    """One page of what the slip of a visitor leads to, newest first: submissions to read, and sign-ups.

    ``older``: from where the next page goes on, None on the last. ``out``: all this came from kiosks that are shut
    out. ``left_out``: how many came from those beside it, as far as one page counts; more where ``left_out_is_least``.
    """

    rows: tuple[InboxRow, ...] = ()
    sign_ups: tuple[SignUp, ...] = ()
    older: str | None = None
    out: bool = False
    left_out: int = 0
    left_out_is_least: bool = False

    @property
    def count(self) -> int:
        """How many stand on this page."""
        return len(self.rows) + len(self.sign_ups)


def of_slip(store: Store, typed: str, *, before: str = "", out: bool = False, by: Actor | None = None) -> OfSlip:
    """Return what somebody gave who says this receipt code, or these two words in any language.

    Two words fit one answer in 65,536, but a kiosk in the wrong hands gives as many to two words as it likes. What came
    from one that is shut out is shown where it is asked for (``out``), or where nothing else fits. ``before`` is the
    ``older`` of a page. Raises InvalidInput where it is none.
    """
    code = read_receipt_code(typed)
    pairs = {pair for language in LANGUAGES if (pair := read_word_pair(typed, language)) is not None}
    if code is None and not pairs:
        return OfSlip()
    answers, _, ups = before.partition(".")
    below = (_position(answers), _position(ups)) if before else (None, None)
    asked = SlipFilter(code, tuple(sorted(pairs)), out, *below, worries=_safeguards(by))
    found = _slip_page(store, asked)
    if out or before:
        return found
    others = _slip_page(store, replace(asked, out=True))
    if not found.count:
        return others
    return replace(found, left_out=others.count, left_out_is_least=others.older is not None)


def _slip_page(store: Store, asked: SlipFilter) -> OfSlip:
    rows, ups = store.inbox.of_slip(asked, OF_SLIP + 1), store.sign_ups.of_slip(asked, OF_SLIP + 1)
    has_older = max(len(rows), len(ups)) > OF_SLIP
    rows, ups = rows[:OF_SLIP], ups[:OF_SLIP]
    last = rows[-1].position if rows else asked.answers_below or 0, ups[-1].order if ups else asked.sign_ups_below or 0
    return OfSlip(tuple(rows), tuple(ups), "{}.{}".format(*last) if has_older else None, asked.out)


def read(store: Store, id: str) -> StoredSubmission:
    """Return one submission. Raises NotFound."""
    found = store.submissions.read(id)
    if found is None:
        raise NotFound("submission")
    return found


def voice(store: Store, id: str) -> Voice:
    """Return the whole of what a visitor gave, of which this submission is a part. Raises NotFound."""
    found = read(store, id)
    first = read(store, found.after) if found.after else found
    return Voice(first, tuple(store.submissions.after([first.submission.id])))


def may_read(stored: StoredSubmission, by: Actor | None) -> bool:
    """Tell whether somebody may read what was said: a worry is for those alone who safeguard."""
    return stored.state != State.WORRY or _safeguards(by)


def worries(store: Store, by: Actor | None, size: int) -> list[InboxRow]:
    """Return the newest worries, at most so many; none for whoever may not read them."""
    if not _safeguards(by):
        return []
    return store.inbox.page(InboxFilter(state=State.WORRY.value, worries=True), size=size)


def neighbours(store: Store, id: str, chosen: InboxFilter, by: Actor | None = None) -> tuple[str | None, str | None]:
    """Return the ids next newer and next older among what is chosen. Raises NotFound."""
    position, asked = read(store, id).position, _asked(store, chosen, by)
    newer = store.inbox.page(asked, above=position, size=1)
    older = store.inbox.page(asked, below=position, size=1)
    return _id(newer), _id(older)


def counts(store: Store, chosen: InboxFilter = EVERYTHING, by: Actor | None = None) -> dict[State, int]:
    """Count each state; none of them where that would cost as much as the list: of words, dates and piles."""
    return {} if chosen.is_capped or chosen.pile else store.inbox.states(replace(chosen, worries=_safeguards(by)))


def newest_position(store: Store) -> int:
    """Return a mark for :func:`arrived_since`."""
    return store.inbox.newest_position()


def arrived_since(store: Store, position: int) -> int:
    """Count the new ones of which something new came after the mark."""
    return store.inbox.arrived_since(position)


def decided_since(store: Store, stand: str, *, by: Actor) -> dict[str, AuditLine]:
    """Return what colleagues of whoever reads have decided since the history stood there: the last about each answer.

    Of very much it is what was first.
    """
    lines = [line for line in lines_since(store, stand, TOLD) if line.move in set(Move) and line.staff != by.name]
    # A sign-up that is erased has the move of an answer, and says of which activity it was.
    return {line.subject: line for line in lines if not line.detail.startswith("activity ")}


def history(store: Store, id: str) -> list[AuditLine]:
    """Return who did what to a submission, oldest first."""
    return store.history.about(id)


def deleted_on(stored: StoredSubmission, zone: str = DEFAULT_ZONE) -> date:
    """Return the day on which a submission is deleted for good, in a time zone."""
    return from_utc(stored.delete_at).astimezone(ZoneInfo(zone)).date()


def _safeguards(by: Actor | None) -> bool:
    return by is not None and by.may(Right.SAFEGUARD)


def _asked(store: Store, chosen: InboxFilter, by: Actor | None) -> InboxFilter:
    """Return the filter as the store takes it: days of the library's own time zone as moments, words folded."""
    zone = settings.read(store).zone if chosen.since or chosen.until else DEFAULT_ZONE
    return replace(
        chosen,
        since=_midnight(chosen.since, 0, zone) if chosen.since else "",
        until=_midnight(chosen.until, 1, zone) if chosen.until else "",
        words=fold(chosen.words).strip(),
        worries=_safeguards(by),
    )


def _midnight(day: str, later: int, zone: str) -> str:
    try:
        return utc(datetime.combine(date.fromisoformat(day) + timedelta(days=later), time(), ZoneInfo(zone)))
    except (ValueError, OverflowError) as exc:
        raise InvalidInput("date") from exc


def _position(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 16):
        raise InvalidInput("cursor")
    return int(cursor)


def _id(rows: Sequence[InboxRow]) -> str | None:
    return rows[0].id if rows else None
