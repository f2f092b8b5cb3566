"""What a page shows, as data: a page is a class, and each of its fields is a name that its template reads."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from hub.web.page.help import Help
from hub.web.page.speech import Speech


@dataclass(frozen=True, kw_only=True)
class PageData:
    """What one page shows. Its template reads these fields, the words, the frame, and nothing else."""

    template: ClassVar[str]
    """The file among the templates, with its room: ``review/board.html``."""
    speaks: ClassVar[type[Speech]] = Speech
    """With which words: a room may have some of its own."""
    help: ClassVar[Help | None] = None
    """What it is for, and what is done there. Every page inside the frame has one."""
    stands_at: ClassVar[str] = ""
    """The address it goes by, and comes back to when a language is chosen, where it is not the one that was asked."""

    def shown(self) -> dict[str, Any]:
        """Return the fields by the names the template reads them by."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
