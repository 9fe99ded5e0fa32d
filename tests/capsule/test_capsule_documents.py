"""The documents in a capsule, held to their published formats."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.capsule import plan, sbom
from engines.capsule.archive import pack, unpack, unsafe
from engines.capsule.documents import canonical
from engines.capsule.dsse import pae
from engines.capsule.model import File, Limits
from engines.capsule.verify import contents
from engines.kernel.errors import UserError

TIME = 1_700_000_000


def test_the_pre_authentication_encoding_is_that_of_the_specification() -> None:
    expected = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert pae("http://example.com/HelloWorld", b"hello world") == expected
    assert pae("", b"") == b"DSSEv1 0  0 "


def test_the_layout_is_one_that_oci_tools_know(capsule: Path) -> None:
    image = contents(capsule.read_bytes(), Limits()).image
    manifest = json.loads(image.manifest)
    assert manifest["schemaVersion"] == 2
    assert manifest["artifactType"] == "application/vnd.quantumlayer.capsule.v1"
    assert [layer["mediaType"] for layer in manifest["layers"]] == [
        *(
            f"application/vnd.quantumlayer.capsule.{part}.v1.tar"
            for part in ("source", "tests", "infrastructure", "docs", "environments")
        ),
        "application/vnd.cyclonedx+json",
    ]


@pytest.mark.skipif(shutil.which("skopeo") is None, reason="skopeo is not installed")
def test_skopeo_reads_and_copies_a_capsule(capsule: Path, tmp_path: Path) -> None:
    (tmp_path / "layout").mkdir()
    subprocess.run(["tar", "-xf", capsule, "-C", tmp_path / "layout"], check=True)
    source = f"oci:{tmp_path}/layout:1.2.0"
    shown = subprocess.run(["skopeo", "inspect", "--raw", source], check=True, capture_output=True).stdout
    assert shown == contents(capsule.read_bytes(), Limits()).image.manifest
    subprocess.run(
        ["skopeo", "copy", "--insecure-policy", source, f"oci:{tmp_path}/copy:1.2.0"], check=True, capture_output=True
    )
    assert len(list((tmp_path / "copy/blobs/sha256").iterdir())) == 8


def schema() -> jsonschema_rs.Draft7Validator:
    folder = files("cyclonedx.schema") / "_res"
    pairs = []
    for name in ("spdx", "jsf-0.82"):
        document = json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text())
        pairs.append((f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json", document))
    registry = jsonschema_rs.Registry(pairs)
    main = json.loads((folder / "bom-1.6.SNAPSHOT.schema.json").read_text())
    return jsonschema_rs.Draft7Validator(main, registry=registry, validate_formats=True)


def bill(*found: File) -> bytes:
    return sbom.document("library", "1.0.0", TIME, sbom.components(found))


@pytest.mark.parametrize("text", ["", "fastapi==0.115.0\n", "a==1\nb>=2\nC_d[x]==3.0 ; python_version > '3'\n"])
def test_the_bill_of_materials_is_valid_cyclonedx(text: str) -> None:
    assert list(schema().iter_errors(json.loads(bill(File(path="requirements.txt", content=text.encode()))))) == []


def test_the_schema_would_find_a_fault() -> None:
    broken = json.loads(bill()) | {"components": [{"name": "x"}]}
    assert list(schema().iter_errors(broken))


def test_requirements_are_read_as_pip_reads_them() -> None:
    text = (
        "# comment\n-r other.txt\n--index-url https://example.org\nFastAPI==0.115.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
        "sql_alchemy>=2  # newest\nuvicorn[standard]==0.30.0 ; sys_platform != 'win32'\n./local\n\n"
    )
    found = sbom.components([File(path="requirements.txt", content=text.encode())])
    assert [component.purl for component in found] == [
        "pkg:pypi/fastapi@0.115.0",
        "pkg:pypi/sql-alchemy",
        "pkg:pypi/uvicorn@0.30.0",
    ]


def test_a_pinned_version_wins_over_an_open_one() -> None:
    declared = (
        b'[project]\ndependencies = ["fastapi>=0.1", "httpx"]\n[project.optional-dependencies]\ndev = ["pytest"]\n'
    )
    found = sbom.components(
        [File(path="pyproject.toml", content=declared), File(path="requirements.txt", content=b"fastapi==0.115.0\n")]
    )
    assert [component.purl for component in found] == ["pkg:pypi/fastapi@0.115.0", "pkg:pypi/httpx", "pkg:pypi/pytest"]


@given(st.binary())
def test_no_requirements_file_breaks_the_bill(content: bytes) -> None:
    for name in ("requirements.txt", "pyproject.toml"):
        json.loads(bill(File(path=name, content=content)))


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("app/main.py", "source"),
        ("Makefile", "source"),
        ("app/README.md", "source"),
        ("app/templates/docs/page.html", "source"),
        ("tests/test_api.py", "tests"),
        ("tests/README.md", "tests"),
        ("internal/books_test.go", "tests"),
        ("Dockerfile", "infrastructure"),
        ("compose.yaml", "infrastructure"),
        (".github/workflows/ci.yml", "infrastructure"),
        ("README.md", "docs"),
        ("docs/api.md", "docs"),
        (".env.example", "environments"),
        ("requirements.txt", "environments"),
    ],
)
def test_each_file_has_its_part(path: str, part: str) -> None:
    assert plan.part_of(path) == part


@pytest.mark.parametrize(
    "path", [".git/HEAD", "a/.venv/x", ".preview/log", "a/__pycache__/b", "app.db", "x/y.capsule", ".coverage"]
)
def test_leftovers_are_not_kept(path: str) -> None:
    assert not plan.kept(path)


@pytest.mark.parametrize("path", ["db.py", ".gitignore", ".github/ci.yml", "venv.md", "app/dbx"])
def test_what_only_looks_like_a_leftover_is_kept(path: str) -> None:
    assert plan.kept(path)


@pytest.mark.parametrize(
    ("pyproject", "expected"),
    [
        (None, ("my-app", "0.1.0")),
        (b"", ("my-app", "0.1.0")),
        (b'[project]\nname = "../../Evil"\nversion = "1/2"\n', ("evil", "1-2")),
        (b"project = 1\n", ("my-app", "0.1.0")),
    ],
)
def test_a_project_has_a_name_that_is_safe_in_a_path(pyproject: bytes | None, expected: tuple[str, str]) -> None:
    assert plan.identity("My App", pyproject) == expected


STEP = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=12)
PATHS = (
    st.lists(STEP, min_size=1, max_size=4)
    .map("/".join)
    .filter(lambda path: not unsafe(path) and len(path.encode()) < 100)
)


@given(st.dictionaries(PATHS, st.tuples(st.binary(max_size=1500), st.booleans()), max_size=6))
def test_what_was_packed_comes_back(found: dict[str, tuple[bytes, bool]]) -> None:
    expected = [
        File(path=path, content=content, executable=executable) for path, (content, executable) in found.items()
    ]
    folders = {path.rsplit("/", count)[0] for path in found for count in range(1, path.count("/") + 1)}
    if not folders & set(found):
        back = unpack(pack(expected), name="It", limits=Limits())
        assert sorted(back, key=lambda file: file.path) == sorted(expected, key=lambda file: file.path)


@pytest.mark.parametrize("path", ["a" * 101, "é" * 60, "\udcff.py"])
def test_a_path_that_does_not_fit_is_named(path: str) -> None:
    with pytest.raises(UserError, match="does not fit into a capsule"):
        pack([File(path=path, content=b"")])


def test_a_long_path_fits_when_its_folders_do() -> None:
    path = "/".join(["folder" * 5] * 6) + "/name.py"
    assert unpack(pack([File(path=path, content=b"x")]), name="It", limits=Limits())[0].path == path


def test_canonical_json_depends_on_the_value_alone() -> None:
    assert canonical({"b": 1, "a": "ü"}) == '{"a":"ü","b":1}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))
