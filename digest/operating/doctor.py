"""Doctor: look at everything a send needs, and say of each thing whether it is in order and what to do if not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from digest.errors import DigestError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `trouble` is empty when it is in order."""

    what: str
    trouble: str = ""


def examine(checks: dict[str, Callable[[], object]]) -> Iterator[Finding]:
    """Run each check; one that raises a `DigestError`, or returns a text, is in trouble with these words."""
    for what, check in checks.items():
        try:
            said = check()
        except DigestError as error:
            said = str(error)
        yield Finding(what, said if isinstance(said, str) else "")
