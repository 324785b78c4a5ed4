"""Breaks lines on purpose, one at a time, and lists the changes that no test notices."""
