"""Play rounds for some minutes, a line each, and say at the end what was found."""

import argparse
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.soak.round import Outcome, play
from tests.standins.newsroom import migrated_database


def words(figures: "Counter[str] | dict[str, int]") -> str:
    """Return figures as words."""
    return ", ".join(f"{name} {number}" for name, number in sorted(figures.items())) or "none"


def tell(number: int, seed: int, outcome: Outcome) -> None:
    """Print one round, in lines that a narrow terminal holds."""
    print(f"round {number} SEED={seed}: {'sound' if outcome.sound else 'FAULT'}, {outcome.readers} readers")
    print(f"  letters {outcome.letters}, uncertain {outcome.uncertain}, restored {outcome.restored}")
    print(f"  killed: {words(outcome.killed)}")
    for line in outcome.doctor.strip().splitlines()[-1:]:
        print(f"  doctor's last line: {line}")
    if not outcome.sound:
        print(f"  plan: {' '.join(outcome.plan)}")
        print(f"  FAULT: {words({name: count for name, count in outcome.found.items() if count})}")
        print(f"  readers: {words(outcome.visits)}")
        print(f"  again with: make soak SEED={seed} ROUNDS=1")
    sys.stdout.flush()


def main() -> int:
    """Soak; return 1 when a round found a fault."""
    parser = argparse.ArgumentParser(description="Kill, restore and import while readers leave.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--rounds", type=int, default=1_000_000)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the round's programs are ended on the way out
    first = options.seed if options.seed is not None else random.randrange(1_000_000)
    print(f"SEED={first}", flush=True)
    end, rounds, faults = time.monotonic() + 60 * options.minutes, 0, 0
    killed: Counter[str] = Counter()
    visits: Counter[str] = Counter()
    found: Counter[str] = Counter()
    place = Path(tempfile.mkdtemp(prefix="soak-"))
    database = migrated_database(place)
    while rounds < options.rounds and time.monotonic() < end:
        seed = first + rounds
        rounds += 1
        try:
            outcome = play(place / str(seed) / "newsroom", database, seed)
        except Exception:  # noqa: BLE001  # whatever it was: the next round is another newsroom
            traceback.print_exc()
            print(f"round {rounds} SEED={seed}: FAULT, it did not come to its end; its folder is {place / str(seed)}")
            faults += 1
            continue
        tell(rounds, seed, outcome)
        faults += not outcome.sound
        killed.update(outcome.killed)
        visits.update(outcome.visits)
        found.update(outcome.found)
    print(f"{rounds} rounds from SEED={first}, {faults} with a fault")
    print(f"killed {killed.total()}: {words(killed)}")
    print(f"readers at the pages: {words(visits)}")
    print(words(found))
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
