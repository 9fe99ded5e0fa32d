"""Names never clash with Python, with what modules import, or with each other."""

from __future__ import annotations

import keyword

import pytest

from engines.kernel.spec import Field, FieldType, Relation
from engines.qlayer.python_fastapi.names import USER, attribute, entity_names, property_name, reference_name, singular
from tests.qlayer.specs import HOSTILE, LIBRARY

T = FieldType


def test_plain_names_stay_plain() -> None:
    book = entity_names(LIBRARY)["book"]
    assert (book.module, book.api_module, book.cls, book.var, book.path) == (
        "book",
        "books",
        "Book",
        "book",
        "/api/books",
    )


def test_clashing_entities_get_names_of_their_own() -> None:
    names = entity_names(HOSTILE)
    assert names["class"].module == "class_"
    assert names["session"].cls == "SessionRecord"
    assert names["select"].var == "select_record"
    assert names["user"] is USER
    assert names["base"].path == "/api/base-records"
    for one in names.values():
        assert not keyword.iskeyword(one.module)
        assert not keyword.iskeyword(one.var)


def test_two_entities_with_one_plural_live_apart() -> None:
    names = entity_names(HOSTILE)
    assert names["list"].path != names["table"].path
    assert len({one.table for one in names.values()}) == len(names)


@pytest.mark.parametrize("name", ["class", "metadata", "registry", "json", "model_config", "property", "id"])
def test_attributes_avoid_what_classes_use(name: str) -> None:
    assert attribute(name) != name


def test_files_are_referred_to_by_id() -> None:
    assert property_name(Field(name="logo", type=T.IMAGE)) == "logo_file_id"
    assert property_name(Field(name="cv_file", type=T.FILE)) == "cv_file_id"


def test_many_references_are_named_in_the_singular() -> None:
    assert reference_name(Relation(name="categories", target="category", many=True), USER) == "category_ids"
    assert singular("boxes") == "box"
    assert singular("class") == "class"
