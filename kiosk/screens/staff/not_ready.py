"""When a kiosk cannot serve anybody: not paired yet, or its memory is broken. Calm and honest."""

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.page import Page
from shared.errors import NotPaired, PairingChanged, SamskapError
from shared.languages import N_


class NotReadyScreen(Page):
    """Says what is wrong and what to do; staff find their way in from here."""

    heading = StringProperty("")
    body = StringProperty("")
    icon = StringProperty("")
    connects = BooleanProperty(False)
    """There is one thing to do: connect this tablet with a hub."""

    def show(self, view: Any) -> None:
        """Show the error; ``view`` is a SamskapError."""
        super().show(view)
        problem: SamskapError = view
        self.connects = isinstance(problem, NotPaired | PairingChanged)
        if self.connects:
            self.icon, self.heading = "link_variant_off", self.app.tr(N_("Not ready yet"))
        else:
            self.icon, self.heading = "wrench_outline", self.app.tr(N_("Out of order"))
        self.body = self.app.tr(problem.says)
