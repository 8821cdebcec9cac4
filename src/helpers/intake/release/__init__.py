"""Official releases: a workbook read, held against what is known, and taken into ``data/``."""
