"""What is written to people who must be told something: short, in their language, without a name."""

from dataclasses import dataclass
from datetime import datetime

from hub.model import SignUp, Tell
from hub.services.activities import dates
from shared.activity import Activity
from shared.languages import DEFAULT_LANGUAGE, LANGUAGES, N_, catalogue, translator
from shared.notice import SignUpState

MOST_DATES = 10

_CONFIRMED = N_("You have a seat: {title}"), N_("There is a seat for you now.")
_WAITING = N_("You are on the waiting list: {title}"), N_("There is no seat for you yet. You are on the waiting list.")
_FULL = N_("You did not get a seat: {title}"), N_("Too few seats were free. You did not get a seat.")
_MOVED = N_("You are moved to: {title}"), N_("You are moved to this activity, and you have a seat there.")
_MOVED_WAITING = N_("You are moved to this activity, and you are on the waiting list there.")
_SIGN_UP_CANCELLED = N_("Your sign-up is cancelled: {title}"), N_("Your sign-up is cancelled. You need not come.")
_CALLED_OFF = N_("Cancelled: {title}"), N_("This activity is cancelled. We are sorry.")
_CODE = N_("Your code is {code}. With it you can look, or cancel, on any kiosk of the library.")


@dataclass(frozen=True)
class Letter:
    """A letter to one who signed up. ``to`` is never logged."""

    sign_up: str
    tell: Tell
    to: str
    subject: str
    text: str


def letter(sign_up: SignUp, activity: Activity, to: str, *, library: str, now: datetime) -> Letter:
    """Return the letter that says what this person must be told."""
    language = sign_up.language if sign_up.language in LANGUAGES else DEFAULT_LANGUAGE
    tr, title = translator(language), " ".join(activity.text(language).title.split())
    subject, says = _said(sign_up, activity)
    parts = [tr(says), "\n".join([title, *_when(activity, language, now), activity.place]).strip()]
    if sign_up.active:
        many = catalogue(language).ngettext("For {n} person.", "For {n} persons.", sign_up.persons)
        parts += [many.format(n=sign_up.persons), tr(_CODE).format(code=_spaced(sign_up.code))]
    return Letter(sign_up.id, sign_up.tell, to, tr(subject).format(title=title), "\n\n".join([*parts, library]) + "\n")


def _said(sign_up: SignUp, activity: Activity) -> tuple[str, str]:
    """Return what holds for the sign-up now, whatever it was that put it on the list of people to tell."""
    moved, seated = sign_up.tell == Tell.MOVED, sign_up.seated == sign_up.persons
    match sign_up.state:
        case SignUpState.CANCELLED:
            return _CALLED_OFF if activity.cancelled else _SIGN_UP_CANCELLED
        case SignUpState.CONFIRMED | SignUpState.TOLD if seated:
            return _MOVED if moved else _CONFIRMED
        case SignUpState.FULL:
            return _FULL
    return (_MOVED[0], _MOVED_WAITING) if moved else _WAITING


def _when(activity: Activity, language: str, now: datetime) -> list[str]:
    coming = dates.coming(activity, now)[:MOST_DATES]
    return [dates.line(one, activity.zone, language, now) for one in coming]


def _spaced(code: str) -> str:
    return f"{code[:4]} {code[4:]}"
