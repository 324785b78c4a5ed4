"""Whether the desk still shows editions as they would go out: it has the settings that its server began with.

The schedule, and whatever approves in a proof, reads digest.toml anew. Where that says something else by now, a letter
that is approved as the desk shows it is not the one that will be looked for on its day.
"""

from digest.app.container import Newsroom
from digest.app.paths import settings_text
from digest.errors import DigestError
from digest.settings.model import Settings
from digest.settings.read import read_settings

OUTDATED = (
    "digest.toml was changed since this server began, and the desk still shows letters as it was before: start "
    "`digest serve` anew before you approve, or use the button in a proof"
)


def outdated(newsroom: Newsroom) -> str:
    """Return what to tell editors where the settings are others by now; empty where they are the same.

    Who the editors are is looked up at every request. Settings with faults count as they were last in order.
    """
    try:
        text = settings_text(newsroom.folder)
    except DigestError:
        return ""
    if text == newsroom.text:
        return ""
    settings, _ = read_settings(text, newsroom.environment)
    return OUTDATED if settings and _but_editors(settings) != _but_editors(newsroom.settings) else ""


def _but_editors(settings: Settings) -> Settings:
    return settings.model_copy(update={"editors": {}})
