"""[sendgrid]: the account at SendGrid."""

from typing import Annotated

from pydantic import AfterValidator, Field

from digest.settings.fields import Line, Section, WebAddress, no_slash


class SendGrid(Section):
    """[sendgrid] the account letters go through.

    The key itself comes from SENDGRID_API_KEY, SENDGRID_API_KEY_FILE or `api_key_file`.
    """

    host: Annotated[WebAddress, Field(min_length=1), AfterValidator(no_slash)] = "https://api.sendgrid.com"
    api_key_file: Line = ""
    webhook_public_key: Line = ""
    timeout_seconds: Annotated[float, Field(gt=0, le=120)] = 60.0
