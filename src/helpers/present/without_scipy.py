"""seaborn as it is without scipy, which is no dependency here and of which no chart needs anything.

Where somebody installed it, seaborn imports it too, which takes longer than all else that draws together.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

_modules: dict[str, Any] = sys.modules
_kept = _modules.get("scipy")
_modules["scipy"] = _kept  # None ends each import of it
try:
    import_module("seaborn")
finally:
    if _kept is None:
        del _modules["scipy"]
