"""An executed notebook as one page: rendered, joined with its notes, and checked."""
