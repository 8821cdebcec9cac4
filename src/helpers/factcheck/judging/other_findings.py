"""stub"""
from __future__ import annotations
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import Claim
OTHERS = ()
def beside(known: Evidence, claim: Claim):
    return []
