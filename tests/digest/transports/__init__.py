"""Tests of digest/transports."""
