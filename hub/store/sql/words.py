"""What every engine of SQL can say, and each says in words of its own."""

from typing import Protocol


class Words(Protocol):
    """Pieces of statements. A name given to one is that of a column or of a parameter, never what somebody typed."""

    no_bytes: str
    """Bytes, none of them."""
    row: str
    """What names a row of any table while nobody changes it."""
    then_join: str
    """Joins what stands before it, which is walked first, to what is found for each row of that."""

    def texts(self, name: str) -> str:
        """Return the texts of a list, see :func:`hub.store.sql.engine.json_list`, as rows: ``key``, rising, ``value``.

        It must be given a name with ``as``.
        """

    def numbers(self, name: str) -> str:
        """Return the same of whole numbers."""

    def walked_by(self, index: str) -> str:
        """Return what stands behind the name of a table that is to be walked by this index and no other."""

    def number_in(self, column: str, field: str) -> str:
        """Return a whole number out of the JSON in a column of text."""

    def text_in(self, column: str, field: str) -> str:
        """Return a text out of the JSON in a column of bytes; "" where that is no JSON."""

    def days_after(self, column: str, days: str) -> str:
        """Return the time so many days after that of a column, in the one shape of times."""

    def found(self, column: str, question: str) -> str:
        """Return whether what ``question`` asks is found in the words of a submission."""

    def question(self, words: str) -> str:
        """Return what asks for the beginnings of all these words; what people type is never syntax."""
