"""Tests of digest/sending."""
