"""Chance that is the same on every machine: numbers from a seed, a name and a place, by whole-number steps.

The steps are those of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
2014). NumPy's own generators may give other numbers in another version.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_LETTERS = np.frombuffer(b"bcdfghjkmnpqrstvwxz", dtype=np.uint8)
_PAIRS = 19 * 8


class Chance:
    """The numbers of one seed; each name gives a row of its own, of any length."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def share(self, name: str, size: int) -> Floats:
        """Return numbers from 0 up to, but not including, 1."""
        return (self._bits(name, size) >> np.uint64(11)).astype(np.float64) / float(1 << 53)

    def below(self, name: str, size: int, top: int) -> Whole:
        """Return whole numbers from 0 to one less than ``top``."""
        return np.floor(self.share(name, size) * top).astype(np.int64)

    def keys(self, name: str, size: int) -> NDArray[Any]:
        """Return surrogate keys of the contract's form, as text."""
        left = self._bits(name, size) % np.uint64(_PAIRS**8)
        signs = np.empty((size, 16), dtype=np.uint8)
        for pair in range(8):
            digit = left % np.uint64(_PAIRS)
            left = left // np.uint64(_PAIRS)
            signs[:, 2 * pair] = _LETTERS[(digit // np.uint64(8)).astype(np.intp)]
            signs[:, 2 * pair + 1] = ord("2") + (digit % np.uint64(8)).astype(np.uint8)
        return signs.reshape(-1).view("S16").astype("U16") if size else np.zeros(0, "U16")

    def _bits(self, name: str, size: int) -> NDArray[np.uint64]:
        start = hashlib.sha256(f"{self._seed} {name}".encode()).digest()[:8]
        state = np.arange(1, size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        state += np.uint64(int.from_bytes(start, "big"))
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return state ^ (state >> np.uint64(31))
