"""Who may approve editions, by the settings. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.edition.editor import APPROVE, Editor


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Whether editions need an approval, and the editors of the settings, some of whom may give it."""

    is_required: bool = False
    editors: Mapping[str, Editor] = field(default_factory=dict)

    def names(self, barred: str = "") -> list[str]:
        """List the editors who may approve; not the one who is `barred`, because they saved the edition last."""
        return [one.name for one in self.editors.values() if APPROVE in one.may and one.name != barred]
