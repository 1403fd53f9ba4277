"""Results put into words and places: messages, causes, details, suggestions.

Begin at `explained.Explainer`.
"""
