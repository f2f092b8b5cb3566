"""The screens: they draw the view of the visit and call its verbs, and nothing else."""

from kiosk.screens.ask import AskScreen
from kiosk.screens.attract import AttractScreen
from kiosk.screens.board import BoardScreen
from kiosk.screens.changing import ChangedScreen, ChangingScreen
from kiosk.screens.door import DoorScreen
from kiosk.screens.home import HomeScreen
from kiosk.screens.language import LanguageScreen, language_buttons
from kiosk.screens.look_up import LookUpScreen
from kiosk.screens.not_ready import NotReadyScreen
from kiosk.screens.pairing import PairingScreen
from kiosk.screens.reading import ReadingScreen
from kiosk.screens.review import ReviewScreen
from kiosk.screens.staff import PinScreen, StatusScreen
from kiosk.screens.thanks import ThanksScreen
from kiosk.screens.whats_on import WhatsOnScreen
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
from kiosk.widgets.page import Page

SCREENS: dict[type, type[Page]] = {
    Resting: AttractScreen,
    ChoosingLanguage: LanguageScreen,
    Choosing: HomeScreen,
    Answering: AskScreen,
    Reviewing: ReviewScreen,
    Thanking: ThanksScreen,
    Browsing: BoardScreen,
    LookingUp: LookUpScreen,
    WhatsOn: WhatsOnScreen,
    Reading: ReadingScreen,
    Changing: ChangingScreen,
    Changed: ChangedScreen,
}
"""Which screen draws which view of the visit."""

STAFF_SCREENS: dict[str, type[Page]] = {
    "pin": PinScreen,
    "status": StatusScreen,
    "pairing": PairingScreen,
    "door": DoorScreen,
}

__all__ = [
    "SCREENS",
    "STAFF_SCREENS",
    "AttractScreen",
    "BoardScreen",
    "DoorScreen",
    "NotReadyScreen",
    "PairingScreen",
    "StatusScreen",
    "language_buttons",
]
