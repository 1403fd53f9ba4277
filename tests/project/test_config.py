"""`icigraph.toml` and the folders of a project."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from icigraph.base.faults import InputError
from icigraph.project.config import parse_config
from icigraph.project.graph_project import bundled_project, find_project, open_project
from icigraph.project.load import load_files, load_project

MINIMAL = 'name = "small"\nbase = "http://e.org/id/"\n'


def make(root: Path, files: dict[str, str], config: str = MINIMAL) -> Path:
    for name, content in {"icigraph.toml": config, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (MINIMAL + 'titel = "x"', "c:3:1", "unknown key 'titel'", "did you mean title?"),
        (MINIMAL + "[texts]\nfolder = []", "c:4:1", "unknown key 'folder'", "did you mean folders?"),
        (MINIMAL + "[texts]\nfolders = 'a'", "c:4:1", "list of texts", "folders"),
        (MINIMAL + "title = 3", "c:3:1", "title must be a text", None),
        ('name = "a"\nbase = "id/"', "c:2:1", "absolute IRI", "https"),
        ('base = "http://e.org/"', "c:1:1", "name is missing", None),
        (MINIMAL + 'title = "open', "c:3:1", "", None),
        (MINIMAL + "[prefixes]\nex = 'no iri'", "c:4:1", "prefix 'ex'", None),
        (MINIMAL + "targets = 3", "c:3:1", "targets", "[targets.NAME]"),
        (MINIMAL + "= 3", "c:3:1", "", None),
        (MINIMAL + 'graphs = "http://[bad/"', "c:3:1", "graphs must be an absolute IRI: Invalid", None),
        ('name = "a"\nbase = "http://e.org:port/"', "c:2:1", "base must be an absolute IRI: Invalid", None),
        (MINIMAL + '[prefixes]\nlight = "http://%zz/"', "c:4:1", "prefix 'light'", None),
        (MINIMAL + '[prefixes]\n"µ" = "http://e.org/"', "c:4:2", "prefix 'µ'", None),
        (MINIMAL + "[prefixes]\nlight = 3", "c:4:1", "prefix 'light'", None),
        (MINIMAL + '[texts]\nfolders = ["a\\u0000b"]', "c:4:1", "no folder's name", None),
        (MINIMAL + '[texts]\nfolders = [""]', "c:4:1", "no folder's name", None),
        ('name = ""\nbase = "http://e.org/"', "c:1:1", "name must not be empty", None),
    ],
)
def test_a_fault_in_the_config_has_its_line(text: str, place: str, message: str, hint: str | None) -> None:
    with pytest.raises(InputError) as caught:
        parse_config(text, file="c")
    (fault,) = caught.value.faults
    assert str(fault.place) == place
    assert message in fault.message
    assert (hint or "") in (fault.hint or "")


def test_all_faults_of_the_config_are_told() -> None:
    with pytest.raises(InputError) as caught:
        parse_config("titel = 1\nversion = 2\nimports = 3", file="c")
    assert len(caught.value.faults) == 5


def test_a_project_lists_its_files_and_the_core_it_imports(tmp_path: Path) -> None:
    files = {
        "ontology/a.ttl": "",
        "ontology/shapes/s.ttl": "",
        "ontology/rules/r.rq": "",
        "data/sub/d.ttl": "",
        "data/.hidden.ttl": "",
        "data/notes.md": "",
        "queries/q.rq": "",
    }
    project = open_project(make(tmp_path, files))

    def own(paths: tuple[Path, ...]) -> list[str]:
        return [str(path.relative_to(project.root)) for path in paths if project.root in path.parents]

    assert own(project.ontology_files) == ["ontology/a.ttl"]
    assert own(project.shape_files) == ["ontology/shapes/s.ttl"]
    assert own(project.rule_files) == ["ontology/rules/r.rq"]
    assert own(project.data_files) == ["data/sub/d.ttl"]
    assert own(project.query_files) == ["queries/q.rq"]
    core = [path for path in project.ontology_files if project.root not in path.parents]
    assert core
    assert {project.graph_name(path).value for path in core} == {f"{project.graphs}ontology"}
    assert project.graph_name(project.data_files[0]).value == f"{project.graphs}data/sub/d"


def test_a_project_with_its_own_core_or_without_import_has_no_other(tmp_path: Path) -> None:
    own = open_project(make(tmp_path / "own", {"ontology/core/c.ttl": ""}))
    bare = open_project(make(tmp_path / "bare", {"ontology/c.ttl": ""}, MINIMAL + "imports = []"))
    for project in (own, bare):
        assert all(project.root in path.parents for path in project.ontology_files)
        assert len(project.ontology_files) == 1


def test_the_nearest_config_upward_is_found(tmp_path: Path) -> None:
    inner = make(tmp_path, {"data/deep/d.ttl": ""}) / "data" / "deep"
    assert find_project(inner).root == tmp_path.resolve()
    assert bundled_project().config.name == "icigraph"


def test_every_syntax_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    broken = "@prefix : <http://e.org/> .\n:a :b \n:c .\n:d :e ex:f .\n"
    files = {
        "data/a.ttl": broken,
        "data/b.ttl": broken,
        "data/c.ttl": "<http://e.org/a> a <http://e.org/b> .",
    }
    project = open_project(make(tmp_path, files, MINIMAL + "imports = []"))
    with pytest.raises(InputError) as caught:
        load_project(project, Store())
    lines = {str(fault.place).removeprefix(str(tmp_path)) for fault in caught.value.faults}
    assert lines == {"/data/a.ttl:4:7", "/data/b.ttl:4:7"}


def test_files_of_every_syntax_load_into_their_graphs(tmp_path: Path) -> None:
    store, graph = Store(), NamedNode("http://e.org/g")
    contents = {
        "a.ttl": b"\xef\xbb\xbf<a> <b> 1 .\r\n",
        "b.trig": b"{ <http://e.org/a> <http://e.org/b> 2 } <http://e.org/h> { <a> <b> 3 }",
        "c.nq": b"<http://e.org/a> <http://e.org/b> <http://e.org/c> .\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    load_files([(tmp_path / name, graph) for name in contents], store)
    assert len(list(store.quads_for_pattern(None, None, None, graph))) == 3
    assert len(store) == 4


def test_two_data_files_may_not_share_a_graph(tmp_path: Path) -> None:
    project = open_project(make(tmp_path, {"data/a.ttl": "", "data/a.nt": ""}, MINIMAL + "imports = []"))
    with pytest.raises(InputError, match="same graph name"):
        load_project(project, Store())


def test_every_fault_of_rdf_xml_has_its_place_when_it_is_loaded(tmp_path: Path) -> None:
    head = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    (tmp_path / "a.rdf").write_text(f'{head}\n <r:Bag r:ID="1"/>\n <r:li/>\n</r:RDF>')
    with pytest.raises(InputError) as caught:
        load_files([(tmp_path / "a.rdf", NamedNode("http://e.org/g"))], Store())
    assert [fault.place.line for fault in caught.value.faults if fault.place] == [2, 3]
