"""A closure that stays on disk beside its files and is brought up to date with them.

Begin at `store.kept_closure`.
"""
