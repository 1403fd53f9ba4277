"""Which axioms a closed graph breaks: by rules, and by the values of literals.

Begin at `by_rules.contradictions`.
"""
