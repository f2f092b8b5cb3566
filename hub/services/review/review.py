"""What staff decide: one door for every move, each with its audit line and revision in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from hub.bus import INBOX
from hub.kinds import READERS, answer_of
from hub.kinds.base import Reader
from hub.model import Actor, Move, Right, State, StoredSubmission, Voice
from hub.services.changing import changing, erasing, must_be_unchanged
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
    Move.ERASE: frozenset(State) - {State.FILED, State.WORRY},
    Move.WORRY: frozenset(State) - {State.FILED, State.WORRY},
}
"""From which states each move is possible; what is filed belongs to an activity, see sign_ups, and what becomes of a
worry, see worries."""

TOGETHER = 500
"""So many are moved in one transaction, some hundredths of a second."""

BECOMES = {Move.PUBLISH: State.KEPT, Move.KEEP: State.KEPT, Move.ANSWER: State.KEPT, Move.SET_ASIDE: State.SET_ASIDE}
"""What becomes of what was said after another, where a move is possible from its state; else it is new again."""

Changed = tuple[StoredSubmission, Notice | None]
"""What a submission becomes, and its notice where that changes too."""


def moves(voice: Voice) -> list[Move]:
    """Return what staff can do with it now. What could not be opened cannot be published."""
    stored, state = voice.first, voice.state
    readable = stored.submission.kind in READERS and answer_of(stored) is not None
    possible = [move for move, states in ALLOWED.items() if state in states and (readable or move != Move.PUBLISH)]
    # Whatever is said after it, what is on the board can be taken from there.
    return possible + [Move.REOPEN] * (stored.state == State.PUBLISHED and Move.REOPEN not in possible)


def public_text(store: Store, voice: Voice) -> tuple[str, str]:
    """Return what the board says where staff change nothing, and in which language: the visitor's own words.

    Where there are none it is what else is said publicly of all of it; "" of what cannot be read.
    """
    read = [one for one in voice.all if one.submission.kind in READERS and answer_of(one) is not None]
    own = [one for one in read if _reader(one).search_text(answer_of(one) or {}).strip()]
    said = [(_public_text(store, one), one.submission.language) for one in own or read]
    said = [(text, language) for text, language in said if text.strip()]
    if not said:
        return "", voice.first.submission.language
    return ("\n\n" if own else " · ").join(text for text, _ in said), said[0][1]


def _public_text(store: Store, stored: StoredSubmission) -> str:
    answer, submission = answer_of(stored), stored.submission
    assert answer is not None
    return _reader(stored).public_text(answer, prompts.asked(store, submission), submission.language)


def _reader(stored: StoredSubmission) -> Reader:
    return READERS[stored.submission.kind]


def publish(
    store: Store, id: str, *, by: Actor, now: datetime, status: Status, replies: Mapping[str, str],
    text: str | None = None, seen: int | None = None,
) -> StoredSubmission:  # fmt: skip
    """Put it on the board, in the visitor's own words or in the shorter ``text``.

    ``seen`` is, here and in the other moves, the position of the newest that staff had before their eyes; what came
    after it is not decided with it, and nothing of it becomes public. None: all that is here.
    Raises AnswerTooLong, NoBecause, IllegalMove, NotFound.
    """
    written = _written(replies)

    def change(voice: Voice) -> Changed:
        notice_id = voice.first.notice_id or new_submission_id()
        after = replace(voice.first, state=State.PUBLISHED, status=status.value, replies=written, notice_id=notice_id)
        _check_because(after)
        return after, _notice(store, replace(voice, first=after), text, published_at=utc(now))

    return _move(store, id, Move.PUBLISH, change, by=by, now=now, seen=seen)


def keep(store: Store, id: str, *, by: Actor, now: datetime, seen: int | None = None) -> StoredSubmission:
    """Keep it without publishing. Raises IllegalMove, NotFound."""
    return _move(store, id, Move.KEEP, _to(Move.KEEP, State.KEPT), by=by, now=now, seen=seen)


def set_aside(store: Store, id: str, *, by: Actor, now: datetime, seen: int | None = None) -> StoredSubmission:
    """Put it out of the way. Raises IllegalMove, NotFound."""
    return _move(store, id, Move.SET_ASIDE, _to(Move.SET_ASIDE, State.SET_ASIDE), by=by, now=now, seen=seen)


def set_aside_together(store: Store, kiosk: str, *, since: str, by: Actor, now: datetime) -> int:
    """Put all that nobody has looked at of a kiosk that is shut out out of the way; return how many.

    ``since``: what the hub received from this moment on, ISO 8601 UTC; "" for all. The visitors are not told that staff
    have read it: nobody has. Raises NotFound, IllegalMove for a kiosk that is not shut out.
    """
    kiosks.shut_out(store, kiosk)
    return _move_together(store, kiosk, Move.SET_ASIDE, since=since, by=by, now=now)


def put_back_together(store: Store, kiosk: str, *, by: Actor, now: datetime) -> int:
    """Make all new again that was set aside together and that nobody has looked at since; return how many."""
    return _move_together(store, kiosk, Move.REOPEN, since="", by=by, now=now)


def reopen(store: Store, id: str, *, by: Actor, now: datetime, seen: int | None = None) -> StoredSubmission:
    """Make it new again; a published one leaves the board. Raises IllegalMove, NotFound."""
    return _move(store, id, Move.REOPEN, _to(Move.REOPEN, State.NEW), by=by, now=now, seen=seen)


def answer(
    store: Store, id: str, *, by: Actor, now: datetime, replies: Mapping[str, str], status: Status | None = None,
    seen: int | None = None,
) -> StoredSubmission:  # fmt: skip
    """Tell the visitor what came of it, by receipt code and on the board; a new one is read then, and kept.

    Raises NoAnswerText, AnswerTooLong, IllegalMove, NotFound.
    """
    written = _written(replies)
    if not written:
        raise NoAnswerText("no reply in any language")

    def change(voice: Voice) -> Changed:
        # Who is answered is no longer new; what is kept or on the board stays there.
        stored = voice.first
        state = stored.state if stored.state in (State.KEPT, State.PUBLISHED) else State.KEPT
        after = replace(stored, state=state, replies=written, status=status.value if status else stored.status)
        _check_because(after)
        notice = store.notices.read(stored.notice_id) if stored.notice_id else None
        return after, replace(notice, replies=written, status=after.status or notice.status) if notice else None

    return _move(store, id, Move.ANSWER, change, by=by, now=now, seen=seen)


def erase(store: Store, id: str, *, by: Actor, now: datetime, stand: str = "") -> None:
    """Delete it for ever: here, on the board, on the kiosk, and from every backup put back.

    ``stand``: where the history stood when it was seen. Raises NotFound, Stale, IllegalMove for a worry.

    It alone: what was said after it, or before it, is erased by itself. But where any of it goes, the notice of all of
    it leaves the board. All or nothing, on a full disk too. Raises DiskFull then.
    """
    with erasing(store, [id], by, now, Right.REVIEW) as change:
        stored = inbox.read(store, id)
        must_be_unchanged(store, id, stand)
        _check(Voice(stored), Move.ERASE)
        store.submissions.remove([id], now=change.at)
        change.note(Move.ERASE.value, id)


def _move(
    store: Store, id: str, move: Move, change: Callable[[Voice], Changed], *, by: Actor, now: datetime,
    seen: int | None,
) -> StoredSubmission:  # fmt: skip
    """The one door: check, change, save, audit, and take the next revision, all or nothing.

    It moves all that the visitor gave, whichever of it the ``id`` names: status and replies are with the first, whose
    code the visitor has.
    """
    with changing(store, by, now, Right.REVIEW) as moving:
        voice = inbox.voice(store, id).as_seen(seen)
        stored, first = voice.first, voice.first.submission.id
        _check(voice, move)
        after, notice = change(voice)
        revision = moving.revision()
        store.submissions.move(
            first,
            state=after.state,
            status=after.status,
            replies=after.replies,
            notice_id=after.notice_id,
            revision=revision,
        )
        if notice is not None:
            store.notices.save(notice, submission_id=first, changed=revision)
        elif stored.state == State.PUBLISHED and after.state != State.PUBLISHED:
            assert stored.notice_id is not None, "what is published has a notice"
            store.notices.withdraw(stored.notice_id, changed=revision)
        moving.note(move.value, first, after.status or "")
        for one in voice.after:
            if one.state in ALLOWED[move]:
                state = BECOMES.get(move, State.NEW)
                store.submissions.move(
                    one.submission.id, state=state, status=None, replies={}, notice_id=None, revision=revision
                )
                moving.note(move.value, one.submission.id)
    return replace(after, revision=revision)


def _move_together(store: Store, kiosk: str, move: Move, *, since: str, by: Actor, now: datetime) -> int:
    """Do the same with many of one kiosk: each has its audit line, and the kiosk one for all.

    TOGETHER at a time, so that others who write come between. What is interrupted is done as far as it came, and the
    rest with the next try.
    """
    aside, after, n = move == Move.SET_ASIDE, 0, 0
    while True:
        with changing(store, by, now, Right.KIOSKS) as change:
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


def _check(voice: Voice, move: Move) -> None:
    if move not in moves(voice):
        raise IllegalMove(f"{move.value} from {voice.state.value}")


def _to(move: Move, state: State) -> Callable[[Voice], Changed]:
    """Return what puts the first there, where the move is possible from its own state: else only what came after is."""

    def change(voice: Voice) -> Changed:
        stored = voice.first
        return (replace(stored, state=state) if stored.state in ALLOWED[move] else stored), None

    return change


def _notice(store: Store, voice: Voice, text: str | None, *, published_at: str) -> Notice:
    stored = voice.first
    submission, answer, reader = stored.submission, answer_of(stored), _reader(stored)
    assert answer is not None, "moves() lets nothing be published that cannot be read"
    assert stored.payload is not None
    assert stored.notice_id is not None
    own, language = public_text(store, voice)
    words = own if text is None else text.strip()
    if len(words) > MAX_TEXT:
        raise AnswerTooLong("the public wording")
    return Notice(
        id=stored.notice_id,
        status=stored.status or Status.HEARD.value,
        kind=submission.kind,
        prompt=submission.prompt,
        language=language,
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
