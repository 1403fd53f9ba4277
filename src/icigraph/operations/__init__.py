"""What people come for, on RDF of their own: one operation each, the same in Python and in the shell.

Begin at `dataset.load`. Imports: base, rdf, project, rules, proofs, validation,
checks, snapshot, questions, stores, release.
"""
