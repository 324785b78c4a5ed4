"""What somebody typed into a form of the desk, as text to be copied where it cannot be saved. Pure."""

from collections.abc import Mapping

from digest.edition.change_words import in_words
from digest.edition.form import changes_of
from digest.edition.form_text import unpacked
from digest.edition.picks_file import parse

_NOT_TYPED = frozenset({"token", "began", "onto", "do", "fingerprint", "put-back"})


def all_words(fields: Mapping[str, str]) -> str:
    """Return all that a form held, each field under its name."""
    return "\n\n".join(f"{name}:\n{value}" for name, value in fields.items() if value and name not in _NOT_TYPED)


def typed_words(edition_id: str, fields: Mapping[str, str]) -> str:
    """Return what the form of an edition changes, in words; all that it held where what it began from is not known."""
    edition, _ = parse(unpacked(fields.get("began", "")) or "", "", edition_id)
    if edition is None:
        return all_words(fields)
    changes = [in_words(change, edition) for change in changes_of(edition, fields, ()).changes]
    return "\n\n".join(f"{what}:\n{words}" if words else what for what, words in changes)
