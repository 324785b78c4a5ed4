"""[readers]: how long readers' data is kept."""

from typing import Annotated

from pydantic import Field

from digest.settings.fields import Section


class Readers(Section):
    """[readers] how long readers' data is kept."""

    forget_left_after_days: Annotated[int, Field(ge=0, le=3_650)] = 365
