"""Commands: parse the arguments, call one verb, print. No rules live here."""
