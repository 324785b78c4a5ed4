"""Run the stand-in by hand until Ctrl-C."""

import argparse
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from tests.standins.sendgrid import authority
from tests.standins.sendgrid.faults import Fault, Plan, parse
from tests.standins.sendgrid.server import KEY, StandIn

parser = argparse.ArgumentParser(description="A stand-in for SendGrid on loopback.")
parser.add_argument("--port", type=int, default=8426)
parser.add_argument("--https", action="store_true", help="serve https with a CA of its own")
parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
parser.add_argument(
    "--faults", nargs="*", default=[], metavar="FAULT", help=f"what happens to the first calls: {', '.join(Fault)}"
)
options = parser.parse_args()

with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
    trusted, context = authority.make(Path(folder))
    with StandIn(
        Plan(parse(options.faults)), context if options.https else None, options.port, latency_seconds=options.latency
    ) as standin:
        sys.stdout.write(f"SendGrid stands in at {standin.url} with the key {KEY}\n")
        if options.https:
            sys.stdout.write(f"trust it with SSL_CERT_FILE={trusted}\n")
        sys.stdout.write(f"its events are signed with {standin.signer.public_key}\n")
        sys.stdout.flush()
        threading.Event().wait()
