"""Which tables a library takes out, and what stands in each column."""

from typing import Final

from hub.kinds import READERS
from hub.model import State
from hub.services.reports.sheets import Field, Table
from shared.languages import N_
from shared.notice import Status

_STATES: Final = {
    State.NEW.value: N_("New"),
    State.KEPT.value: N_("Kept"),
    State.PUBLISHED.value: N_("On the board"),
    State.SET_ASIDE.value: N_("Set aside"),
    State.WORRY.value: N_("Worries"),
}
_STATUSES: Final = {
    Status.HEARD.value: N_("We have heard"),
    Status.TRYING.value: N_("We are trying"),
    Status.DONE.value: N_("Done"),
    Status.NO.value: N_("No, because"),
}
_KINDS: Final = {name: reader.words.name for name, reader in READERS.items() if not reader.filed}
_QUESTION: Final = Field("question", N_("The short name of the question"))
_REPLY: Final = Field("reply", N_("What the library replied, in this language or another"))
_TITLE: Final = N_("Its title, in this language or another")
_STATUS: Final = Field("status", N_("What the library does about it"), _STATUSES)

ANSWERS: Final = Table(
    "answers",
    N_("One answer a row, in the order in which they came."),
    (
        Field("id", N_("By this an answer is known; it is no person's")),
        Field("received_at", N_("When it came to the hub (UTC)")),
        _QUESTION,
        Field("title", N_("The title of the question")),
        Field("kind", N_("What kind of answer it is"), _KINDS),
        Field("language", N_("In which language the person answered")),
        Field("kiosk", N_("Which tablet it was given at")),
        Field("state", N_("What staff have done with it"), _STATES),
        Field("text", N_("What the person wrote, as typed")),
        Field("answer", N_("The whole answer in words")),
        Field("drawing", N_("The file of the drawing")),
        Field("said_after", N_("The id of the answer it was said after")),
        _STATUS,
        _REPLY,
        Field("deleted_on", N_("When the hub deletes it (UTC)")),
    ),
)
QUESTIONS: Final = Table(
    "questions",
    N_("One question a row."),
    (
        _QUESTION,
        Field("kind", N_("What kind of answer it asks for"), _KINDS),
        Field("title", _TITLE),
        Field("asks", N_("What is asked, in this language or another")),
        Field("opens_at", N_("From when it is asked (UTC)")),
        Field("closes_at", N_("Until when it is asked (UTC)")),
        Field("keep_days", N_("Days until an answer is deleted")),
        Field("is_asked", N_("Whether it is still among the questions")),
    ),
)
BOARD: Final = Table(
    "board",
    N_("One thing on the board a row."),
    (
        Field("id", N_("The id of the answer it was made of")),
        Field("published_at", N_("Since when it is on the board (UTC)")),
        _QUESTION,
        _STATUS,
        Field("text", N_("What stands on the board")),
        _REPLY,
    ),
)
ACTIVITIES: Final = Table(
    "activities",
    N_("One date of an activity a row; of those who come, numbers alone."),
    (
        Field("activity", N_("The short name of the activity")),
        Field("title", _TITLE),
        Field("place", N_("Where it is")),
        Field("starts_at", N_("When it begins (UTC)")),
        Field("ends_at", N_("When it ends (UTC)")),
        Field("cancelled", N_("Whether it is called off")),
        Field("seats", N_("How many seats there are; empty: people drop in")),
        Field("signed_up", N_("For how many persons somebody has signed up, for all its dates together")),
        Field("seated", N_("How many of them have a seat")),
        Field("came", N_("How many came; empty: nothing was noted at the door")),
    ),
)
ALL: Final = (ANSWERS, QUESTIONS, BOARD, ACTIVITIES)
