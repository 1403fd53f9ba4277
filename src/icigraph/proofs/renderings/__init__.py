"""A proof as text, Markdown, HTML, JSON, PROV and DOT.

Begin at `formats.FORMATS`.
"""
