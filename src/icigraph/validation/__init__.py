"""Validation of RDF against SHACL shapes: from texts to a report with places, words and mends.

Begin at `validate.validate`. Imports: base, rdf, project, rules, proofs.
"""
