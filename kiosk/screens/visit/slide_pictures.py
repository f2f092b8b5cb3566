"""The picture on a slide of the resting screen: faces, a drawing, or one large icon."""

from kivy.uix.widget import Widget

from kiosk.kinds import FORMS
from kiosk.screens.visit.activity_card import picture_of
from kiosk.screens.visit.notices import strokes_of
from kiosk.screens.visit.slides import About, Slide
from kiosk.widgets.paper import DrawingView
from kiosk.widgets.theme import Theme
from kiosk.widgets.words import Icon

ICON_SHARE = 0.8


def picture_of_slide(slide: Slide, theme: Theme, tone: str) -> tuple[Widget, bool]:
    """Return a new picture, and whether it is wide rather than square."""
    strokes = strokes_of(slide.notice) if slide.notice else []
    if strokes:
        return DrawingView(strokes=strokes), False
    invitation = FORMS[slide.prompt.kind].invitation if slide.about == About.QUESTION and slide.prompt else None
    if invitation is not None:
        return invitation(theme), True
    return Icon(name=_icon_of(slide), color=theme.tones[tone].on, share=ICON_SHARE), False


def _icon_of(slide: Slide) -> str:
    if slide.here is not None:
        return picture_of(slide.here.activity)
    if slide.prompt is not None:
        return FORMS[slide.prompt.kind].icon
    return "check_circle_outline" if slide.about == About.DONE else "message_text_outline"
