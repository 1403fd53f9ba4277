"""What every room above speaks: terms, prefixes, dates and their bounds, RDF texts read with the place of
each term, user SPARQL read without being run, canonical lines.

Begin at `placed.turtle.read_placed`. Imports: base.
"""
