"""Words and characters as they are written: nouns that go with a number, and signs that no reader can see."""
