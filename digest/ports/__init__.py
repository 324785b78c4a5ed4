"""Everything outside, as Protocols, by whose business it is.

Services take these; `app` passes the real things, tests pass fakes.
"""
