"""Who may approve an edition, by the settings. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from digest.edition.editor import APPROVE, Editor


def _nobody(_edition_id: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Whether an edition needs an approval, of whom, and whether its last writer is nobody to give it (`by_another`).

    `saved_last` returns the name of whoever saved an edition last, None where nobody knows.
    """

    is_required: bool = False
    by_another: bool = False
    editors: Mapping[str, Editor] = field(default_factory=dict)
    saved_last: Callable[[str], str | None] = _nobody

    def barred(self, edition_id: str) -> str:
        """Return the name of the editor who may not approve an edition because they saved it last; empty for none."""
        return (self.saved_last(edition_id) or "") if self.by_another else ""

    def names(self, edition_id: str) -> list[str]:
        """List the editors who may approve an edition."""
        barred = self.barred(edition_id)
        return [one.name for one in self.editors.values() if APPROVE in one.may and one.name != barred]
