"""One line of the list at the door: who they are, what they need, and how many of them came."""

from kivy.properties import NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.forms.persons import BANDS
from kiosk.staff_round.views import Guest
from kiosk.widgets.surface import Surface, Target
from shared.languages import N_, Translator
from shared.notice import SignUpState


class GuestTick(Target, Surface, BoxLayout):
    """The names of one sign-up: a touch says that all came, another that nobody did."""

    names = StringProperty("")
    line = StringProperty("")
    came = NumericProperty(-1)
    """-1: not ticked yet."""
    persons = NumericProperty(1)


class GuestRow(BoxLayout):
    """One sign-up; a family has a minus and a plus beside its names. Dispatches ``on_noted`` with how many came."""

    __events__ = ("on_noted",)

    name = StringProperty("")
    names = StringProperty("")
    line = StringProperty("")
    came = NumericProperty(-1)
    persons = NumericProperty(1)

    def tell(self, guest: Guest, tr: Translator) -> None:
        """Show a sign-up."""
        self.name, self.persons = guest.code, guest.persons
        self.came = -1 if guest.came is None else guest.came
        named = [name.strip() for name in guest.names if name.strip()]
        ages = [f"{tr(BANDS[age][0])} {n}" for age, n in guest.ages.items() if n]
        self.names = ", ".join(named) or ", ".join(ages) or guest.code
        waits = [tr(N_("on the waiting list"))] if guest.state == SignUpState.WAITING else []
        many = (
            [tr.ngettext("{n} person", "{n} persons", guest.persons).format(n=guest.persons)]
            if guest.persons > 1
            else []
        )
        self.line = " · ".join([*waits, *many, *(need for need in guest.needs.values() if need.strip())])

    def toggle(self) -> None:
        """All came, or nobody after all."""
        self.dispatch("on_noted", 0 if self.came > 0 else int(self.persons))

    def step(self, by: int) -> None:
        """One more of them came, or one fewer."""
        self.dispatch("on_noted", max(0, min(int(self.persons), max(int(self.came), 0) + by)))

    def on_noted(self, count: int) -> None:
        """The event: so many came."""
