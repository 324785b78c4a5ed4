"""Tests of digest/app."""
