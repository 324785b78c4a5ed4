"""Tests of digest/operating."""
