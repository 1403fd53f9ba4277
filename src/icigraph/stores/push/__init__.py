"""Publishing: plan, push, manifest, verify, pull; an adapter for each kind of store.

Begin at `push.push`.
"""
