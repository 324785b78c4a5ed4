"""[delivery]: by which transport letters leave, and how many at once."""

from typing import Annotated, Literal

from pydantic import Field

from digest.settings.fields import Section


class Delivery(Section):
    """[delivery] which transport letters are handed to."""

    transport: Literal["outbox", "sendgrid", "null"] = "outbox"
    batch_size: Annotated[int, Field(ge=1, le=1_000)] = 1_000
    workers: Annotated[int, Field(ge=1, le=64)] = 64

    @property
    def has_esp(self) -> bool:
        """Return whether letters are handed to an ESP, be it a stand-in: not into the outbox, nor to nobody."""
        return self.transport not in ("outbox", "null")
