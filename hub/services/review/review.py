"""What staff decide: one door for every move, each with its audit line and revision in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from hub.bus import INBOX
from hub.kinds import READERS, answer_of
from hub.model import Move, State, StoredSubmission
from hub.services.changing import changing, erasing
from hub.services.house import kiosks, prompts
from hub.services.review import inbox
from hub.store.base import Store
from shared.errors import AnswerTooLong, IllegalMove, NoAnswerText, NoBecause
from shared.kinds.base import MAX_TEXT
from shared.languages import LANGUAGES
from shared.notice import Notice, Status
from shared.submission import new_submission_id, utc

ALLOWED: dict[Move, frozenset[State]] = {
    Move.PUBLISH: frozenset({State.NEW, State.KEPT}),
    Move.KEEP: frozenset({State.NEW}),
    Move.SET_ASIDE: frozenset({State.NEW, State.KEPT}),
    Move.REOPEN: frozenset({State.KEPT, State.SET_ASIDE, State.PUBLISHED}),
    Move.ANSWER: frozenset({State.NEW, State.KEPT, State.PUBLISHED}),
    Move.ERASE: frozenset(State) - {State.FILED},
}
"""From which states each move is possible; what is filed belongs to an activity, see sign_ups."""

TOGETHER = 500
"""So many are moved in one transaction, some hundredths of a second."""

Changed = tuple[StoredSubmission, Notice | None]
"""What a submission becomes, and its notice where that changes too."""


def moves(stored: StoredSubmission) -> list[Move]:
    """Return what staff can do with it now. What could not be opened cannot be published."""
    readable = stored.submission.kind in READERS and answer_of(stored) is not None
    return [move for move, states in ALLOWED.items() if stored.state in states and (readable or move != Move.PUBLISH)]


def publish(
    store: Store, id: str, *, by: str, now: datetime, status: Status, replies: Mapping[str, str],
    text: str | None = None,
) -> StoredSubmission:  # fmt: skip
    """Put it on the board, in the visitor's own words or in the shorter ``text``.

    Raises AnswerTooLong, NoBecause, IllegalMove, NotFound.
    """
    written = _written(replies)

    def change(stored: StoredSubmission) -> Changed:
        notice_id = stored.notice_id or new_submission_id()
        after = replace(stored, state=State.PUBLISHED, status=status.value, replies=written, notice_id=notice_id)
        _check_because(after)
        return after, _notice(store, after, text, published_at=utc(now))

    return _move(store, id, Move.PUBLISH, change, by=by, now=now)


def keep(store: Store, id: str, *, by: str, now: datetime) -> StoredSubmission:
    """Keep it without publishing. Raises IllegalMove, NotFound."""
    return _move(store, id, Move.KEEP, _to(State.KEPT), by=by, now=now)


def set_aside(store: Store, id: str, *, by: str, now: datetime) -> StoredSubmission:
    """Put it out of the way. Raises IllegalMove, NotFound."""
    return _move(store, id, Move.SET_ASIDE, _to(State.SET_ASIDE), by=by, now=now)


def set_aside_together(store: Store, kiosk: str, *, since: str, by: str, now: datetime) -> int:
    """Put all that nobody has looked at of a kiosk that is shut out out of the way; return how many.

    ``since``: what the hub received from this moment on, ISO 8601 UTC; "" for all. The visitors are not told that staff
    have read it: nobody has. Raises NotFound, IllegalMove for a kiosk that is not shut out.
    """
    kiosks.shut_out(store, kiosk)
    return _move_together(store, kiosk, Move.SET_ASIDE, since=since, by=by, now=now)


def put_back_together(store: Store, kiosk: str, *, by: str, now: datetime) -> int:
    """Make all new again that was set aside together and that nobody has looked at since; return how many."""
    return _move_together(store, kiosk, Move.REOPEN, since="", by=by, now=now)


def reopen(store: Store, id: str, *, by: str, now: datetime) -> StoredSubmission:
    """Make it new again; a published one leaves the board. Raises IllegalMove, NotFound."""
    return _move(store, id, Move.REOPEN, _to(State.NEW), by=by, now=now)


def answer(
    store: Store, id: str, *, by: str, now: datetime, replies: Mapping[str, str], status: Status | None = None
) -> StoredSubmission:
    """Tell the visitor what came of it, by receipt code and on the board; a new one is read then, and kept.

    Raises NoAnswerText, AnswerTooLong, IllegalMove, NotFound.
    """
    written = _written(replies)
    if not written:
        raise NoAnswerText("no reply in any language")

    def change(stored: StoredSubmission) -> Changed:
        # Who is answered is no longer new; what is kept or on the board stays there.
        state = State.KEPT if stored.state == State.NEW else stored.state
        after = replace(stored, state=state, replies=written, status=status.value if status else stored.status)
        _check_because(after)
        notice = store.notices.read(stored.notice_id) if stored.notice_id else None
        return after, replace(notice, replies=written, status=after.status or notice.status) if notice else None

    return _move(store, id, Move.ANSWER, change, by=by, now=now)


def erase(store: Store, id: str, *, by: str, now: datetime) -> None:
    """Delete it for ever: here, on the board, on the kiosk, and from every backup put back. Raises NotFound.

    All of it or nothing, on a full disk too. Raises DiskFull then.
    """
    with erasing(store, [id], by, now) as change:
        _check(inbox.read(store, id), Move.ERASE)
        store.submissions.remove([id], now=change.at)
        change.note(Move.ERASE.value, id)


def _move(
    store: Store, id: str, move: Move, change: Callable[[StoredSubmission], Changed], *, by: str, now: datetime
) -> StoredSubmission:
    """The one door: check, change, save, audit, and take the next revision, all or nothing."""
    with changing(store, by, now) as moving:
        stored = inbox.read(store, id)
        _check(stored, move)
        after, notice = change(stored)
        revision = moving.revision()
        store.submissions.move(
            id,
            state=after.state,
            status=after.status,
            replies=after.replies,
            notice_id=after.notice_id,
            revision=revision,
        )
        if notice is not None:
            store.notices.save(notice, submission_id=id, changed=revision)
        elif stored.state == State.PUBLISHED and after.state != State.PUBLISHED:
            assert stored.notice_id is not None, "what is published has a notice"
            store.notices.withdraw(stored.notice_id, changed=revision)
        moving.note(move.value, id, after.status or "")
    return replace(after, revision=revision)


def _move_together(store: Store, kiosk: str, move: Move, *, since: str, by: str, now: datetime) -> int:
    """Do the same with many of one kiosk: each has its audit line, and the kiosk one for all.

    TOGETHER at a time, so that others who write come between. What is interrupted is done as far as it came, and the
    rest with the next try.
    """
    aside, after, n = move == Move.SET_ASIDE, 0, 0
    while True:
        with changing(store, by, now) as change:
            moved = store.submissions.move_together(kiosk, aside=aside, since=since, after=after, limit=TOGETHER)
            for _, one in moved:
                change.note(move.value, one)
            n += len(moved)
            if moved:
                change.wake(INBOX)
            if len(moved) < TOGETHER:
                if n:
                    change.revision()  # a backup from before lacks something
                    change.note(f"{move.value}-together", f"kiosk {kiosk}", f"{n} {since}".strip())
                return n
        after = moved[-1][0]


def _check_because(stored: StoredSubmission) -> None:
    """A no is never said without its because. Raises NoBecause."""
    if stored.status == Status.NO and not stored.replies:
        raise NoBecause("no reply in any language")


def _check(stored: StoredSubmission, move: Move) -> None:
    if move not in moves(stored):
        raise IllegalMove(f"{move.value} from {stored.state.value}")


def _to(state: State) -> Callable[[StoredSubmission], Changed]:
    return lambda stored: (replace(stored, state=state), None)


def _notice(store: Store, stored: StoredSubmission, text: str | None, *, published_at: str) -> Notice:
    submission, answer = stored.submission, answer_of(stored)
    reader = READERS[submission.kind]
    assert answer is not None, "moves() lets nothing be published that cannot be read"
    assert stored.payload is not None
    assert stored.notice_id is not None
    prompt = prompts.asked(store, submission)
    words = reader.public_text(answer, prompt, submission.language) if text is None else text.strip()
    if len(words) > MAX_TEXT:
        raise AnswerTooLong("the public wording")
    return Notice(
        id=stored.notice_id,
        status=stored.status or Status.HEARD.value,
        kind=submission.kind,
        prompt=submission.prompt,
        language=submission.language,
        text=words,
        cards=reader.cards(answer),
        drawing=reader.drawing(stored.payload),
        replies=stored.replies,
        published_at=published_at,
    )


def _written(replies: Mapping[str, str]) -> dict[str, str]:
    written = {language: replies.get(language, "").strip() for language in LANGUAGES}
    if any(len(text) > MAX_TEXT for text in written.values()):
        raise AnswerTooLong("a reply")
    return {language: text for language, text in written.items() if text}
