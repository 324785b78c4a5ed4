"""Where letters are handed over: one room for each ESP, and none knows another."""
