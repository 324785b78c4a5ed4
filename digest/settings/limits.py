"""[limits]: how much one letter may hold."""

from typing import Annotated

from pydantic import Field

from digest.settings.fields import Section


class Limits(Section):
    """[limits] how much one letter may hold; kilobytes are thousands of bytes."""

    picks: Annotated[int, Field(ge=1, le=100)] = 25
    html_kilobytes: Annotated[int, Field(ge=10, le=500)] = 80
    encoded_kilobytes: Annotated[int, Field(ge=10, le=700)] = 100
