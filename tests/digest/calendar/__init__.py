"""Tests of digest/calendar."""
