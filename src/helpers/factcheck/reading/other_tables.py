"""stub"""
from __future__ import annotations
from helpers.factcheck.reading.sentence import Context, Parsed, Stated
def other_claims(sentence: Parsed, context: Context) -> list[Stated]:
    return []
