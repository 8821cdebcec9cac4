"""Official releases: a workbook read, checked against what is known, and taken into ``data/`` as one change."""
