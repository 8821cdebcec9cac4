"""The performance pack: from a force's own extract to what each reader may see of it."""
