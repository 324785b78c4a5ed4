"""[pictures]: from where mail programs load the pictures of a letter."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from digest.settings.fields import Line, Section, WebAddress, no_slash


class Pictures(Section):
    """[pictures] from where mail programs load a letter's pictures; empty means the defaults of the program."""

    show: Literal["originals", "copies"] = "originals"
    base_url: Annotated[WebAddress, AfterValidator(no_slash)] = ""
    folder: Line = ""
