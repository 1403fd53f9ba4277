"""The command line: one file a verb; options in, one call, rendering out.

Begin at `main.main`. Imports: base, rdf, project, rules, proofs, validation, checks, snapshot,
questions, stores, operations, graph.
"""
