"""Tests of digest/editing."""
