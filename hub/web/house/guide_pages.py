"""The guide for staff, in the language of whoever reads: its contents, a chapter, and all of it to print."""

from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from hub.model import Right
from hub.web.house import help_texts
from hub.web.house.guide import Chapter, Guide, guide
from hub.web.page.access import At, StaffRoutes
from hub.web.page.page_data import PageData

pages = StaffRoutes(prefix="/guide")


@dataclass(frozen=True, kw_only=True)
class GuidePage(PageData):
    """What the guide is for, and what is in it."""

    template = "house/guide.html"
    help = help_texts.GUIDE

    guide: Guide


@dataclass(frozen=True, kw_only=True)
class ChapterPage(PageData):
    """One chapter, and the way to those before and after it."""

    template = "house/guide_chapter.html"
    help = help_texts.GUIDE

    chapter: Chapter
    before: Chapter | None
    after: Chapter | None


@dataclass(frozen=True, kw_only=True)
class WholeGuidePage(PageData):
    """All chapters on one page, to print."""

    template = "house/guide_all.html"
    help = help_texts.GUIDE

    guide: Guide


@pages.get("", right=Right.SIGNED_IN)
def show_contents(desk: At) -> HTMLResponse:
    """What is in the guide."""
    return desk.show(GuidePage(guide=guide(desk.language)))


@pages.get("/all", right=Right.SIGNED_IN)
def show_whole(desk: At) -> HTMLResponse:
    """All of it, for paper."""
    return desk.show(WholeGuidePage(guide=guide(desk.language, deeper=1)))


@pages.get("/{name}", right=Right.SIGNED_IN)
def show_chapter(desk: At, name: str) -> HTMLResponse:
    """One chapter. Raises NotFound."""
    whole = guide(desk.language)
    chapter = whole.chapter(name)
    at = whole.chapters.index(chapter)
    page = ChapterPage(
        chapter=chapter,
        before=whole.chapters[at - 1] if at else None,
        after=whole.chapters[at + 1] if at + 1 < len(whole.chapters) else None,
    )
    return desk.show(page)
