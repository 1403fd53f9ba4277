"""Axioms and derivations, made rules: each is data, with its axiom, origin and name.

Begin at `rules.compile_once`.
"""
