"""Descriptions of other calendars in plain words: many write them as HTML."""

import re
from html import unescape
from html.parser import HTMLParser

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|font|h[1-6]|ul|ol|li|table|tr|td|th|img|hr|html|body|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});", re.IGNORECASE)
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "hr", "body"}
_LINES = {"br", "li", "tr"}
_UNSEEN = {"style", "script", "head", "title"}
MOST_READ = 50_000
"""Characters of HTML, many times what an activity may say: broken HTML costs the reader the square of its length."""


def plain(text: str) -> str:
    """Return a text without tags and entities: paragraphs and lists are kept as lines, a link by its address.

    What is no HTML comes back as it is: "3 < 4" is no tag.
    """
    if not _TAG.search(text):
        return plain_line(text)
    reader = _Reader()
    reader.feed(text[:MOST_READ])
    reader.close()
    return reader.words


def plain_line(text: str) -> str:
    """Return a text without entities: "Kom &amp; prat" is "Kom & prat"."""
    return (unescape(text) if _ENTITY.search(text) else text).replace("\xa0", " ").strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._unseen = 0

    @property
    def words(self) -> str:
        """What was read so far."""
        lines = [" ".join(line.split()) for line in "".join(self._said).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._said)))
        else:
            self._part(tag, opens=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a" and self._links:
            address, start = self._links.pop()
            address = address.removeprefix("mailto:").removeprefix("tel:").strip()
            if address and address.strip("/") not in "".join(self._said[start:]):
                self._said.append(f" ({address})")
        else:
            self._part(tag, opens=False)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._said.append(" ".join(re.split(r"\s+", data)))

    def _part(self, tag: str, *, opens: bool) -> None:
        if tag in _BLOCKS:
            self._said.append("\n\n")
        elif tag in _LINES and opens:
            self._said.append("\n– " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self._said.append(" ")
