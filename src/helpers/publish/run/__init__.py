"""One run of one notebook: the engine, its kernel, and the processes that are warm before it."""
