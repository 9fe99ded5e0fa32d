"""Reads every brief and reports what kinds of facts are missed.

python -m tests.reading.report            figures of both parts; the misses of the part we learn from
python -m tests.reading.report --only ID  one brief or paraphrase (parking-permits-1), with all its misses
python -m tests.reading.report --kind rules
python -m tests.reading.report --snippets the same for texts of a few sentences, each about one kind of fact
"""

from __future__ import annotations

import argparse
from collections import Counter

from engines.spec import read_brief
from tests.reading.corpus import Brief, briefs, paraphrases
from tests.reading.score import KINDS, Score, score


def scored(brief: Brief) -> Score | None:
    """The score of a brief with entities; None for refusals, questions and other kinds of application."""
    if "entities" not in brief.expect:
        return None
    return score(read_brief(brief.text).spec, brief.expect)


def ends_as_expected(brief: Brief) -> bool | None:
    """Whether a brief that must be refused is, and one that needs answers asks; None for all others."""
    if brief.expect.get("refused"):
        return bool(read_brief(brief.text).refusal)
    if brief.expect.get("clarify"):
        return bool(read_brief(brief.text).spec.questions)
    return None


def total(scores: list[Score]) -> str:
    """One line: the share of each kind over all briefs, and the mean of the briefs."""
    shares = []
    for kind in KINDS:
        possible = sum(s.possible[kind] for s in scores)
        if possible:
            shares.append(f"{kind} {sum(s.won[kind] for s in scores) / possible:.3f}")
    mean = sum(s.mean for s in scores) / len(scores) if scores else 0.0
    return f"{len(scores):>4} briefs, mean {mean:.3f}: " + ", ".join(shares)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--snippets", action="store_true", help="read the short texts")
    parser.add_argument("--worst", type=int, default=0, help="show the misses of so many briefs")
    asked = parser.parse_args()
    known = briefs("snippets" if asked.snippets else "corpus")
    if asked.only:
        known += [*briefs("snippets"), *(brief for group in paraphrases().values() for brief in group)]
    wanted = [brief for brief in known if not asked.only or brief.id in asked.only]
    rows = [(brief, found) for brief in wanted if (found := scored(brief)) is not None]
    learn = [(brief, found) for brief, found in rows if not brief.held_out]
    shown = rows if asked.only else sorted(learn, key=lambda row: row[1].mean)
    for brief, found in shown[: asked.worst or len(shown)]:
        lines = [miss for miss in found.misses if asked.kind in (None, miss[0])]
        if lines:
            print(f"{brief.id} ({brief.style}) {found.mean:.3f}")
            print("\n".join(f"    {kind}: {miss}" for kind, miss in lines))
    if asked.only:
        return
    print("misses by kind:", dict(Counter(kind for _, found in learn for kind, _ in found.misses)))
    rules = Counter(miss.split()[0] for _, found in learn for kind, miss in found.misses if kind == "rules")
    print("missed rules by kind:", dict(rules))
    for style in sorted({brief.style for brief, _ in learn}):
        print(f"  {style:16}", total([found for brief, found in learn if brief.style == style]))
    wrong = [b.id for b in briefs() if ends_as_expected(b) is False and not b.held_out]
    print("neither refused nor asked as expected:", wrong)
    print("learned from:", total([found for _, found in learn]))
    print("held out:    ", total([found for brief, found in rows if brief.held_out]))
    for name, group in ({} if asked.snippets else paraphrases()).items():
        means = [found.mean for brief in group if (found := scored(brief)) is not None]
        print(f"paraphrases of {name}: spread {max(means) - min(means):.3f}, {[round(m, 2) for m in means]}")


if __name__ == "__main__":
    main()
