"""Local briefings on registered sexual offenders under MAPPA, from published figures to checked pages."""
