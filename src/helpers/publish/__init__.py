"""Notebooks in, checked pages out: the only layer that writes files.

It knows a notebook as a path and a report as values that it is given, so nothing here imports the layers
that compute. Its entry point is ``helpers.publish.build.build``.
"""
