"""The one list of contradictions, and their proofs, also of those that only the full closure shows.

Begin at `listing.listing`.
"""
