"""The vocabulary everything above speaks: terms, prefixes, positions in RDF text, dates and their bounds."""
