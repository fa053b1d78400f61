"""Claims: a 5-gram model counts 3 million tokens in seconds, and the copies of hundreds of pieces
from thousands are found in seconds.

All over the built-in folk corpus, split by piece. It also prints what held-out pieces themselves
reach, which is what to hold a model's figures beside.

    python benchmarks/evaluation.py
"""

import resource

from stopwatch import seconds

import symbolic as sy
from symbolic.evaluation import BASELINES, NGram, Report, compare, framed, novelty
from symbolic.evaluation.passages import passages


def main() -> None:
    train, valid, test = (list(part) for part in sy.load_corpus("folk").split())
    print(f"{len(train):,} pieces to learn from, {len(valid):,} and {len(test):,} held out\n")
    report = Report()
    count(train, test, report)
    find(train, test)
    print(f"\n{report}\n\n{compare(valid, test, train, tokenizer=sy.BarTokenizer())}")


def count(train: list, test: list, report: Report) -> None:
    """Fit and ask the baselines."""
    tokenizer = sy.BarTokenizer()
    lines, heard = (list(framed(part, tokenizer)) for part in (train, test))
    tokens, asked = (sum(map(len, part)) for part in (lines, heard))
    notes = sum(map(len, test))
    for name, order in BASELINES.items():
        model = NGram(order, len(tokenizer))
        fitting = seconds(lambda model=model: model.fit(lines))
        asking = seconds(lambda model=model: [model.nll(line) for line in heard])
        figures = {}
        evaluating = seconds(lambda model=model, f=figures: f.update(model.evaluate(heard, notes)))
        report.add("likelihood", name, figures)
        print(
            f"{name:8} {tokens:,} tokens counted in {fitting:.1f} s; "
            f"{asked:,} asked in {asking:.1f} s, with ranks in {evaluating:.1f} s"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


def find(train: list, test: list) -> None:
    """Index the training pieces and find the copies of the others."""
    held = []
    reading = seconds(lambda: held.append(passages(train)))
    finding = seconds(lambda: novelty.copies(test, held[0]))
    print(
        f"novelty  {len(train):,} pieces, {len(held[0].steps):,} notes, laid out in {reading:.1f} s; "
        f"the copies of {len(test):,} pieces found in {finding:.1f} s"
    )


if __name__ == "__main__":
    main()
