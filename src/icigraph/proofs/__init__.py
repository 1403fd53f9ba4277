"""Why a triple follows, why one does not, what hangs on one: proofs as data, an independent checker,
renderings.

Begin at `explainer.Explainer`. Imports: base, rdf, project, rules.
"""
