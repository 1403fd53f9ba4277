"""The states of an occurrent day by day are those that enumerating the days of its beginning and end gives.

The reading here follows the definitions (`ontology/core/claims.ttl`, `ontology/core/time.ttl`), not the
rules: a claim allows some days on which the occurrent began and some on which it ended; claims that allow
none together disagree. The days are asked for as the questions ask, by the text of one of them.
"""

from __future__ import annotations

import itertools
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from icigraph.rules.close import close_store
from icigraph.rules.compile.derivation import read_derivations
from icigraph.rules.run.materialise import ASSERTED

ROOT = Path(__file__).parents[2]
CORE = ROOT / "ontology" / "core"
QUESTION = (ROOT / "queries" / "members-as-of.rq").read_text(encoding="utf-8")
MEMBERSHIP = """
    @prefix ici: <https://w3id.org/icigraph/ontology#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ici:Membership rdfs:subClassOf core:Fact .
"""
PREFIXES = """
    @prefix core: <https://w3id.org/icigraph/core#> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    @prefix ici: <https://w3id.org/icigraph/ontology#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FIRST, LAST, FOREVER = date(1990, 1, 1), date(2010, 1, 1), date.max
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class When:
    """A date as a source has it: written with its datatype, and the days that it spans."""

    text: str
    days: Days

    @property
    def is_interval(self) -> bool:
        return "/" in self.text


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of the occurrent."""

    rank: str = "normal"
    denies: bool = False
    start: When | None = None
    end: When | None = None
    attested: When | None = None
    issued: When | None = None

    def begins(self) -> list[Days]:
        """The spans in each of which it lets the occurrent begin."""
        return [self.start.days] if self.start else []

    def ends(self, happening: bool) -> list[Days]:
        """The spans in each of which it lets the occurrent end; a happening ends when it begins."""
        if self.end:
            return [self.end.days]
        return self.begins() if happening else []

    def shown_begun(self) -> list[date]:
        """Days on which it shows that the occurrent had begun."""
        return [span.days[1] for span in (self.issued, self.attested) if span]

    def shown_lasting(self, happening: bool) -> list[date]:
        """Days on which it shows that the occurrent had not ended: a telling shows that only where it gives
        no end and no other day, and never of a happening."""
        if happening:
            return []
        if self.attested:
            return [self.attested.days[0]]
        return [self.issued.days[0]] if self.issued and not self.end else []


@dataclass(frozen=True, slots=True)
class Account:
    """All that is said of one occurrent."""

    said: tuple[Said, ...]
    happening: bool = False


def day(day: date) -> When:
    return When(f'"{day}"^^xsd:date', (day, day))


def month(year: int, month: int) -> When:
    last = monthrange(year, month)[1]
    return When(f'"{year}-{month:02}"^^xsd:gYearMonth', (date(year, month, 1), date(year, month, last)))


def year(year: int) -> When:
    return When(f'"{year}"^^xsd:gYear', (date(year, 1, 1), date(year, 12, 31)))


def interval(one: date, other: date) -> When:
    low, high = sorted((one, other))
    return When(f"{low}/{high}", (low, high))


def starts_of(claims: Iterable[Said]) -> list[Days]:
    return [span for claim in claims for span in claim.begins()]


def ends_of(claims: Iterable[Said], happening: bool) -> list[Days]:
    return [span for claim in claims for span in claim.ends(happening)]


def common(grid: Sequence[date], spans: Iterable[Days]) -> list[date]:
    """The days that lie in each of the spans."""
    return [day for day in grid if all(low <= day <= high for low, high in spans)]


def worlds(
    grid: Sequence[date],
    starts: Iterable[Days],
    ends: Iterable[Days],
    claims: Sequence[Said],
    happening: bool,
) -> list[Days]:
    """Each pair of a first and a last day that the claims allow; without an end it may last for ever."""
    begun = [day for claim in claims for day in claim.shown_begun()]
    lasting = [day for claim in claims for day in claim.shown_lasting(happening)]
    ends = list(ends)
    last = [*common(grid, ends), *([] if ends else [FOREVER])]
    return [
        (low, high)
        for low in common(grid, starts)
        if all(low <= day for day in begun)
        for high in last
        if low <= high and all(day <= high for day in lasting)
    ]


