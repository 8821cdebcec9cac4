"""Where the process that reports are forked from begins to record what it imports: its first import."""

from __future__ import annotations

from helpers.publish.run import record

record.begin()
