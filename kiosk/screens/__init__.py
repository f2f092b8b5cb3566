"""The screens: they draw the view of the machine that owns the glass, call its verbs, and fetch nothing."""

from kiosk.staff_round.views import (
    AtDoor,
    ChoosingDoor,
    ChoosingHub,
    EnteringPin,
    NamingKiosk,
    Paired,
    Status,
    TypingAddress,
    TypingCode,
)
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
    EnteringPin: "staff.pin.PinScreen",
    Status: "staff.staff.StatusScreen",
    ChoosingHub: "staff.pairing.PairingScreen",
    TypingAddress: "staff.pairing.PairingScreen",
    NamingKiosk: "staff.pairing.PairingScreen",
    TypingCode: "staff.pairing.PairingScreen",
    Paired: "staff.pairing.PairingScreen",
    ChoosingDoor: "staff.door.DoorScreen",
    AtDoor: "staff.door.DoorScreen",
}
"""Which screen draws which view: module and class, loaded when it comes."""
