"""The terminals that Turtle and SPARQL share (SPARQL 1.1, section 19.8; RDF 1.2 Turtle, section 6.5), as
patterns.

They are text, so that nothing is compiled before it is used.
"""

from __future__ import annotations

__all__ = [
    "BLANK_NODE_LABEL",
    "LOCAL_NAME",
    "NCNAME_START",
    "NUMBER",
    "PLAIN_LOCAL_NAME",
    "PN_CHARS",
    "PREFIXED_NAME",
    "PREFIX_NAME",
    "VARIABLE",
]

_BASIC_PLANE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_BASE = _BASIC_PLANE + "\U00010000-\U000effff"
_COMBINING = "\u00b7\u0300-\u036f\u203f-\u2040"
PN_CHARS = _BASE + "_0-9" + _COMBINING + "-"
"""What stands between the brackets of a character class."""
NCNAME_START = _BASE + "_"
"""What an XML name without a colon begins with; `PN_CHARS` and dots follow (Namespaces in XML, NCName)."""
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_DOTS = rf"\.++(?=[{PN_CHARS}:%\\])"
# More dots, and words between them, than anybody writes: without a bound each of many words that dots join,
# and that no colon ends, would be read to the end of them all.
_PIECES = 200
PREFIX_NAME = rf"[{_BASE}](?:[{PN_CHARS}]++|\.++(?=[{PN_CHARS}])){{0,{_PIECES}}}+"
"""What stands before the colon (PN_PREFIX)."""
LOCAL_NAME = rf"(?:[{_BASE}_:0-9]|{_PLX})(?:[{PN_CHARS}:]++|{_PLX}|{_DOTS})*+"
"""What stands behind the colon, with its escapes (PN_LOCAL)."""
_PLAIN = _BASIC_PLANE + "_0-9" + _COMBINING + "-"
PLAIN_LOCAL_NAME = rf"[{_BASIC_PLANE}_0-9](?:[{_PLAIN}]++|\.++(?=[{_PLAIN}]))*+"
"""The same without escapes, colons, and letters beyond the basic plane, which the engine's SPARQL lacks."""
PREFIXED_NAME = rf"(?:{PREFIX_NAME})?:(?:{LOCAL_NAME})?"
BLANK_NODE_LABEL = rf"_:[{_BASE}_0-9](?:[{PN_CHARS}]++|\.++(?=[{PN_CHARS}]))*+"
VARIABLE = rf"[?$][{_BASE}_0-9][{_BASE}_0-9{_COMBINING}]*+"
_EXPONENT = r"[eE][+-]?[0-9]++"
NUMBER = rf"(?:[0-9]++(?:\.[0-9]*+{_EXPONENT}|{_EXPONENT}|\.[0-9]++)?+|\.[0-9]++(?:{_EXPONENT})?+)"
"""What stands behind the sign. No digit is ever given back, so a long number takes the time of its length."""
