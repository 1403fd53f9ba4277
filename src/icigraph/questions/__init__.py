"""Questions asked of a graph: catalogue, parameters, answers with their citations, rendering.

Begin at `answer.Asking`. Imports: base, rdf, project, rules, proofs, snapshot.
"""
