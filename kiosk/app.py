"""The glass: shows the screen of the machine whose turn it is, and brings touches, keys and news to it.

``kiosk.window.prepare`` comes before this module is imported.
"""

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from kivy.app import App
from kivy.base import ExceptionManager
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk import window
from kiosk.modes import Mode, whose_turn
from kiosk.screens.loading import knows_kinds, load_ahead, load_all, load_first, screen_of
from kiosk.screens.staff.not_ready import NotReadyScreen
from kiosk.screens.visit.attract import AttractScreen
from kiosk.store import NAMELESS
from kiosk.touches import Touches
from kiosk.visit.views import Resting
from kiosk.widgets.dialog import ChoiceDialog, Dialog, Way
from kiosk.widgets.focus import FocusRing
from kiosk.widgets.out_of_order import OutOfOrder
from kiosk.widgets.page import Ground, Page, Said, Stage
from kiosk.widgets.panels import density_of
from kiosk.widgets.sizes import TEXT_SCALES, Sizes
from kiosk.widgets.sound import Sound
from kiosk.widgets.theme import THEMES, in_world
from shared.errors import NotPaired, SamskapError, ScreenTooSmall, StoreError
from shared.languages import DEFAULT_LANGUAGE, LANGUAGES, N_, translator

ESCAPE = 27
CORNER_DP = 110
"""The hidden way in for staff is the top left corner: so far from its edges."""


