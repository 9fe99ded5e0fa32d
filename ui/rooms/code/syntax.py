"""Colours of code, a line at a time: Pygments lexers whose stack of states is kept from line to line. No Qt.

A role of the theme stands for each kind of word. Pygments is imported when the first file is opened.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol

Span = tuple[int, int, str]
State = Hashable
START: State = ()
LONGEST = 4_000
"""Longer lines stay plain: they are data, and lexers take their time over them."""


class LineLexer(Protocol):
    """Colours one line that begins in a state; tells the state behind it."""

    def line(self, text: str, state: State) -> tuple[list[Span], State]: ...


@lru_cache(maxsize=64)
def lexer_for(path: str) -> LineLexer | None:
    """The lexer of a file by its name; None for one that is nobody's language. Slow the first time: call it in a thread."""
    from pygments.lexer import DelegatingLexer, RegexLexer
    from pygments.lexers import TextLexer, get_lexer_by_name, get_lexer_for_filename
    from pygments.util import ClassNotFound

    name = path.rpartition("/")[2].removesuffix(".jinja").removesuffix(".j2")
    try:
        lexer: Any = get_lexer_by_name("html+jinja") if name.endswith(".html") else get_lexer_for_filename(name)
    except ClassNotFound:
        return None
    if isinstance(lexer, TextLexer):
        return None
    if isinstance(lexer, DelegatingLexer):
        parts: Any = lexer
        return _Within(_Stacked(parts.root_lexer), _Stacked(parts.language_lexer))
    return _Stacked(lexer) if isinstance(lexer, RegexLexer) else _Stateless(lexer)


def role_of(token: Any, text: str) -> str:
    """The theme's role of a kind of token; '' for plain text."""
    while token is not None:
        found = _roles().get(token)
        if found is not None:
            return found
        if not len(token):
            break
        token = token.parent
    return "info" if text[:1].isupper() and not text.isupper() and text.isidentifier() else ""


@lru_cache(maxsize=1)
def _roles() -> dict[Any, str]:
    from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, Token

    return {
        Comment: "text_3",
        Keyword: "plum",
        Keyword.Type: "info",
        Operator.Word: "plum",
        String: "success",
        String.Interpol: "text",
        Literal: "success",
        Literal.Date: "warning",
        Number: "warning",
        Name.Function: "accent_text",
        Name.Function.Magic: "accent_text",
        Name.Decorator: "accent_text",
        Name.Tag: "accent_text",
        Name.Class: "info",
        Name.Builtin: "info",
        Name.Builtin.Pseudo: "plum",
        Name.Exception: "info",
        Name.Attribute: "info",
        Name.Variable: "info",
        Name.Constant: "warning",
        Name.Entity: "warning",
        Generic.Heading: "accent_text",
        Generic.Subheading: "accent_text",
        Generic.Strong: "text",
        Generic.Deleted: "danger",
        Generic.Inserted: "success",
        Token.Text: "",
        Token.Punctuation: "",
        Operator: "",
    }


def _spans(tokens: Sequence[tuple[int, Any, str]]) -> list[Span]:
    """Coloured pieces; neighbours of one role become one."""
    found: list[Span] = []
    for at, token, value in tokens:
        role = role_of(token, value)
        length = len(value.rstrip("\n"))
        if not role or not length:
            continue
        if found and found[-1][2] == role and found[-1][0] + found[-1][1] == at:
            found[-1] = (found[-1][0], found[-1][1] + length, role)
        else:
            found.append((at, length, role))
    return found


class _Stateless:
    """A lexer whose words never reach over a line's end."""

    def __init__(self, lexer: Any) -> None:
        self._lexer = lexer

    def line(self, text: str, state: State) -> tuple[list[Span], State]:
        return _spans([(at, token, value) for at, token, value in self._lexer.get_tokens_unprocessed(text)]), START


