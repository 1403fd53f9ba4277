"""Finding a least proof of a triple, backward over the closed graph.

Begin at `prover.prove`.
"""