def beside(name: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
    """Work in a thread; Kivy's clock brings what came of it. See ``kiosk.staff_round.beside``."""

    def run() -> None:
        found = work()
        Clock.schedule_once(lambda _: then(found))

    threading.Thread(target=run, name=name, daemon=True).start()


class KioskApp(App):
    """The glass of a kiosk. ``syncs`` tells whether it runs the kiosk's sync worker."""

    title = "Samskap"

    theme = ObjectProperty(THEMES["light"], rebind=True)
    sizes = ObjectProperty(Sizes(1280, 800), rebind=True)
    tr = ObjectProperty(translator(DEFAULT_LANGUAGE))
    language = StringProperty(DEFAULT_LANGUAGE)
    language_name = StringProperty(LANGUAGES[DEFAULT_LANGUAGE].own_name)
    text_scale = NumericProperty(TEXT_SCALES[0])
    largest_text = NumericProperty(TEXT_SCALES[-1])
    lowered = BooleanProperty(False)
    still = BooleanProperty(False)
    library = ObjectProperty(NAMELESS, rebind=True)

    def __init__(self, kiosk: Any, *, syncs: bool = True) -> None:
        self.kiosk, self._syncs = kiosk, syncs
        self.visit, self.staff_round = kiosk.visit, kiosk.staff_round
        self._mode: Mode = kiosk.visit
        self._tone = ""
        self._pages: dict[type[Page], Page] = {}
        self._page: Page | None = None
        self._trouble: SamskapError | None = None
        self._cover: Widget | None = None
        self._warning: Dialog | None = None
        self._touches = Touches(kiosk.clock.monotonic, steady=kiosk.config.ignore_double_touch)
        self._handler = OutOfOrder(self.fail)
        self.sound = Sound(kiosk.fences.round("sound", N_("This tablet makes no sound.")))
        super().__init__()

    # Life

    def build(self) -> Widget:
        """Build the ground and the stage, and show where the visit is."""
        load_first()
        config = self.kiosk.config
        self.wear(config.theme)
        self.still = config.reduced_motion
        self._told_dpi = window.told_dpi()
        self._resize()
        self._speak(self.visit.language)
        self.stage = Stage()
        self.ground = Ground()
        self.ground.add_widget(self.stage)
        self.ring = FocusRing(self._top)
        self.bind(theme=self._ground_colour, text_scale=self._resize, lowered=self._resize)
        self._ground_colour()
        return self.ground

    def on_start(self) -> None:
        """Listen to the machines, the clock, the keys and the worker."""
        for mode in self.kiosk.modes:
            mode.on_view = self.refresh
        self.staff_round.beside = beside
        Window.bind(size=self._resize, on_key_down=self._key_down, on_key_up=self._key_up)
        ExceptionManager.add_handler(self._handler)
        self._ticking = Clock.schedule_interval(self._tick, 1)
        self.kiosk.worker.on_change = self.kiosk.fences.on_change = lambda: Clock.schedule_once(self._news)
        self.visit.refresh()
        self.refresh()
        Window.bind(on_flip=self._begin)

    def _begin(self, _: Any) -> None:
        """Go on in the frame after the first picture: what is bound to the flip is still called before it.

        Not by a timer from the start: Kivy counts it from the loading of its clock, and it would run out before that.
        """
        Window.unbind(on_flip=self._begin)
        Clock.schedule_once(self._go_on)

    def _go_on(self, _: float) -> None:
        """Begin what the first picture must not wait for: garbage, the next slip, the libraries of the network."""
        gc.enable()
        self.kiosk.slips.prepare()
        if self._syncs:
            self.kiosk.worker.start()
        ahead = load_ahead()
        Clock.schedule_interval(lambda _: self._load_one(ahead), 0)  # one at each frame; False ends it

    def _load_one(self, ahead: Iterator[bool]) -> bool:
        """Load one module more. With the last, the resting screen gets its picture."""
        more = next(ahead, False)
        if not more:
            self.refresh()
        return more

    def on_stop(self) -> None:
        """Let go of everything that outlives an app; what the PIN gave is forgotten."""
        for mode in self.kiosk.modes:
            mode.on_view = lambda: None
        self.staff_round.finish()
        self.kiosk.worker.on_change = self.kiosk.fences.on_change = lambda: None
        Window.unbind(size=self._resize, on_key_down=self._key_down, on_key_up=self._key_up, on_flip=self._begin)
        ExceptionManager.remove_handler(self._handler)
        self._ticking.cancel()
        Clock.unschedule(self._go_on)
        gc.enable()

    def open_settings(self, *_: Any) -> bool:
        """Kivy's own settings are not for visitors."""
        return False

    # What is shown

    def refresh(self) -> None:
        """Show the view of whose turn it is, in its language. Who had the glass before is done."""
        mode, before = whose_turn(self.kiosk.modes), self._mode
        if mode is not before:
            self._mode = mode
            with suppress(SamskapError):  # it has forgotten; that the store cannot be read is said when its turn comes
                before.finish()
            if self._trouble is None:
                mode.refresh()
        if mode.language != self.language:
            self._speak(mode.language)
        self._warn()
        view = mode.view
        if isinstance(view, Resting):
            self.library = view.library
            self._as_at_first()
        problem = self._trouble or (self._unready() if isinstance(view, Resting) else None)
        if problem is not None:
            self._show(NotReadyScreen, problem)
        else:
            self._show(screen_of(view), view)

    def _unready(self) -> SamskapError | None:
        """Return why nobody can be served; None when this kiosk knows its hub, and can be drawn."""
        if self.sizes.too_small:
            return ScreenTooSmall(f"{self.sizes.width:.0f}x{self.sizes.height:.0f}, density {self.sizes.density:.2f}")
        try:
            return None if self.kiosk.store.pairing() else NotPaired("no hub yet")
        except StoreError as error:
            return error

    def fail(self, error: SamskapError) -> None:
        """Show that something is wrong with this kiosk; the next ticks try again."""
        self._trouble = error
        self.staff_round.finish()
        self.lift_cover()
        self._warn()
        self._show(NotReadyScreen, error)

    def complain(self, error: SamskapError) -> None:
        """Say what went wrong on the screen that is shown now; it may be another than the one that was touched."""
        if self._page is not None and hasattr(self._page, "problem"):
            self._page.problem = Said(error.says)

    def _show(self, kind: type[Page], view: Any) -> None:
        self._tone = kind.tone_of_view(view)
        self.wear(self.theme.name)
        page = self._pages.get(kind)
        if page is None:
            if kind is not AttractScreen:
                load_all()
            page = self._pages[kind] = kind()
        if page is not self._page:
            if self._page is not None:
                self._page.leave()
            self.lift_cover()
            self.ring.hide()
            before, self._page = self._page, page
            if kind is AttractScreen and before is not None:
                self.forget_pages()
                window.forget_measured()
                Clock.schedule_once(lambda _: gc.collect())  # while nobody is there to wait for it
        page.show(view)
        self.stage.put(page)

    def forget_pages(self) -> None:
        """Keep no screen but the present one: each would be laid out anew at a change of language or size."""
        self._pages = {type(page): page for page in (self._page,) if page is not None}

    def _speak(self, language: str) -> None:
        self.language, self.language_name = language, LANGUAGES[language].own_name
        self.tr = translator(language)

    def _as_at_first(self) -> None:
        """For the next visitor everything is as at first."""
        self.text_scale, self.lowered = TEXT_SCALES[0], False
        self.wear(self.kiosk.config.theme)
        if knows_kinds():  # the first picture waits for no sound
            self.sound.turn(self.kiosk.config.sound and self.library.look.sound)
        if not isinstance(self._page, NotReadyScreen):
            self.lift_cover()

    def _tick(self, _: float) -> None:
        if self._trouble is not None:
            self._trouble = None
            self.visit.refresh()
            self.refresh()
        for mode in self.kiosk.modes:
            mode.tick()

    def _news(self, _: float) -> None:
        """The worker told that something changed: show it where that disturbs nobody."""
        for mode in self.kiosk.modes:
            mode.refresh()

    # What lies over it

    def ask(self, *, ways: Sequence[Way], **texts: str) -> None:
        """Ask something before going on; each way closes the question first."""

        def closing(way: Way) -> Way:
            def call() -> None:
                self.lift_cover()
                way.call()

            return Way(way.id, way.words, way.icon, call)

        self.lay_over(Dialog([closing(way) for way in ways], **texts))

    def lay_over(self, cover: Widget) -> None:
        """Lay something over the screen until it is answered."""
        self.lift_cover()
        self._cover = cover
        self.ground.add_widget(cover)

    def lift_cover(self) -> None:
        """Take away what lies over the screen."""
        if self._cover is not None:
            self.ring.hide()
            self.ground.remove_widget(self._cover)
            self._cover = None

    def _warn(self) -> None:
        seconds = self._mode.warning_s
        if seconds is None:
            if self._warning is not None:
                self.ground.remove_widget(self._warning)
                self._warning = None
                self.ring.hide()
            return
        if self._warning is None:
            ways = [
                Way("finish", self.tr(N_("Finish")), "close", self._mode.finish),
                Way("more-time", self.tr(N_("I need more time")), "timer_sand", self.keep_awake),
            ]
            self._warning = Dialog(
                ways,
                heading=self.tr(N_("Are you still there?")),
                body=self.tr(N_("Soon everything here is wiped, so that nobody else sees it.")),
                icon="timer_sand",
            )
            self.ground.add_widget(self._warning)
        self._warning.count = seconds

    def _top(self) -> Widget:
        """What can be touched now."""
        return self._warning or self._cover or self.stage

    # Helps

    def open_languages(self) -> None:
        """Ask for another language; what was written stays."""
        from kiosk.screens.visit.language import language_buttons  # by then it is loaded, with the others

        def choose(language: str) -> None:
            self.lift_cover()
            self.visit.choose_language(language)

        self.lay_over(ChoiceDialog(language_buttons(choose), heading=self.tr(N_("Choose language"))))

    def enlarge_text(self) -> None:
        """Larger text, and after the largest the usual size again."""
        self.keep_awake()
        self.text_scale = TEXT_SCALES[(TEXT_SCALES.index(self.text_scale) + 1) % len(TEXT_SCALES)]

    def change_contrast(self) -> None:
        """High contrast, then dark, then as at first."""
        self.keep_awake()
        names = list(THEMES)
        self.wear(names[(names.index(self.theme.name) + 1) % len(names)])

    def wear(self, theme: str) -> None:
        """Show everything in the colours of this theme, and of the kind that is asked just now."""
        self.theme = in_world(theme, self._tone)

    def toggle_lower(self) -> None:
        """Move everything that can be touched down, or up again."""
        self.keep_awake()
        self.lowered = not self.lowered

    # Touches and keys

    def accepts_touch(self, *, again: bool = False) -> bool:
        """Tell whether a touch counts, see :meth:`Touches.counts`."""
        return self._touches.counts(again=again)

    def touched(self, touch: MotionEvent) -> None:
        """Every touch comes by here first."""
        self.ring.hide()
        self._mode.touched()
        corner = self.sizes.dp(CORNER_DP)
        if self._touches.opens(in_corner=touch.x <= corner and touch.y >= Window.height - corner):
            Clock.schedule_once(lambda _: self.open_staff())

    def keep_awake(self) -> None:
        """Something changed that the machine whose turn it is does not hold."""
        self._mode.keep_awake()

    def _key_down(self, _: Any, key: int, *rest: Any) -> bool:
        modifiers = rest[-1] if rest else []
        self._mode.touched()
        if key == ESCAPE:
            if self._cover is not None:
                self.lift_cover()
            elif self._page is not None and self._warning is None:
                self._page.back()
            return True
        return self.ring.key_down(key, modifiers)

    def _key_up(self, _: Any, key: int, *rest: Any) -> None:
        self.ring.key_up(key)

    # Staff

    def open_staff(self) -> None:
        """Somebody knows the way in."""
        self._trouble = None
        self.staff_round.come(self.language)

    # Sizes and colours

    def _resize(self, *_: Any) -> None:
        width, height = Window.size
        density = density_of(width, height, self.kiosk.config.screen_inches, self._told_dpi)
        self.sizes = Sizes(width, height, density, self.text_scale, self.lowered)

    def _ground_colour(self, *_: Any) -> None:
        Window.clearcolor = self.theme.paper
