"""Observations to facts: pure functions, no files, no words."""
