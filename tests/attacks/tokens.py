"""Credentials that are tampered with, ended or guessed."""

from collections.abc import Iterator

from tests.attacks.exploring import LOGOUT, PASSWORD, logins, meet
from tests.attacks.target import Person, Target
from tests.openapi.document import Operation
from tests.openapi.model import AttackClass
from tests.openapi.values import FUNCTIONS

GUESSES = 40


def token_tampering(target: Target, anna: Person, bert: Person) -> None:
    """A token with another algorithm, key, claim, end or letter is none; nor is one after logging out."""
    opened = _opened(target, anna)
    if opened is None or not anna.token:
        return
    with target.attacking(AttackClass.TOKEN_TAMPERING):
        for how, token in _tampered(anna.token):
            thief = Person(
                "thief", {n: v.replace(anna.token, token) for n, v in anna.headers.items()}, {}, dict(anna.query)
            )
            thief.query = {n: v.replace(anna.token, token) for n, v in anna.query.items()}
            if target.send(target.honest(opened, anna), thief).is_success:
                target.finding(opened, f"takes a token that is {how}")
        _after_logging_out(target)


def _tampered(token: str) -> Iterator[tuple[str, str]]:
    for how in ("unsigned", "resigned", "raised", "bent"):
        yield how, FUNCTIONS[how](token)
    yield "cut short", token[:-1]
    yield "empty", ""
    yield "in capitals", token.upper() if token.upper() != token else token.lower()
    yield "longer", f"{token}A"
    if token.count(".") == 2:
        yield "without its signature", token.rpartition(".")[0] + "."


def _opened(target: Target, who: Person) -> Operation | None:
    """An operation that somebody's credentials open."""
    for operation in target.operations("GET"):
        if target.secured(operation) and target.send(target.honest(operation, who), who).is_success:
            return operation
    return None


def _after_logging_out(target: Target) -> None:
    ending = next((one for one in target.operations() if LOGOUT.search(one.path) and target.secured(one)), None)
    if ending is None:
        return
    carla = meet(target, "carla")
    opened = _opened(target, carla)
    if opened and target.send(target.honest(ending, carla), carla).is_success:
        again = target.send(target.honest(opened, carla), carla)
        if again.is_success:
            target.finding(opened, "takes a token after logging out")


def brute_force(target: Target, anna: Person, bert: Person) -> None:
    """Whoever guesses passwords is stopped, and does not lock out others."""
    with target.attacking(AttackClass.BRUTE_FORCE):
        for operation in logins(target):
            request = target.honest(operation, Person("guesser"), mark="guessed")
            if not isinstance(request.body, dict):
                continue
            statuses = []
            for number in range(GUESSES):
                request.body = {
                    n: f"wrong-{number}-Guess" if PASSWORD.search(n) else v for n, v in request.body.items()
                }
                statuses.append(target.send(request).status_code)
                if statuses[-1] in (423, 429):
                    break
            if not {423, 429} & set(statuses):
                target.finding(operation, f"lets one guess {GUESSES} times")
            dora = meet(target, "dora")
            if anna.is_known and not dora.is_known:
                target.finding(operation, "keeps others out after guesses of one")
