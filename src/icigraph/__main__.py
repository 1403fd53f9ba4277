"""`python -m icigraph`."""

from __future__ import annotations

import sys

from icigraph.cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
