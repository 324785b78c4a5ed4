"""What an operator does: make a newsroom, check that it is in order."""
