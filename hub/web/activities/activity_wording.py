"""What the parts of an activity and of a sign-up are called on staff pages."""

from typing import Final, NamedTuple

from hub.model import SignUp, Tell
from shared.activity import Activity
from shared.kinds.attendance import BANDS
from shared.languages import N_
from shared.notice import SignUpState


class Asked(NamedTuple):
    """A thing a sign-up may ask: what it is called, and the reason the library begins with."""

    name: str
    reason: str


ASKED: Final[dict[str, Asked]] = {
    "name": Asked(N_("Names, or what people like to be called"), N_("So that we can greet you at the door.")),
    "contact": Asked(N_("One way to reach them"), N_("So that we can tell you if something changes.")),
    "persons": Asked(N_("How many come, by age"), N_("So that there is a chair for everybody.")),
    "food": Asked(N_("Food they cannot eat"), N_("So that there is something for you to eat.")),
    "access": Asked(N_("What they need to take part"), N_("So that we can make it easy for you to take part.")),
    "organisation": Asked(N_("Organisation"), N_("So that we can mix the groups.")),
    "role": Asked(N_("Library, municipality or voluntary"), N_("So that we can mix the groups.")),
    "note": Asked(N_("A free line"), N_("If there is something we should know.")),
}
"""In the order of the form. The reasons stand in the form of a new activity, for the library to change."""

AUDIENCES: Final[dict[str, tuple[str, str]]] = {
    "all": (N_("Everybody"), ""),
    "adults": (N_("Adults"), N_("Kiosks say that it is for grown-ups.")),
    "children": (N_("Children"), N_("A guardian signs them up.")),
    "families": (N_("Families"), N_("Children and adults together.")),
}

TAGS: Final[dict[str, str]] = {
    "of": N_("Who is represented in it?"),
    "by": N_("Who decides, and who makes it?"),
    "for": N_("Who is it meant for?"),
}

AGES: Final[dict[str, str]] = {
    "adult": N_("Adults (18 and over)"),
    "youth": N_("Youth (13 to 17)"),
    "child": N_("Children (6 to 12)"),
    "toddler": N_("Small children (under 6)"),
}

BANDS_CALLED: Final[dict[str, str]] = {band: AGES.get(band, N_("Somebody, no matter how old")) for band in BANDS}
"""Whom the counter at the door counts."""

ROLES: Final[dict[str, str]] = {
    "library": N_("Library"),
    "municipality": N_("Municipality"),
    "voluntary": N_("Voluntary organisation"),
    "other": N_("Something else"),
}

DETAILS: Final[dict[str, str]] = {
    "names": N_("Names"),
    "contact": N_("Contact"),
    "food": N_("Food"),
    "access": N_("To take part"),
    "organisation": N_("Organisation"),
    "role": N_("Role"),
    "note": N_("Note"),
}
"""What the personal answers of a sign-up are called."""

STATES: Final[dict[SignUpState, str]] = {
    SignUpState.REQUESTED: N_("On its way"),
    SignUpState.CONFIRMED: N_("Has a seat"),
    SignUpState.WAITING: N_("Waits"),
    SignUpState.TOLD: N_("Has a seat, and was told"),
    SignUpState.CANCELLED: N_("Does not come"),
    SignUpState.FULL: N_("Too few seats were free"),
}

TELLS: Final[dict[Tell, str]] = {
    Tell.NOTHING: "",
    Tell.CONFIRMED: N_("Tell them: you have a seat."),
    Tell.CANCELLED: N_("Tell them: your sign-up is cancelled."),
    Tell.MOVED: N_("Tell them: you are moved to this activity."),
}
CALLED_OFF = N_("Tell them: the activity is called off.")


def to_tell(sign_up: SignUp, activity: Activity) -> str:
    """Return what somebody must be told, whether they had a seat or only waited for one."""
    tell = Tell.CANCELLED if sign_up.state == SignUpState.CANCELLED else sign_up.tell
    return CALLED_OFF if tell is Tell.CANCELLED and activity.cancelled else TELLS[tell]


MOVED: Final[dict[str, str]] = {
    "add-sign-up": N_("Written in by staff"),
    "cancel": N_("Cancelled"),
    "resize": N_("Number of persons changed"),
    "move": N_("Moved to another activity"),
    "seat": N_("Given a seat out of turn"),
    "told": N_("Told"),
    "read-contact": N_("Contact looked at"),
    "erase": N_("Erased"),
    "save": N_("Saved"),
    "learn-again": N_("Known again from a kiosk, after a backup was put back"),
    "withdraw": N_("Taken away"),
    "recall": N_("Seats called back"),
    "lease": N_("Kiosk may hold seats again"),
    "free": N_("Seats freed"),
    "add-owner": N_("Looks after it now"),
    "set-door": N_("Kiosk at the door chosen"),
    "note-who-came": N_("Who came was noted"),
}
"""What each move is called in a history."""

SIGN_UP_MOVED: Final[dict[str, str]] = {**MOVED, "cancel": N_("Sign-up cancelled")}
"""And in that of a sign-up, which is cancelled while its activity takes place."""

DOOR_SAYS = {
    "door-yes": N_("The list goes to that door at its next call."),
    "door-no": N_(
        "No names go to that door. If none of you opened it on that tablet, shut the tablet out: "
        "it may have been copied."
    ),
    "door-other": N_("Those were not its newest words. Compare once more."),
}
"""What was said to the key of a door."""
