"""`python -m icigraph`, and the command `icigraph`."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> int:
    """Run the command line; returns the exit code. A signal that ends the run is told, even while the command
    loads."""
    try:
        from icigraph.cli.endings import Watch, number_of

        watch = Watch()
        try:
            from icigraph.cli.main import main as run

            code = run(report_end=watch.report)
            watch.rest()
            return code
        except KeyboardInterrupt as ended:
            return watch.report(number_of(ended))
    except KeyboardInterrupt:
        sys.stderr.write("error: interrupted\n")
        return 130


if __name__ == "__main__":
    code = main()
    # An interrupt that struck in code made from text, as dataclasses make it, would end Python by the signal
    # and not with our code, unless such code ran to its end since.
    exec("")
    sys.exit(code)
