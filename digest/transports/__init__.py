"""Where letters are handed over: a room for each transport, under the name it has in the settings.

A room is a single module (outbox, null) or, for an ESP with a wire of its own, a package whose `client` is the
transport. None knows another, and none knows the settings: `digest.app.transports` makes them.
"""
