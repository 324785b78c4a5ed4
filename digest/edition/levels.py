"""Where in a picks file a line belongs: the mappings and lists that are open at it, by the keys each knows. Pure.

Indentation decides as in YAML where it fits. Where it does not, the innermost place is meant that knows the key and
does not have it yet; a line is never moved out of a mapping that it is in line with.
"""

from dataclasses import dataclass, field

from digest.edition.keys import EDITION, Holds, Key, Shape
from digest.edition.typed_line import TypedKey, looks_like_address

STEP = 2


@dataclass(slots=True)
class Level:
    """A mapping, or a list with entries of this `shape`.

    `at` is its column as typed, None until its first line; `column` the one where it is put. `parent_at` and
    `parent_column` are those of the key or dash it hangs on. `is_loose` says that its first line had to be moved
    already, so that the next ones need no word. `has_no_dashes` says so of the entries of a list.
    `bare` is the number of the line of an entry without keys, and `bare_key` the key that its words are.
    """

    shape: Shape
    is_list: bool
    parent_at: int
    parent_column: int
    at: int | None = None
    column: int = 0
    present: set[str] = field(default_factory=set)
    is_loose: bool = False
    has_no_dashes: bool = False
    bare: int = 0
    bare_key: str = ""

    def takes(self, column: int) -> bool:
        """Return whether a line that is typed at `column` is in line with this level."""
        return self.at == column or (self.at is None and column > self.parent_at)

    def begin(self, column: int) -> bool:
        """Put the level at its first line, typed at `column`; return whether that had to be moved."""
        deep_enough = column >= self.parent_at if self.is_list else column > self.parent_at
        self.at = column
        self.column = self.parent_column + (column - self.parent_at if deep_enough else STEP)
        self.is_loose = self.is_loose or not deep_enough
        return not deep_enough


@dataclass(frozen=True, slots=True)
class Owner:
    """The mapping a key belongs to, the key as the program knows it, and whether its line must be moved there."""

    level: Level
    key: str
    is_moved: bool = False


class Levels:
    """The levels that are open, outermost first."""

    def __init__(self, root: Level) -> None:
        self._open = [root]

    def owner(self, word: str, column: int, *, exactly: bool = False) -> Owner | None:
        """Return where the key `word`, typed at `column`, belongs; None for a key that nothing here knows.

        `exactly` asks for keys in their own letters only, as where a line may be text as well.
        """
        owner = self._owner(word, column, exactly=exactly)
        if owner and owner.key in owner.level.present:  # twice: the next entry may have lost its dash
            lists = [level for level in reversed(self._open) if level.is_list and owner.key in level.shape.keys]
            begun = next((level for level in lists if level.at == column or level.has_no_dashes), None)
            return Owner(begun, owner.key) if begun else owner
        return owner

    def _owner(self, word: str, column: int, *, exactly: bool) -> Owner | None:
        levels = [level for level in reversed(self._open) if not level.is_list or level.at is None]
        in_line = [place for place, level in enumerate(levels) if level.takes(column)]
        for place in in_line:
            if key := levels[place].shape.exact(word):
                return Owner(levels[place], key)
        reach = levels[: in_line[-1] + 1] if in_line else levels
        knowing = [(level, key) for level in reach if (key := level.shape.exact(word))]
        if exactly and word not in (key for _, key in knowing):
            return None
        for level, key in knowing:
            if key not in level.present:
                return Owner(level, key, is_moved=True)
        for place in in_line:
            if (key := levels[place].shape.near(word)) and key not in levels[place].present:
                return Owner(levels[place], key)
        return Owner(*knowing[0], is_moved=True) if knowing else None

    def at(self, column: int) -> Level | None:
        """Return the mapping that a line typed at `column` is in line with."""
        return next(
            (
                level
                for level in reversed(self._open)
                if level.takes(column) and (not level.is_list or level.at is None)
            ),
            None,
        )

    def list_for(self, column: int, content: str, key: TypedKey | None, *, is_dash: bool) -> tuple[Level, bool] | None:
        """Return the list that an entry belongs to whose bullet is typed at `column`, and whether it must be moved.

        `is_dash` says that the bullet is one of YAML, and can be nothing else.
        """
        lists = [level for level in reversed(self._open) if level.is_list]
        for place, level in enumerate(lists):
            in_line = level.at == column or (level.at is None and column >= level.parent_at)
            if in_line and (is_dash or fits(level.shape, content, key)):
                inner = (other for other in lists[:place] if belongs(other.shape, content, key))
                if belongs(level.shape, content, key) or not next(inner, None):
                    return level, False
        return next(((level, True) for level in lists if belongs(level.shape, content, key)), None)

    def named(self, column: int) -> Level | None:
        """Return the list, typed at `column`, whose entries may be known by a name alone."""
        lists = (level for level in reversed(self._open) if level.is_list and level.shape.other)
        return next((level for level in lists if level.takes(column)), None)

    def only_named(self, key: TypedKey | None, content: str) -> Level | None:
        """Return the mapping that is open, if it has no more than a name and `content` is an entry of what it lacks."""
        last = self._open[-1]
        other = last.shape.other
        has_name_only = not last.is_list and last.present <= {last.shape.bare}
        if other is None or other.shape is None or not has_name_only:
            return None
        return last if belongs(other.shape, content, key) else None

    def expected(self, column: int) -> Level | None:
        """Return the list that was begun by the line above, or whose entries, typed at `column`, have no dashes."""
        lists = (level for level in reversed(self._open) if level.is_list)
        last = next(lists, None)
        return last if last and (last.at is None or (last.has_no_dashes and last.at == column)) else None

    def enter(self, level: Level) -> None:
        """Close every level inside of `level`: the next line stands in it."""
        for place, known in enumerate(self._open):
            if known is level:
                del self._open[place + 1 :]

    def go_into(self, level: Level) -> Level:
        """Open a level inside of the last one, and return it."""
        self._open.append(level)
        return level

    def open_key(self, key: Key, at: int, column: int) -> None:
        """Open what follows a key without a value, typed `at` a column and put at `column`."""
        if key.shape:
            self.go_into(Level(key.shape, is_list=key.holds is Holds.LIST, parent_at=at, parent_column=column))


def of_edition() -> Level:
    """Return what a picks file is: the keys of an edition."""
    return Level(EDITION, is_list=False, parent_at=-1, parent_column=-1)


def of_list(shape: Shape) -> Level:
    """Return what a file is that is a list of entries of this shape."""
    return Level(shape, is_list=True, parent_at=0, parent_column=0)


def fits(shape: Shape, content: str, key: TypedKey | None) -> bool:
    """Return whether `content` can be an entry of such a list."""
    if not content or content[0] in "[{" or belongs(shape, content, key):
        return True
    return bool(shape.bare) and shape.bare != "url"


def belongs(shape: Shape, content: str, key: TypedKey | None) -> bool:
    """Return whether `content` is surely an entry of such a list: by its key, or as an address."""
    if key and (shape.exact(key.word) or shape.near(key.word)):
        return True
    return shape.bare == "url" and looks_like_address(content)
