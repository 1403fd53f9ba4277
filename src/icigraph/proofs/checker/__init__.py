"""Checking a proof step by step. It shares nothing with what finds proofs, nor with the query engine.

Begin at `check.check`.
"""
