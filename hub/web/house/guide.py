"""The guide for staff: chapters in Markdown, one folder a language, as HTML that leads nowhere else."""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markupsafe import Markup

from shared.assets import asset_path
from shared.errors import NotFound

_ABOUT = "about"
"""The chapter that the contents begin with."""
_OFF = ("image", "autolink", "html_inline", "html_block", "link", "reference")
"""What a chapter cannot do: load anything, lead anywhere, or bring HTML of its own."""


class Heading(NamedTuple):
    """A heading inside a chapter: what it says, and what it is linked by."""

    says: str
    id: str


class Chapter(NamedTuple):
    """One chapter in one language. Its ``name`` is the same in all, so a change of language stays at the place."""

    name: str
    title: str
    text: Markup
    headings: tuple[Heading, ...]


class Guide(NamedTuple):
    """The whole guide in one language: what it is for, and its chapters in their order."""

    about: Chapter
    chapters: tuple[Chapter, ...]

    def chapter(self, name: str) -> Chapter:
        """Return a chapter. Raises NotFound."""
        for one in self.chapters:
            if one.name == name:
                return one
        raise NotFound("chapter of the guide")


@cache
def guide(language: str, deeper: int = 0) -> Guide:
    """Return the guide in a language, its headings so many levels ``deeper`` where it stands on a larger page."""
    files = sorted(asset_path("guide", language).glob("*.md"))
    read = [written(file.stem.partition("-")[2], file.read_text("utf-8"), deeper) for file in files]
    about = next(one for one in read if one.name == _ABOUT)
    return Guide(about, tuple(one for one in read if one is not about))


def written(name: str, source: str, deeper: int) -> Chapter:
    """Return a chapter of Markdown. The first heading is its title, and stays with the page that shows it."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(list(_OFF))
    tokens = reader.parse(source)
    title, rest = tokens[1].content, tokens[3:]
    headings: list[Heading] = []
    for token, words in pairwise(rest):
        if token.type == "heading_open":
            headings.append(Heading(words.content, f"{name}-{len(headings) + 1}"))
            token.attrSet("id", headings[-1].id)
    for token in rest:
        if token.type.startswith("heading"):
            token.tag = f"h{int(token.tag[1]) + deeper}"
    return Chapter(name, title, Markup(reader.renderer.render(rest, reader.options, {})), tuple(headings))
