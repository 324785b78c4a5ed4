"""Tests of digest/mailing."""
