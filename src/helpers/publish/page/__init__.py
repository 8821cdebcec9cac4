"""An executed notebook as one page: rendered, linked with its notes, and checked."""
