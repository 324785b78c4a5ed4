"""[web]: where the program listens, and what forms may do."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from digest.settings.fields import Line, Section, comma_list


def _origin(value: str) -> str:
    if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d{1,5})?", value):
        raise ValueError("this is no origin; write https://example.org, without a path and without a slash at the end")
    return value


Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_origin)], ...], BeforeValidator(comma_list), Field(max_length=20)
]


class Web(Section):
    """[web] where the program listens."""

    host: Line = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8400
    origins: Origins = ()
    letters_per_hour: Annotated[int, Field(ge=1, le=100_000)] = 500
    altcha: bool = False
