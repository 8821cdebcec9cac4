"""The index: one page for each year, with every area's headline figures and a tile map."""
