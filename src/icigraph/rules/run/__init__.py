"""Rules run over a store: stratum by stratum, as SPARQL; incrementally where little changed.

Begin at `materialise.materialise`.
"""
