"""One source of the newsroom, as its settings name it. A value only."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or an editorial system: its kind, its address, where its pages' addresses begin (empty: on its host).

    Its `key`, if any, is shown nowhere.
    """

    kind: str
    url: str
    pages: str = ""
    key: str = field(default="", repr=False)
