"""Compare generated pieces with real ones: everything that can be said without the model."""

from collections.abc import Iterable

from symbolic.evaluation import novelty, pieces, repetition, statistics
from symbolic.evaluation.baselines import framed
from symbolic.evaluation.histograms import FEATURES, table
from symbolic.evaluation.passages import passages
from symbolic.evaluation.plots import Bars, Matrix, Shares
from symbolic.evaluation.report import Report
from symbolic.score import Score
from symbolic.score.summary import counted
from symbolic.tokenizers import Tokenizer

OURS, REAL, CEILING = "generated", "held-out", "real against real"


def compare(
    generated: Iterable[Score],
    heldout: Iterable[Score],
    training: Iterable[Score] = (),
    tokenizer: Tokenizer | None = None,
    title: str = "",
) -> Report:
    """Report on generated pieces beside held-out ones.

    Parameters
    ----------
    generated
        What a model wrote.
    heldout
        Real pieces that it did not learn from.
    training
        The pieces that it learned from; without them, nothing is said of novelty.
    tokenizer
        The model's, to also count different tokens, in as many tokens of both.

    Returns
    -------
    Report
        With the sections "statistics", where what one half of the held-out pieces reaches beside
        the other is the ceiling, "pieces", "repetition" and "novelty".

    Examples
    --------
    >>> tunes = [
    ...     Score(480, notes=[(480 * n, 480, 60 + (n * step) % 12, 80, 0) for n in range(16)])
    ...     for step in (1, 3, 5, 7)
    ... ]
    >>> report = compare(tunes[:1], tunes[1:3], tunes[3:])
    >>> list(report.sections)
    ['statistics', 'pieces', 'repetition', 'novelty']
    >>> report.sections["statistics"]["duration_overlap"]
    {'generated': 1.0, 'real against real': 1.0}
    """
    ours, real = statistics.validate(generated, heldout)
    title = title or f"{counted(len(ours), 'piece')} beside {len(real):,} held out"
    report = Report(title)
    report.add("statistics", OURS, statistics.evaluate(ours, real))
    if len(real) > 1:
        report.add("statistics", CEILING, statistics.ceiling(real))
    for column, scores in ((OURS, ours), (REAL, real)):
        report.add("pieces", column, pieces.evaluate(scores))
    _add_repetition(report, ours, real, tokenizer)
    for feature, (_, labels) in FEATURES.items():
        rows = {column: table(feature, s).sum(0) for column, s in ((OURS, ours), (REAL, real))}
        shares = {column: row / max(row.sum(), 1) for column, row in rows.items()}
        report.panels.append(Bars(feature.replace("_", " "), labels, shares))
    if learned := list(training):
        _add_novelty(report, ours, real, learned)
    for column, scores in ((OURS, ours), (REAL, real)):
        if scores[0].bars > 1:
            title = f"likeness of bars, first {column} piece"
            part = scores[0].slice(bars=(0, repetition.MOST_BARS))
            report.panels.append(Matrix(title, repetition.bar_similarity(part)))
    return report


def _add_repetition(
    report: Report, ours: list[Score], real: list[Score], tokenizer: Tokenizer | None
) -> None:
    """Figures that depend on how much there is look at as many notes or tokens of both sets."""
    most = min(int((of.lengths - 1).clip(0).sum()) for of in (passages(ours), passages(real)))
    for column, scores in ((OURS, ours), (REAL, real)):
        report.add("repetition", column, repetition.evaluate(scores, most))
    if tokenizer is None:
        return
    lines = [list(framed(scores, tokenizer)) for scores in (ours, real)]
    most = min(sum(map(len, each)) for each in lines)
    for column, each in zip((OURS, REAL), lines, strict=True):
        different = repetition.distinct_tokens(each, most)
        report.add("repetition", column, {"distinct_tokens": different})


def _add_novelty(
    report: Report, ours: list[Score], real: list[Score], learned: list[Score]
) -> None:
    found = novelty.copies([*ours, *real], learned)
    bars = {}
    for column, part in ((OURS, slice(len(ours))), (REAL, slice(len(ours), None))):
        mine = novelty.Copies(*(values[part] for values in found))
        report.add("novelty", column, novelty.summary(mine))
        bars[column] = mine.bars
    report.panels.append(Shares("longest copy from training", "bars, at least", bars))
