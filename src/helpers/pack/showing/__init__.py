"""What one audience reads of a pack: facts, sentences, tables, charts and notes, from its folder alone."""
