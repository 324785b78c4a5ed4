"""Every Friday by itself: what is due now, and the clock that asks."""
