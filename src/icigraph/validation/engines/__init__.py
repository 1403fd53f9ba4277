"""The SHACL engines behind one form, and what is done for each so that it tells what the standard says.

Begin at `shacl.run`.
"""
