"""What stands in the place of hubs where none was found."""

from kivy.properties import NumericProperty
from kivy.uix.boxlayout import BoxLayout


class NoHub(BoxLayout):
    """Says large that no hub was found yet; takes no room when ``found`` are more than none."""

    found = NumericProperty(0)
