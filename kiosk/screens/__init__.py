"""The screens: they draw the view of the visit and call its verbs, and nothing else."""

from kiosk.visit.views import (
    Answering,
    Browsing,
    Changed,
    Changing,
    Choosing,
    ChoosingLanguage,
    LookingUp,
    ReadingActivity,
    Resting,
    Reviewing,
    Thanking,
    WhatsOn,
)

SCREENS: dict[type, str] = {
    Resting: "visit.attract.AttractScreen",
    ChoosingLanguage: "visit.language.LanguageScreen",
    Choosing: "visit.home.HomeScreen",
    Answering: "visit.ask.AskScreen",
    Reviewing: "visit.review.ReviewScreen",
    Thanking: "visit.thanks.ThanksScreen",
    Browsing: "visit.board.BoardScreen",
    LookingUp: "visit.look_up.LookUpScreen",
    WhatsOn: "visit.whats_on.WhatsOnScreen",
    ReadingActivity: "visit.read_activity.ReadActivityScreen",
    Changing: "visit.changing.ChangingScreen",
    Changed: "visit.changing.ChangedScreen",
}
"""Which screen draws which view of the visit: module and class, loaded when it comes."""

STAFF_SCREENS: dict[str, str] = {
    "pin": "staff.staff.PinScreen",
    "status": "staff.staff.StatusScreen",
    "pairing": "staff.pairing.PairingScreen",
    "door": "staff.door.DoorScreen",
}
