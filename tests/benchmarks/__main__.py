"""Print the table of all measurements; the exit code is 1 when a limit is not kept."""

import sys

from tests.benchmarks import fetching, lanes, letters, pages, readers, reading, sending


def main() -> int:
    """Measure everything."""
    kept = True
    measured = (letters, reading, fetching, sending, lanes, pages, readers)
    for lines in (*(one.lines for one in measured), readers.freeze_lines):
        for line in lines():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            kept = kept and line.kept
    return 0 if kept else 1


sys.exit(main())
