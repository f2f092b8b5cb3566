"""Thank you: only after the commit. The code by which to find the answer again, and what happens next."""

from kivy.properties import StringProperty

from kiosk.visit import Thanking
from kiosk.widgets.page import Page
from shared.submission import word_pair


class ThanksScreen(Page):
    """A check mark, a receipt, and no hurry."""

    code = StringProperty("")
    pair = StringProperty("")

    def show(self, view: Thanking) -> None:
        """Show the receipt code in two groups, and the two words that stand for it."""
        super().show(view)
        self.code = f"{view.receipt_code[:4]} {view.receipt_code[4:]}"
        self.pair = " · ".join(word_pair(view.receipt_code, self.app.language))

    def leave(self) -> None:
        """Forget the code."""
        super().leave()
        self.code = self.pair = ""

    def back(self) -> None:
        """Home, for another answer."""
        self.app.visit.go_home()
