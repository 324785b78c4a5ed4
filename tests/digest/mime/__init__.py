"""Tests of digest/mime."""
