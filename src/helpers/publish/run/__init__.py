"""One run of one notebook: the engine, its kernel, and the process that has its imports ready."""