class _Stacked:
    """A lexer of regular expressions: what is left on its stack (and of its own context) is the state."""

    def __init__(self, lexer: Any) -> None:
        from pygments.lexer import ExtendedRegexLexer

        self._lexer, self._own_context = lexer, isinstance(lexer, ExtendedRegexLexer)

    def line(self, text: str, state: State) -> tuple[list[Span], State]:
        if len(text) > LONGEST:
            return [], state
        tokens, after = self.tokens(text + "\n", state)
        return _spans(tokens), after

    def tokens(self, text: str, state: State) -> tuple[list[tuple[int, Any, str]], State]:
        return self._in_context(text, state) if self._own_context else self._by_stack(text, state)

    def _in_context(self, text: str, state: State) -> tuple[list[tuple[int, Any, str]], State]:
        """Lexers that keep more than a stack, such as YAML's indentation."""
        context = self._new_context(text)
        for name, value in _thawed(state):
            setattr(context, name, list(value) if isinstance(value, tuple) else value)
        tokens = [(at, token, value) for at, token, value in self._lexer.get_tokens_unprocessed(text, context)]
        kept = {name: value for name, value in vars(context).items() if name not in ("text", "pos", "end")}
        return tokens, tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in sorted(kept.items()))

    def _new_context(self, text: str) -> Any:
        from pygments.lexer import LexerContext
        from pygments.lexers.data import YamlLexer, YamlLexerContext

        return (YamlLexerContext if isinstance(self._lexer, YamlLexer) else LexerContext)(text, 0)

    def _by_stack(self, text: str, state: State) -> tuple[list[tuple[int, Any, str]], State]:
        stack = list(_names(state)) or ["root"]
        found: list[tuple[int, Any, str]] = []
        at, idle = 0, 0
        while at < len(text):
            for matches, action, change in self._lexer._tokens[stack[-1]]:
                match = matches(text, at)
                if match is None:
                    continue
                found += _acted(self._lexer, action, match, at)
                idle = idle + 1 if match.end() == at else 0
                at = match.end()
                _change(stack, change)
                break
            else:
                if text[at] == "\n":
                    stack = ["root"]
                at += 1
            if idle > 50:  # rules that lead to each other without reading a letter
                at, idle = at + 1, 0
        return found, tuple(stack)


class _Within:
    """A language inside another, such as Jinja in HTML: each keeps its own state."""

    def __init__(self, outer: Any, inner: Any) -> None:
        self._outer, self._inner = (
            outer if isinstance(outer, _Stacked) else _Stacked(outer()),
            inner if isinstance(inner, _Stacked) else _Stacked(inner()),
        )

    def line(self, text: str, state: State) -> tuple[list[Span], State]:
        from pygments.token import Other

        if len(text) > LONGEST:
            return [], state
        outer, inner = _pair(state)
        tokens, inner = self._inner.tokens(text + "\n", inner)
        found: list[tuple[int, Any, str]] = []
        for at, token, value in tokens:
            if token is Other:
                within, outer = self._outer.tokens(value, outer)
                found += [(at + place, kind, word) for place, kind, word in within]
            else:
                found.append((at, token, value))
        return _spans(found), (outer, inner)


def _acted(lexer: Any, action: Any, match: Any, at: int) -> Iterator[tuple[int, Any, str]]:
    from pygments.token import _TokenType

    if action is None:
        return
    if type(action) is _TokenType:
        yield at, action, match.group()
    else:
        yield from ((place, token, value) for place, token, value in action(lexer, match) if value)


def _change(stack: list[Any], change: Any) -> None:
    """What a rule does to the stack of states, as RegexLexer does it."""
    if isinstance(change, tuple):
        for name in change:
            _change(stack, name)
    elif isinstance(change, int):
        if abs(change) >= len(stack):
            del stack[1:]
        else:
            del stack[change:]
    elif change == "#pop":
        if len(stack) > 1:
            stack.pop()
    elif change == "#push":
        stack.append(stack[-1])
    elif change is not None:
        stack.append(change)


def _names(state: State) -> tuple[Any, ...]:
    return state if isinstance(state, tuple) else ()


def _thawed(state: State) -> tuple[tuple[str, Any], ...]:
    return state if isinstance(state, tuple) else ()


def _pair(state: State) -> tuple[State, State]:
    return (state[0], state[1]) if isinstance(state, tuple) and len(state) == 2 else (START, START)
