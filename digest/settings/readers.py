"""[readers]: what newcomers get at once, and how long readers' data is kept."""

from typing import Annotated, Literal

from pydantic import Field

from digest.settings.fields import Section


class Readers(Section):
    """[readers] what newcomers get at once, and how long readers' data is kept."""

    welcome: Literal["none", "words", "latest"] = "latest"
    forget_left_after_days: Annotated[int, Field(ge=0, le=3_650)] = 365
