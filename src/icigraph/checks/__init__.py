"""Quality beyond shapes: one query a check, the OWL 2 RL profile.

Begin at `quality.check_quality`. Imports: base, rdf, rules, validation.
"""
