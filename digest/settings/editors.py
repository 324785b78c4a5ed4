"""[editors.NAME]: who makes the letter, where each gets proofs and reports, and what each may do."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from digest.settings.fields import Address, Section, as_in_the_file, comma_list

NAME = re.compile(r"[a-z][a-z0-9_-]{0,29}")


def _editor_name(value: str) -> str:
    if not NAME.fullmatch(value):
        raise ValueError(
            f"`{value[:80]}` is no name of an editor; write small Latin letters, such as [editors.anna], "
            "with digits, - and _ behind the first, at most 30 in all"
        )
    return value


def _as_table(value: object) -> object:
    """Return the table of an editor, whom a text writes as their address alone, or as digest.toml does."""
    if not isinstance(value, str):
        return value
    return as_in_the_file(value) if value.strip().startswith("{") else {"address": value}


class EditorEntry(Section):
    """[editors.anna] one editor."""

    address: Annotated[Address, StringConstraints(min_length=1)]
    may: Annotated[tuple[Literal["edit", "approve", "send"], ...], BeforeValidator(comma_list)] = ()


Editors = Annotated[
    dict[Annotated[str, AfterValidator(_editor_name)], Annotated[EditorEntry, BeforeValidator(_as_table)]],
    Field(max_length=50),
]
