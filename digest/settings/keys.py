"""[keys]: where the keys of readers' addresses lie."""

from digest.settings.fields import Line, Section


class Keys(Section):
    """[keys] where the keys of readers' addresses and links lie; empty means data/keys/readers.json."""

    file: Line = ""
