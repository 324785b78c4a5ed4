"""Tests of digest/scheduling."""
