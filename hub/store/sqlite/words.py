"""The words of SQLite."""

from hub.store.sql.words import Words


class SqliteWords:
    """Pieces of statements as SQLite says them."""

    no_bytes = "x''"
    row = "rowid"
    then_join = "cross join"

    def texts(self, name: str) -> str:
        """Return the texts of a list as rows."""
        return f"json_each(:{name})"

    numbers = texts

    def walked_by(self, index: str) -> str:
        """Return the hint that names an index; without that index the statement fails, so none is lost unseen."""
        return f" indexed by {index}"

    def number_in(self, column: str, field: str) -> str:
        """Return a whole number out of the JSON in a column of text."""
        return f"json_extract({column}, '$.{field}')"

    def text_in(self, column: str, field: str) -> str:
        """Return a text out of the JSON in a column of bytes; "" where that is no JSON."""
        text = f"cast({column} as text)"
        return f"iif(json_valid({text}), json_extract({text}, '$.{field}'), '')"

    def days_after(self, column: str, days: str) -> str:
        """Return the time so many days after that of a column."""
        return f"strftime('%Y-%m-%dT%H:%M:%fZ', {column}, :{days} || ' days')"

    def found(self, column: str, question: str) -> str:
        """Return whether what ``question`` asks is found, by FTS5."""
        return f"{column} match :{question}"

    def question(self, words: str) -> str:
        """Return an FTS5 question for the beginnings of all these words; what people type is never syntax."""
        plain = words.replace('"', " ").replace("\0", " ").split()
        return " ".join(f'"{word}"*' for word in plain) or '""'


_: type[Words] = SqliteWords  # mypy proves the fit
