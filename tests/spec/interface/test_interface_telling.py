"""What a text says of each operation."""

from __future__ import annotations

from engines.spec.interface.loading import load_interface
from engines.spec.interface.telling import told

DOCUMENT = """
openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: /api}]
paths:
  /things: {get: {}, post: {}}
  /things/{thingId}: {get: {}, put: {}, delete: {}}
"""


def test_prose_belongs_to_the_operation_it_names() -> None:
    text = (
        'A thing is a thing.\n\n* `POST /api/things` {"name"} makes one. Names are unique.\n'
        "* GET, PUT /things/{id}: 404 if unknown.\n/things/:id DELETE answers 204.\n# Errors\nOne line."
    )
    found = told(text, load_interface(DOCUMENT))
    assert "Names are unique." in found["POST /things"]
    assert found["GET /things/{thingId}"] == found["PUT /things/{thingId}"]
    assert found["DELETE /things/{thingId}"].endswith("answers 204.")
    assert "GET /things" not in found
