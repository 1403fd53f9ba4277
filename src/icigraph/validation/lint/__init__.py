"""The lint of shapes: what in a shapes graph keeps a validation from meaning what was meant.

`lint.lint` looks at the shapes beside the data and gives `Finding` values, one module a kind. It reads
N-Triples text, evaluates no query and loads nothing from the web. May import: rdf, and of `validate` what
reads.
"""
