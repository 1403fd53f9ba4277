"""The lint of shapes: what in a shapes graph keeps a validation from meaning what was meant, one module a
kind. It reads N-Triples text, evaluates no query and loads nothing from the web.

Begin at `lint.looked_at`.
"""
