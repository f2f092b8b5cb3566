"""Nobody is here: the questions, what came of them and what is on, one after the other; each a large thing to touch."""

from typing import Any

from kivy.animation import Animation
from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.screens.visit.drift import Drift as Drift
from kiosk.screens.visit.pills import LanguagePill
from kiosk.screens.visit.slides import About, Round, Slide, slides_of, that_fit
from kiosk.visit.views import Resting
from kiosk.widgets.page import FADE_S, Page
from kiosk.widgets.surface import Target
from kiosk.widgets.theme import tone_of
from kiosk.widgets.words import Alike
from shared.errors import UnknownActivity, UnknownPrompt
from shared.languages import LANGUAGES, N_, pick

SLIDE_S, STILL_SLIDE_S = 12.0, 24.0
"""How long a slide stays; the second where things should not move. Both long enough to be read twice."""
LANGUAGE_DP = 100
"""Least width of a language: its longest word in the smallest size."""

SAYS = {
    About.QUESTION: ("", N_("asks you")),
    About.DONE: ("activity", N_("You said – we did")),
    About.DRAWING: ("drawing", N_("Drawn here")),
    About.ACTIVITY: ("activity", N_("What's on")),
    About.BOARD: ("board", N_("You said – we did")),
}
"""The tone of each slide (questions have that of their kind), and what stands beside the library's name."""


class Begin(Target, BoxLayout):
    """All of the screen but the languages. While a finger is on it the slide stays."""


class Foot(BoxLayout):
    """Where the languages stand, on the library's own colour where it has one."""

    own = ObjectProperty(None, allownone=True)


