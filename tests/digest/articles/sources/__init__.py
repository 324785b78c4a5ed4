"""Tests of the sources that are not pages."""
