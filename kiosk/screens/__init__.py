"""The screens: they draw the view of the visit and call its verbs, and nothing else."""

from kiosk.views import (
    Answering,
    Browsing,
    Changed,
    Changing,
    Choosing,
    ChoosingLanguage,
    LookingUp,
    Reading,
    Resting,
    Reviewing,
    Thanking,
    WhatsOn,
)

SCREENS: dict[type, str] = {
    Resting: "attract.AttractScreen",
    ChoosingLanguage: "language.LanguageScreen",
    Choosing: "home.HomeScreen",
    Answering: "ask.AskScreen",
    Reviewing: "review.ReviewScreen",
    Thanking: "thanks.ThanksScreen",
    Browsing: "board.BoardScreen",
    LookingUp: "look_up.LookUpScreen",
    WhatsOn: "whats_on.WhatsOnScreen",
    Reading: "reading.ReadingScreen",
    Changing: "changing.ChangingScreen",
    Changed: "changing.ChangedScreen",
}
"""Which screen draws which view of the visit: its module in this room and its class, which is loaded when it comes."""

STAFF_SCREENS: dict[str, str] = {
    "pin": "staff.PinScreen",
    "status": "staff.StatusScreen",
    "pairing": "pairing.PairingScreen",
    "door": "door.DoorScreen",
}
