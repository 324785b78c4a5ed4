"""Commands: parse the arguments, call one service, print. No rules live here."""