class AttractScreen(Page):
    """Slides; a touch on one leads there, one on a language leads home in that."""

    tone = StringProperty("idea")
    library = StringProperty("")
    asks = StringProperty("")
    question = StringProperty("")
    news = StringProperty("")
    call = StringProperty("")
    wide_picture = BooleanProperty(False)
    """Whether the picture stands below the words."""
    slides = NumericProperty(1)
    slide = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._round = Round()
        self._turning: Any = None
        self._drawn: object = None
        super().__init__(**kwargs)
        self.ids.languages.bind(width=self._place_languages)
        self.ids.everything.bind(on_press=lambda *_: self.app.visit.wake())
        self.ids.begin.bind(pressed=self._lifted)

    def show(self, view: Resting) -> None:
        """Show the present slide; one whose thing is gone is passed over, once no finger is on it."""
        super().show(view)
        if not self.ids.begin.pressed:
            self._round.take(slides_of(view))
        self._tell()
        if self._turning is None:
            self._turning = Clock.schedule_interval(lambda _: self.turn(), STILL_SLIDE_S if self.app.still else SLIDE_S)

    def turn(self) -> None:
        """Show the next slide, unless a finger is on this one."""
        if self.view is None or self.ids.begin.pressed or len(self._round.slides) == 1:
            return
        self._round.turn()
        self._tell()
        if not self.app.still:
            self.ids.begin.opacity = 0
            Animation(opacity=1, duration=FADE_S).start(self.ids.begin)

    def leave(self) -> None:
        """Stand still while nobody looks, and begin anew with the first."""
        super().leave()
        self.ids.drift.stop()
        if self._turning is not None:
            self._turning.cancel()
            self._turning = None
        self._round.begin()

    def _lifted(self, _: Widget, pressed: bool) -> None:
        """Take what came while a finger was on the slide, after the touch has done what it does."""
        if not pressed:
            Clock.schedule_once(lambda _: self.show(self.view) if self.view is not None else None, -1)

    def begin(self) -> None:
        """Somebody is here: to what they touched."""
        visit, slide = self.app.visit, self._round.now
        try:
            if slide.here is not None:
                visit.read_activity(slide.here.activity.slug)
            elif slide.prompt is not None:
                visit.answer(slide.prompt.id, slide.prompt.settings.get("activity"))
            else:
                visit.open_board()
        except (UnknownActivity, UnknownPrompt) as error:
            self.app.complain(error)  # it is gone meanwhile, and another screen is shown by now

    def _tell(self) -> None:
        """Say and draw the present slide."""
        slide, app = self._round.now, self.app
        self.slides, self.slide = len(self._round.slides), self._round.at
        tone, asks = SAYS[slide.about]
        self.tone = tone_of(slide.prompt.kind) if slide.about == About.QUESTION and slide.prompt else tone
        self.library = self.view.library.name
        self.asks = app.tr(asks)
        if slide.about == About.QUESTION and not self.library:
            self.asks = app.tr(N_("Your library asks"))
        self.question, self.news, self.call = self._words(slide)
        self._draw(slide)
        self.ids.drift.paint(app.theme)
        self.ids.drift.stop() if app.still else self.ids.drift.start()

    def _words(self, slide: Slide) -> tuple[str, str, str]:
        """Return the large words, the small ones below, and what a touch leads to."""
        tr, language = self.app.tr, self.app.language
        see = tr(N_("See what came of the ideas"))
        if slide.about == About.QUESTION and slide.prompt is not None:
            text = slide.prompt.text(language)
            return text.question, text.subtitle, text.title
        if slide.here is not None and self.view.shown_at is not None:
            return *_occasion(slide, self.view, language, tr), tr(N_("Look, and sign up"))
        if slide.about == About.DRAWING:
            asked = slide.prompt.text(language) if slide.prompt else None
            return (asked.question, "", asked.title) if asked else (tr(N_("A visitor drew this")), "", see)
        if slide.notice is not None:
            said = slide.notice.text or tr(N_("A visitor drew this"))
            return said, pick(slide.notice.replies, language) or "", see
        return tr(N_("See what came of your ideas")), self._counts(), see

    def _counts(self) -> str:
        tr, view = self.app.tr, self.view
        said = ((N_("Being tried now: {n}"), view.trying), (N_("Done: {n}"), view.done))
        return "   ·   ".join(tr(text).format(n=count) for text, count in said if count)

    def _draw(self, slide: Slide) -> None:
        """Draw the picture of a slide, once what it takes is loaded: the first picture of a start waits for none."""
        from kiosk.screens.loading import knows_kinds

        drawn = slide.about, slide.key, self.app.theme.name, knows_kinds()
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self.ids.picture.clear_widgets()
        if knows_kinds():
            from kiosk.screens.visit.slide_pictures import picture_of_slide

            picture, self.wide_picture = picture_of_slide(slide, self.app.theme, self.tone)
            self.ids.picture.add_widget(picture)

    def _place_languages(self, row: Widget, *_: Any) -> None:
        """Put as many languages as there is room for, in their own names, and one sign that leads to the others."""
        sizes = self.app.sizes
        fit = that_fit(len(LANGUAGES), row.width, sizes.dp(LANGUAGE_DP), row.spacing)
        row.clear_widgets()
        alike = Alike()
        for language in list(LANGUAGES)[:fit]:
            pill = LanguagePill(test_id=f"language-{language}", words=LANGUAGES[language].own_name, alike=alike)
            pill.bind(on_press=lambda *_, language=language: self.app.visit.choose_language(language))
            row.add_widget(pill)
        if fit < len(LANGUAGES):
            globe = LanguagePill(test_id="languages", icon="web")
            globe.bind(on_press=lambda *_: self.app.visit.show_languages())
            row.add_widget(globe)


def _occasion(slide: Slide, view: Resting, language: str, tr: Any) -> tuple[str, str]:
    """Return what the activity of a slide is, and when and where."""
    from kiosk.widgets.dates import card_words, next_date

    assert slide.here is not None
    assert view.shown_at is not None
    activity = slide.here.activity
    words = card_words(next_date(activity, view.shown_at), activity.zone, view.shown_at, tr)
    return activity.text(language).title, " · ".join(filter(None, (*words, activity.place)))
