"""What the pages of the inbox, the worries and the board are for."""

from hub.web.page.help import Help
from shared.languages import N_

INBOX = Help(
    N_("What visitors have said comes here, the newest first."),
    (
        N_("Open one and read it."),
        N_("Search for a word, or for the code somebody shows you."),
        N_("Look again at what was kept or set aside."),
    ),
    "every-day",
)
SUBMISSION = Help(
    N_("Here you decide what comes of one answer."),
    (
        N_("Show it on the board, without names."),
        N_("Answer whoever gave it: only they read it, with their code."),
        N_("Keep it, or set it aside."),
    ),
    "every-day",
)
HANDED_OVER = Help(
    N_("This is handed over to those who may handle worries."),
    (
        N_("See who handed it over, and when."),
        N_("Talk to your leader the same day."),
        N_("Go on with the next in the inbox."),
    ),
    "not-well",
)
HAND_OVER = Help(
    N_("Here you hand over what worries you."),
    (
        N_("Ring 112 first, if somebody is in danger now."),
        N_("See who reads it from then on."),
        N_("Tell one of them today."),
    ),
    "not-well",
)
WORRY = Help(
    N_("Here you decide about one worry. Nobody else reads it."),
    (
        N_("Read it, and do what your municipality has agreed."),
        N_("Hold it beyond its date, with a reason."),
        N_("Hand it back, or erase it, with a reason."),
    ),
    "not-well",
)
BOARD = Help(
    N_("What everybody sees on the kiosks, and what you do about it."),
    (
        N_("Read the board as the visitors see it."),
        N_("Open a notice and say how far you have come."),
        N_("Take down what has hung long enough."),
    ),
    "every-day",
)
