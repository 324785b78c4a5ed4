"""The tables of subscribers; the only place that ever holds a readable address."""
