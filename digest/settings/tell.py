"""[tell]: where a newsroom's chat hears what becomes of its editions."""

from digest.settings.fields import Line, Section


class Tell(Section):
    """[tell] the incoming webhook of a chat.

    Its address is a secret: it comes from TELL_WEBHOOK_URL, TELL_WEBHOOK_URL_FILE or `webhook_url_file`.
    """

    webhook_url_file: Line = ""
