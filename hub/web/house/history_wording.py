"""What moves and things are called in the history, and where those things are."""

from typing import Final, NamedTuple

from hub.model import AuditLine, Right, Role, Staff
from hub.web.activities import activity_wording
from hub.web.house import kiosk_list
from hub.web.house.people_pages import ROLES
from hub.web.page import wording
from hub.web.page.desk import Desk
from shared.languages import N_
from shared.submission import is_submission_id

MOVED: Final[dict[str, str]] = {
    **wording.MOVED,
    **kiosk_list.MOVED,
    **activity_wording.SIGN_UP_MOVED,
    "sign-in": N_("Signed in"),
    "sign-in-failed": N_("Tried to sign in, in vain"),
    "change-password": N_("Password changed"),
    "set-second": N_("Second factor set up"),
    "replace-second": N_("Another telephone as second factor"),
    "remove-second": N_("Second factor taken away"),
    "renew-recovery-codes": N_("New recovery codes"),
    "use-recovery-code": N_("Signed in with a recovery code"),
    "end-session": N_("Signed out elsewhere"),
    "end-other-sessions": N_("Signed out everywhere else"),
    "add": N_("May sign in from now on"),
    "invite": N_("Invited"),
    "accept": N_("Came with the code and chose a password"),
    "reset": N_("Given a new code"),
    "let-in-again": N_("Let in again"),
    "change-roles": N_("Roles changed"),
    "shut-out": N_("A person was shut out"),
    "choose-logo": N_("Logo chosen"),
    "remove-logo": N_("Logo removed"),
    "show-phrase": N_("Recovery words shown"),
    "restore-key": N_("The key brought back with the recovery words"),
    "open-code": N_("Pairing code made"),
    "pair": N_("Paired"),
    "reorder": N_("Put in another order"),
    "confirm": N_("Clock taken as right"),
    "look-through": N_("Looked through"),
    "purge": N_("Deleted on its date"),
    "mend": N_("List beside the database written anew"),
    "begin-work": N_("Begun in the background"),
    "done-work": N_("Done in the background"),
    "cancelled-work": N_("Cancelled in the background"),
    "failed-work": N_("Failed in the background"),
    "take-out": N_("Gathered into a file"),
    "save-file": N_("A file was saved"),
    "interrupted-work": N_("Interrupted by a stop of the hub"),
    "choose-backup-folder": N_("Folder for backups chosen"),
    "leave-off-backups": N_("No more backups"),
    "begin-backup": N_("Backup begun"),
    "back-up": N_("Backup made"),
    "back-up-failed": N_("Backup failed"),
    "put-back": N_("The hub put back from a backup"),
    "first-day-done": N_("Done on the first day"),
    "first-day-skipped": N_("Left for later"),
}
"""What each move is called."""

THINGS: Final[dict[str, str]] = {
    "settings": N_("Settings"),
    "logo": N_("The library's logo"),
    "prompts": N_("Questions"),
    "kiosks": N_("Kiosks"),
    "submissions": N_("Answers"),
    "history": N_("History"),
    "clock": N_("Clock"),
    "phrase": N_("Recovery words"),
    "pairing": N_("Kiosks"),
    "sign-in": N_("a name that nobody has"),
}
"""What a line is about, where that is no single thing."""

WITH_DETAIL: Final = frozenset(
    {
        "purge", "cancel", "erase", "hold", "free", "sign-in-failed", "open-code", "add-owner",
        "use-recovery-code", "set_aside-together", "reopen-together", "cancel-together", "go-on-without",
        "take-out",
        "say-where",
    }
)  # fmt: skip
"""Moves whose detail says more: a reason, or a number."""
WITH_ROLES: Final = frozenset({"change-roles", "invite", "add"})
"""Moves whose detail ends in what somebody is now."""


class About(NamedTuple):
    """What a line is about, in words; ``path`` leads there for those who have the right, "" where it is nowhere."""

    says: str
    path: str = ""
    right: Right = Right.HISTORY


def who(desk: Desk, line: AuditLine) -> str:
    """Return who did it."""
    called = wording.called(line.staff)
    return desk.tr(called) if called else line.staff


def about(desk: Desk, line: AuditLine, people: dict[int, Staff], kiosks: dict[str, str]) -> About:
    """Return what it was done to. What is gone by now is called by its number."""
    what, _, name = line.subject.partition(" ")
    if line.subject in THINGS:
        return About(desk.tr(THINGS[line.subject]))
    if what == "staff" and name.isdecimal():
        person = people.get(int(name))
        return About(person.name if person else name, f"/people/{name}" if person else "", Right.PEOPLE)
    if what == "kiosk":
        return About(kiosks.get(name, name), "/kiosks", Right.KIOSKS)
    if what == "work":
        return About(desk.tr(wording.WORK.get(name, name)), "/background", Right.SETTINGS)
    if what == "activity":
        activity = desk.store.activities.read(name)
        title = activity.text(desk.language).title if activity else name
        return About(title, f"/activity/{name}" if activity else "", Right.ARRANGE)
    if what == "prompt":
        prompt = desk.store.prompts.read(name)
        return About(
            prompt.text(desk.language).title if prompt else name, f"/prompts/{name}" if prompt else "", Right.ASK
        )
    if is_submission_id(line.subject):
        return _answer(desk, line.subject)
    return About(line.subject)


def detail(desk: Desk, line: AuditLine) -> str:
    """Return what more there is to say: a reason, a number, what somebody is now."""
    if line.move in WITH_ROLES:
        named = [one for one in line.detail.rpartition(": ")[2].split(", ") if one in set(Role)]
        return ", ".join(desk.tr(ROLES[Role(one)].name) for one in named)
    return line.detail if line.move in WITH_DETAIL else ""


def _answer(desk: Desk, id: str) -> About:
    sign_up = desk.store.sign_ups.read(id)
    if sign_up is not None:
        return About(desk.tr(N_("A sign-up")), f"/activity/{sign_up.activity}/sign-ups/{id}", Right.ARRANGE)
    here = bool(desk.store.submissions.these([id]))
    return About(desk.tr(N_("An answer")), f"/inbox/{id}" if here else "", Right.READ)
