"""Proofs of contradictions, also of those that only the full closure shows.

Begin at `listing.told_once`.
"""
