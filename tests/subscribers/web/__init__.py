"""Tests of the readers' pages."""
