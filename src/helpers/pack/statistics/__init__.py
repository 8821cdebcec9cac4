"""The arithmetic of a pack: what may be said of a series, a share, a change, a backlog or a team."""
