"""The kernel of each fork, made before the first."""

from __future__ import annotations

from helpers.publish.run.kernel import prepare

prepare()
