"""Not by the last one who edited: the rule that nobody's approval counts for what they saved last themselves.

Who saved a file last is known where it was saved on the desk, and still says exactly that. After a change by hand
nobody is known to be the last, and anybody's approval counts: whoever changes files on the newsroom's computer could
change the rule as well.
"""

from dataclasses import dataclass

from digest.errors import DigestError
from digest.ports.editorial import LastSaves, PicksFiles


@dataclass(frozen=True, slots=True)
class AnotherEditor:
    """The rule, for one newsroom's `files`."""

    files: PicksFiles
    saves: LastSaves

    def last_editor(self, edition_id: str) -> str | None:
        """Return who saved the file of an edition as it is now; None where nobody is known to have."""
        try:
            text, _ = self.files.read_text(edition_id)
        except DigestError:  # there is no such file
            return None
        return None if text is None else self.saves.last_editor(edition_id, text)


class NoSaves:
    """A newsroom in which nothing is saved on the desk; see `digest.ports.editorial.LastSaves`."""

    def last_editor(self, edition_id: str, text: str) -> str | None:  # noqa: ARG002 - it is nobody for all
        """Return nobody."""
        return None
