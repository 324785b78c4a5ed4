"""Drives a browser of this machine, which draws pages and goes nowhere: serves the port of the same name."""
