"""[desk]: the pages on which editors make an edition, in the browser."""

from digest.settings.fields import Section


class Desk(Section):
    """[desk] whether there are such pages, and whether what is saved there goes into the newsroom's git."""

    enabled: bool = False
    commits: bool = False
