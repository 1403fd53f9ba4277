"""Eclipse RDF4J Server: each operation of an Update request commits alone, so its transactions are used
instead.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode, urljoin

from icigraph.base.faults import Fault, IcigraphError, ServiceError
from icigraph.stores.push.adapters import fuseki
from icigraph.stores.push.adapters.generic import written
from icigraph.stores.push.manifest import manifest_from, manifest_graph, manifest_query
from icigraph.stores.push.plan import Plan
from icigraph.stores.push.update_text import added_quads, removed_quads
from icigraph.stores.store.protocol import Service, rows_of
from icigraph.stores.wire.http import Request

__all__ = ["commit"]

# Seconds; a server that is not told rolls back at its own time limit.
_ROLLBACK_WITHIN = 0.4
_QUADS = (("Content-Type", "application/n-quads"),)
_UPDATE = (("Content-Type", "application/sparql-update; charset=utf-8"),)


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """One request when nothing is removed, else a transaction: begin, look whether the manifest is still that
    of the plan, clear, remove, add, commit.
    """
    if plan.only_adds:
        fuseki.commit(service, plan, folder)
        return
    transaction = _begin(service)
    try:
        _must_be_as_planned(service, transaction, plan)
        _fill(service, transaction, plan, folder)
        _put(service, f"{transaction}?action=COMMIT")
    except BaseException:
        with suppress(IcigraphError):
            service.http.fetch(Request("DELETE", transaction, repeatable=False, within=_ROLLBACK_WITHIN))
        raise


def _begin(service: Service) -> str:
    url = f"{service.target.url}/transactions"
    request = Request("POST", url, body=b"", repeatable=False)
    place = service.http.exchange(request, lambda reply: reply.headers.get("location"))
    if not place:
        raise ServiceError(Fault(f"{url}: began a transaction without saying where"))
    # Behind a proxy the server may give an address that only it can reach; the last part names the
    # transaction.
    return f"{url}/{urljoin(url, place).rsplit('/', 1)[1]}"


def _must_be_as_planned(service: Service, transaction: str, plan: Plan) -> None:
    if plan.before is None:
        return
    base = plan.changes[-1].graph.removesuffix(manifest_graph(""))
    asked = urlencode({"action": "QUERY", "query": manifest_query(base), "infer": "false"})
    accept = (("Accept", "application/sparql-results+json"),)
    answer = service.http.fetch(Request("PUT", f"{transaction}?{asked}", accept, b"", repeatable=False))
    if manifest_from(rows_of(answer, transaction), base).lines != plan.before:
        raise ServiceError(Fault(f"{service.target.url}: another push came between"), status=409)


def _fill(service: Service, transaction: str, plan: Plan, folder: Path) -> None:
    cleared = [f"DROP SILENT GRAPH <{change.graph}>" for change in plan.changes if change.clear]
    if cleared:
        text = written([" ;\n".join(cleared).encode()], folder / "clear.ru")
        _put(service, f"{transaction}?action=UPDATE", _UPDATE, text)
    for action, lines in (("DELETE", removed_quads(plan)), ("ADD", added_quads(plan))):
        body = written(lines, folder / f"{action}.nq")
        if body.stat().st_size:
            _put(service, f"{transaction}?action={action}", _QUADS, body)


def _put(
    service: Service, url: str, headers: tuple[tuple[str, str], ...] = (), body: Path | bytes = b""
) -> None:
    service.http.fetch(Request("PUT", url, headers, body, repeatable=False))
