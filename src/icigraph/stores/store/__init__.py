"""A store: its target in the configuration, its endpoints, the SPARQL protocol.

Begin at `protocol.open_service`.
"""
