"""A plot of one count over the editions: where its bars stand, and what it is in words. Pure; templates draw it.

Bars stand on zero, one an edition, the oldest first and all as wide: what a bar covers is its number. A number that is
not known has no bar, which is something else than zero. All lengths are of a drawing `HEIGHT` high that is stretched to
its place, so nothing in it is text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.counted import counted

HEIGHT = 100.0
SLOT = 10.0
_GAP = 2.0
_CROWDED = 60
"""More bars than this stand without gaps: between hair-thin ones a screen shows a grey that is no number."""
_LEAST = 1.0
"""How high the bar of any number but zero is at least: one is not nothing, however large the others are."""
_FEW, _PIXELS, _NAME_PIXELS = 12, 28, 95


@dataclass(frozen=True, slots=True)
class Number:
    """What is drawn of one edition: its name, what it is about, and its number, None where nobody knows it."""

    name: str
    subject: str
    value: int | None

    @property
    def words(self) -> str:
        """Return all of it in words."""
        said = "not known" if self.value is None else f"{self.value:,}"
        return f"{self.name}, “{self.subject}”: {said}" if self.subject else f"{self.name}: {said}"


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a bar stands; of a number that is not known, the place it would have."""

    x: float
    y: float
    width: float
    height: float
    number: Number


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn: `bars` in a `width`, under an axis from zero to `top`; `pixels` is how wide, 0 for all there is.

    `labels` are names of editions to stand below it at equal distances, the first and the last at its ends; `editions`
    says which there are, `words` what is drawn of them.
    """

    bars: tuple[Bar, ...]
    width: float
    top: int
    pixels: int
    labels: tuple[str, ...]
    words: str
    editions: str

    @property
    def half(self) -> int | None:
        """Return the number at half of the height; None where that is no whole one."""
        return None if self.top % 2 else self.top // 2

    @property
    def has_gaps(self) -> bool:
        """Return whether some number is not known."""
        return any(bar.number.value is None for bar in self.bars)

    @property
    def is_known(self) -> bool:
        """Return whether there is anything to draw."""
        return any(bar.number.value is not None for bar in self.bars)


def top_of(values: Iterable[int | None]) -> int:
    """Return where an axis for `values` ends: the least of 1, 2, 4, 6, 8, 10, 20, 40 ... that is below none of them."""
    most, power = max((value for value in values if value is not None), default=0), 1
    while 10 * power < most:
        power *= 10
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= most)


def plot(numbers: Sequence[Number], top: int) -> Plot:
    """Return the plot of `numbers`, the oldest first, none of them above `top`."""
    gap = 0.0 if len(numbers) > _CROWDED else _GAP
    bars = tuple(_bar(number, place, gap, top) for place, number in enumerate(numbers))
    names = _labels([number.name for number in numbers])
    said = f"{counted(len(numbers), 'edition')}, {' to '.join(dict.fromkeys((*names[:1], *names[-1:])))}"
    few = max(_PIXELS * len(numbers), _NAME_PIXELS * len(names)) if len(numbers) < _FEW else 0
    return Plot(bars, SLOT * len(numbers), top, few, names, _words(numbers), said)


def _bar(number: Number, place: int, gap: float, top: int) -> Bar:
    value = number.value
    height = HEIGHT if value is None else max(HEIGHT * value / top, _LEAST) if value else 0.0
    return Bar(SLOT * place + gap / 2, HEIGHT - height, SLOT - gap, height, number)


def _labels(names: Sequence[str]) -> tuple[str, ...]:
    """Return the first name, the one in the middle where there is room, and the last."""
    middle = [names[len(names) // 2]] if len(names) >= _FEW else []
    return (*names[:1], *middle, *(names[-1:] if len(names) > 1 else ()))


def _words(numbers: Sequence[Number]) -> str:
    """Return in words what a plot shows, the editions apart."""
    known = [number.value for number in numbers if number.value is not None]
    if not known:
        return "None of the numbers is known."
    unknown = f" {len(numbers) - len(known):,} not known." if len(known) < len(numbers) else ""
    between = f" Between {min(known):,} and {max(known):,}." if len(known) > 1 else ""
    last = "The last" if numbers[-1].value is not None else "The last that is known"
    return f"{last}: {known[-1]:,}.{between}{unknown}"