def agree(grid: Sequence[date], claims: Sequence[Said], happening: bool) -> bool:
    return bool(worlds(grid, starts_of(claims), ends_of(claims, happening), claims, happening))


def accepted(grid: Sequence[date], account: Account) -> list[Said]:
    """The claims that say it is so and that nothing outranks."""
    best = {said.rank for said in account.said if not said.denies}
    denied = {said.rank for said in account.said if said.denies}
    preferred = [said for said in account.said if said.rank == "preferred" and not said.denies]
    if "preferred" in denied:
        return []
    if "preferred" not in best and "normal" in denied:
        return []
    return preferred + [
        said
        for said in account.said
        if said.rank == "normal"
        and not said.denies
        and all(agree(grid, [said, other], account.happening) for other in preferred)
    ]


def state(grid: Sequence[date], account: Account, on: date) -> str:
    """What is to be said of the day."""
    claims, happening = accepted(grid, account), account.happening
    by_rank = [[claim for claim in claims if claim.rank == rank] for rank in ("preferred", "normal")]
    starts = next(filter(None, map(starts_of, by_rank)), [])
    ends = next(filter(None, (ends_of(group, happening) for group in by_rank)), [])
    possible = worlds(grid, starts, ends, claims, happening)
    if not claims or not (starts or ends or any(claim.shown_begun() for claim in claims)):
        return ""
    if not possible:
        return torn(grid, starts, ends, claims, happening, on)
    if all(low <= on <= high for low, high in possible):
        return "certain"
    if any(on < low for low, _ in possible) and not starts:
        return ""
    if all(low <= on for low, _ in possible) and not ends:
        return "" if happening else "presumed"
    return "possible" if any(low <= on <= high for low, high in possible) else ""


def torn(
    grid: Sequence[date],
    starts: Sequence[Days],
    ends: Sequence[Days],
    claims: Sequence[Said],
    happening: bool,
    on: date,
) -> str:
    """The state where the claims of the best rank exclude one another on the start, on the end or on both: no
    day that one of them allows is left out, and those between are disputed."""
    begun = [day for claim in claims for day in claim.shown_begun()] + [high for _, high in ends]
    lasting = [day for claim in claims for day in claim.shown_lasting(happening)] + [low for low, _ in starts]
    first = [day for day in common(grid, starts) if all(day <= other for other in begun)]
    last = [day for day in common(grid, ends) if all(other <= day for other in lasting)]
    if starts and not first:
        earliest, latest, before = (
            min([*(low for low, _ in starts), *begun]),
            max(high for _, high in starts),
            "disputed",
        )
    else:
        earliest, latest, before = (first[0] if starts else date.max), first[-1], "possible"
    if ends and not last:
        sure, limit, after = (
            min(low for low, _ in ends),
            max([*(high for _, high in ends), *lasting]),
            "disputed",
        )
    elif ends:
        sure, limit, after = last[0], last[-1], "possible"
    else:
        sure, limit, after = max(lasting), FOREVER, "presumed"
    if on < latest:
        return before if earliest <= on else ""
    return "certain" if on <= sure else after if on <= limit else ""


# What sources say, at random


def some_day(random: Random) -> date:
    return date(2000, 1, 1) + timedelta(random.randrange(1096))


def some_date(random: Random) -> When:
    on = some_day(random)
    return random.choice([day(on), day(on), month(on.year, on.month), year(on.year)])


def some_span(random: Random) -> When:
    return interval(some_day(random), some_day(random)) if random.random() < 0.2 else some_date(random)


