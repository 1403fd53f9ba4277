"""Explanations: proofs as data, their search, an independent checker, and renderings."""
