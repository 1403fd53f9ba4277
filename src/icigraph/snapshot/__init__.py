"""The snapshot of a project: load, derive, reason, validate, write; knowing when it is stale.

Begin at `opening.open_snapshot`. Imports: base, rdf, project, rules, proofs, validation.
"""
