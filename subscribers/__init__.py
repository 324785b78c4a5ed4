"""Who may be written to, and the proof of it. Small enough to audit on its own; imports nothing of `digest`."""
