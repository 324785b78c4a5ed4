"""[database]: where readers and the delivery log are kept."""

from digest.settings.fields import Line, Section


class Database(Section):
    """[database] where readers and the delivery log are kept; empty means data/digest.db."""

    url: Line = ""
