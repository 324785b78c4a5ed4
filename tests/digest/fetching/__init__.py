"""Tests of digest/fetching."""
