"""What every report needs, whatever its notebook: imported once, before any of them is forked."""

from __future__ import annotations

import sys

# No debugger will be attached to a report, and ipykernel takes half a second to import one if it can.
sys.modules["debugpy"] = None  # type: ignore[assignment]
import ipykernel.debugger  # noqa: E402, F401
import papermill.execute  # noqa: E402, F401

import helpers.publish.kernel  # noqa: E402
import helpers.publish.pages  # noqa: E402, F401

del sys.modules["debugpy"]
