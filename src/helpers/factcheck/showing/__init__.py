"""Verdicts in words, and as HTML beside the article or table that they are about."""