def some_said(random: Random, happening: bool) -> Said:
    rank = random.choices(["normal", "preferred", "deprecated"], [6, 3, 1])[0]
    if random.random() < 0.1:
        return Said(rank, denies=True)
    return Said(
        rank,
        start=some_span(random) if random.random() < 0.6 else None,
        end=(some_date if happening else some_span)(random) if random.random() < 0.3 else None,
        attested=day(some_day(random)) if random.random() < 0.2 else None,
        issued=some_date(random) if random.random() < 0.5 else None,
    )


def some_account(random: Random) -> Account:
    """One to four claims, none of which contradicts itself."""
    happening = random.random() < 0.25
    said = [some_said(random, happening) for _ in range(random.randint(1, 4))]
    grid = days_of([Account(tuple(said))])
    return Account(tuple(one for one in said if one.denies or agree(grid, [one], happening)), happening)


def days_of(found: Iterable[Account]) -> list[date]:
    """The days on which a state can change, and those beside them."""
    spans = [
        span.days
        for account in found
        for said in account.said
        for span in (said.start, said.end, said.attested, said.issued)
        if span
    ]
    near = {day + timedelta(step) for span in spans for day in span for step in (-1, 0, 1)}
    return sorted(near | {FIRST, LAST})


def lines(name: str, account: Account) -> Iterator[str]:
    kind = ", core:Happening" if account.happening else ""
    yield f"<x:{name}> a ici:Membership{kind} ; core:subject <x:who> ; core:object <x:union> ."
    for at, said in enumerate(account.said):
        claim = f"<x:{name}-{at}>"
        what = "denies" if said.denies else "states"
        yield f"{claim} core:{what} <x:{name}> ; core:rank core:{said.rank} ."
        for role, span in (("start", said.start), ("end", said.end)):
            yield from dated(claim, role, span)
        if said.attested:
            yield f"{claim} core:attestedOn {said.attested.text} ."
        if said.issued:
            yield f"{claim} core:citation {claim[:-1]}-c> . {claim[:-1]}-c> core:source {claim[:-1]}-s> ."
            yield f"{claim[:-1]}-s> dcterms:issued {said.issued.text} ."


def dated(claim: str, role: str, span: When | None) -> Iterator[str]:
    if span and span.is_interval:
        for bound, on in zip(("NotBefore", "NotAfter"), span.days, strict=True):
            yield f'{claim} core:{role}{bound} "{on}"^^xsd:date .'
    elif span:
        yield f"{claim} core:{role} {span.text} ."


def asked(found: Sequence[Account], grid: Sequence[date]) -> dict[tuple[int, date], str]:
    """The states that the question gives for every day, by occurrent."""
    store = Store()
    for file in sorted(CORE.glob("*.ttl")):
        store.load(path=str(file), format=RdfFormat.TURTLE, to_graph=ASSERTED)
    text = "\n".join(itertools.chain.from_iterable(lines(f"o{at}", one) for at, one in enumerate(found)))
    store.load(PREFIXES + MEMBERSHIP + text, RdfFormat.TURTLE, to_graph=ASSERTED)
    close_store(store, derivations=read_derivations(sorted((ROOT / "ontology/rules/core").glob("*.rq"))))
    rows = " ".join(f'"{on}"^^xsd:date' for on in grid)
    query = QUESTION.replace("SELECT ?member", "SELECT ?asOf").replace("id:gcc", "<x:union>")
    solutions = store.query(query.replace('"2014-04-02"^^xsd:date', rows), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    found_states = [
        (int(row["fact"].value[3:]), date.fromisoformat(row["asOf"].value), row["status"].value)
        for row in solutions
    ]
    assert len(found_states) == len({key[:2] for key in found_states}), "one day has two states"
    return {(at, on): status for at, on, status in found_states}


@pytest.mark.parametrize("seed", range(6))
def test_states_day_by_day_are_those_of_every_possible_world(seed: int) -> None:
    random = Random(seed)
    found = [some_account(random) for _ in range(60)]
    got = asked(found, days_of(found))
    for at, account in enumerate(found):
        days = days_of([account])
        states = {on: state(days, account, on) for on in days}
        assert states == {on: got.get((at, on), "") for on in days}, account
