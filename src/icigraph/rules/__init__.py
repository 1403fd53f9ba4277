"""Reasoning: axioms and derivations compiled to rules, run over a store, kept up to date; what contradicts.

Begin at `close.close_files`. Imports: base, rdf, project.
"""
