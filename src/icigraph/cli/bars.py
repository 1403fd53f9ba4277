"""Progress on a terminal."""

from __future__ import annotations

from icigraph.base.progress import Progress

__all__ = ["bars"]


def bars() -> Progress:
    """A reporter that draws one bar per stage on stderr and takes each away when it is done."""
    import atexit

    from rich.console import Console
    from rich.progress import Progress as Bars

    drawing = Bars(console=Console(stderr=True), transient=True)
    # A run that a signal ends leaves the terminal as it was.
    atexit.register(drawing.stop)
    tasks: dict[str, object] = {}

    def report(stage: str, done: int, total: int | None) -> None:
        if stage not in tasks:
            tasks[stage] = drawing.add_task(stage, total=total)
            drawing.start()
        drawing.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]
        if total is not None and done >= total:
            drawing.stop()

    return report
