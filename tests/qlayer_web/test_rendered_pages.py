"""The pages of generated applications: sound HTML, labelled controls, nothing from elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser

import pytest

from engines.kernel.tree import SourceTree
from engines.qlayer import load_blueprint, render
from tests.qlayer.specs import SPECS

WEB = [name for name, spec in SPECS.items() if spec.kind == "web"]
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta"}


@lru_cache(maxsize=8)
def tree(name: str) -> SourceTree:
    return render(SPECS[name], load_blueprint("python-fastapi"))


def pages(name: str) -> dict[str, str]:
    return {path: text.decode() for path, text in tree(name).files.items() if path.endswith(".html")}


class Balance(HTMLParser):
    """Remembers which elements are open, and complains about an end without a start."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<use/>` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                self.wrong.append(tag)
        else:
            self.wrong.append(tag)


@pytest.mark.parametrize("name", WEB)
def test_pages_are_balanced(name: str) -> None:
    for path, text in pages(name).items():
        balance = Balance()
        balance.feed(re.sub(r"\{[{%#].*?[}%#]\}", "", text, flags=re.DOTALL))
        assert not balance.wrong, (path, balance.wrong)
        assert not balance.open, (path, balance.open)


@pytest.mark.parametrize("name", WEB)
def test_no_page_carries_a_script_or_a_style_of_its_own(name: str) -> None:
    for path, text in pages(name).items():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)|javascript:", text), path


@pytest.mark.parametrize("name", WEB)
def test_every_form_that_changes_something_is_protected(name: str) -> None:
    for path, text in pages(name).items():
        for form in re.findall(r'<form[^>]*method="post".*?</form>', text, flags=re.DOTALL):
            assert 'name="csrf_token"' in form, path


@pytest.mark.parametrize("name", WEB)
def test_every_control_has_a_label(name: str) -> None:
    for path, text in pages(name).items():
        for control in re.findall(
            r"<(?:input|select|textarea)\b(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*>", text, flags=re.DOTALL
        ):
            own = re.search(r' id="([^"]+)"', control)
            labelled = 'type="hidden"' in control or "aria-label=" in control or 'id="{{ name }}"' in control
            labelled = labelled or (own is not None and f'<label for="{own[1]}"' in text)
            inside = re.search(rf"<label[^>]*>[^\n]*{re.escape(control)}", text)
            assert labelled or inside, (path, control)


@pytest.mark.parametrize("name", WEB)
def test_every_control_that_a_page_draws_is_imported(name: str) -> None:
    macros = set(re.findall(r"{% macro (\w+)\(", pages(name)["app/web/templates/_controls.html"]))
    assert {"badge", "icon", "select"} <= macros
    for path, text in pages(name).items():
        if path.endswith("_controls.html"):
            continue
        imported = re.findall(r'{% from "_controls.html" import ([\w, ]+) with context %}', text)
        drawn = macros & set(re.findall(r"(?:{{|{% call) ?(\w+)\(", text))
        assert drawn <= set(", ".join(imported).split(", ")), path


@pytest.mark.parametrize("name", WEB)
def test_static_files_reach_for_nothing_elsewhere(name: str) -> None:
    for path, content in tree(name).files.items():
        if path.startswith("app/static/"):
            text = content.decode().replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"https?://|@import|//cdn", text), path


@pytest.mark.parametrize("name", WEB)
def test_the_sprite_holds_just_the_icons_in_use(name: str) -> None:
    sprite = tree(name).files["app/static/icons.svg"].decode()
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', sprite))
    text = "".join(pages(name).values())
    named = set(re.findall(r'icon\("([a-z-]+)"', text)) | set(re.findall(r'nothing\("([a-z-]+)"', text))
    assert named <= drawn
    for missing in re.findall(r'"([a-z-]+)" if (?:code|up|viewer)', text):
        assert missing in drawn


def test_a_program_without_pages_has_none() -> None:
    api = next(spec for spec in SPECS.values() if spec.kind == "api")
    assert not [path for path in tree(api.name).files if path.startswith(("app/web/", "app/static/"))]


def test_the_style_sheet_is_the_designers_own() -> None:
    text = tree(WEB[0]).files["app/static/web.css"]
    assert text.startswith(b"/* Generated applications: one file, no build step, no network.")
    assert text == tree(WEB[-1]).files["app/static/web.css"]
