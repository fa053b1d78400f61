"""Windows: batches for training, drawn anew in every epoch."""

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from symbolic.datasets.windows import doors
from symbolic.datasets.windows.augmentation import Augmentation
from symbolic.datasets.windows.cache import Cache
from symbolic.datasets.windows.epochs import Epochs
from symbolic.datasets.windows.labels import labels_of
from symbolic.datasets.windows.options import ROWS, options
from symbolic.datasets.windows.plan import Plan, planned
from symbolic.datasets.windows.position import Position
from symbolic.datasets.windows.source import Pieces, Source
from symbolic.errors import SymbolicError
from symbolic.score.checks import whole
from symbolic.score.summary import counted
from symbolic.tokenizers import Tokenizer
from symbolic.tokenizers.windows.tokenizer import WindowTokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


class Windows(Epochs):
    """Pieces cut into windows of one length, in batches; `model.fit` of Keras takes it as it is.

    No window crosses from one piece to another. In every epoch the windows of a piece begin
    elsewhere, and together they hold all of its tokens; the order is random over the whole set.
    Everything that is drawn follows from the seed, the epoch and a number alone: any batch of
    any epoch can be had at once, in any process, and is always the same.

    Parameters
    ----------
    source
        A corpus, shards or a list of scores.
    tokenizer
        For lines of tokens windows are cut here. Melody, drum, trio and groove tokenizers cut
        the windows themselves.
    length, hop
        Tokens in a window, and from one window to the next at most. By default 128, or 8 bars;
        and as many, so that windows overlap by no more than covering a piece needs.
    batch_size
        Windows in a batch. The last batch of an epoch may have fewer.
    transpose
        Semitones, one number or several to draw from: `range(-5, 7)`. Drawn for every piece in
        every epoch, for windows of a melody or trio for each of them, among those that keep all
        notes in range. Drums stay.
    stretch
        A factor by which time is stretched, a list of factors to draw from, or a tuple (low,
        high). It is the tempo that changes, so only tokens that tell tempo or seconds do.
    seed
        Of all that is drawn.
    by
        "tokens", or "bars": then `length` and `hop` count bars, and each window is encoded by
        itself, beginning with its own meter, tempo and programs.
    shuffle
        False takes pieces in their order and the same windows in every epoch: for validation.
        What `transpose` and `stretch` ask for is drawn all the same.
    layout
        "padded": short windows are filled up on the right. "bucketed": windows of like length
        share batches of several widths; this is the default for bars. "packed": short windows
        share a row; the inputs are then a dict of "tokens" and "segments", which count the
        windows in a row, and a model must forget what it read wherever the segment changes.
    task
        "next", for lines: batches are (tokens, next tokens, weights), with weight 0 where a row
        is filled up. "windows": batches are the windows alone, as the default for those
        tokenizers that cut them; with "next" these have a silent step before each window, as
        their tokens have none for the start.
    drop_remainder
        Whether to leave out a last batch that is not full.
    distinct
        Take only the first of equal windows. For tokenizers that cut them.
    longest
        Tokens at which a window of bars is cut off: 4,096 by default. `passed` counts them.
    labels
        What a model is told of the piece of each window: names of facts ("key", "meter", "mode",
        "instrument"), or a dict whose values are functions of a `Piece`, None for the fact of
        that name, or the values of other windows' `labels`. Inputs are then a dict of "tokens"
        and, for each label, the index of its value in `labels`; 0 where it is not known. The
        key moves with the transposition. Tokenizers that cut windows also have "chords": the
        triad at every step, by the score's own symbols or as heard in it.
    unlabelled
        How probably a label is shown as 0, drawn for every window, epoch and label, so that a
        model can do without: .1, or 0 with shuffle=False.
    cache_mb
        Megabytes of encoded pieces to keep.

    Notes
    -----
    Give `fit` shuffle=False: or else Keras takes the batches of an epoch in an order of its own,
    which no state can tell.

    Windows are counted once, when they are first needed. Some tokens, as byte pairs and chords,
    are more or fewer when a piece is transposed. There is room for as much as a sample of pieces
    grows; of one that outgrows it, a little is left out, elsewhere in every epoch.

    Examples
    --------
    >>> from symbolic.score import Score
    >>> from symbolic.tokenizers import BarTokenizer
    >>> rows = [(240 * n, 240, 60 + n % 12, 80, 0) for n in range(100)]
    >>> windows = Windows([Score(480, notes=rows)], BarTokenizer(), length=64, batch_size=4)
    >>> len(windows), windows.count
    (2, 8)
    >>> windows
    <Windows: 8 windows of 64 tokens from 1 piece, batches of 4, 2 an epoch>
    >>> tokens, following, weights = windows[0]
    >>> tokens.shape, bool((tokens[:, 1:] == following[:, :-1]).all())
    ((4, 64), True)
    >>> len([batch for batch in windows]), windows.epoch
    (2, 1)
    """

    def __init__(
        self,
        source: Source,
        tokenizer: Tokenizer,
        length: int | None = None,
        hop: int | None = None,
        batch_size: int = 64,
        transpose: "int | Iterable[int]" = 0,
        stretch: "float | Iterable[float]" = 1.0,
        seed: int = 0,
        by: str = "tokens",
        *,
        shuffle: bool = True,
        layout: str | None = None,
        task: str | None = None,
        drop_remainder: bool = False,
        distinct: bool = False,
        longest: int | None = None,
        labels: "Iterable[str] | Mapping[str, Any] | None" = None,
        unlabelled: float | None = None,
        cache_mb: int = 512,
    ):
        self._options = options(
            tokenizer,
            length=length,
            hop=hop,
            longest=longest,
            batch_size=batch_size,
            seed=seed,
            by=by,
            shuffle=shuffle,
            layout=layout,
            task=task,
            drop_remainder=drop_remainder,
            distinct=distinct,
        )
        self.source, self.tokenizer = source, tokenizer
        self._augmentation = Augmentation(transpose, stretch, self._options.seed)
        if self._options.unit == ROWS and self._augmentation.stretches:
            raise SymbolicError(
                f"windows of {type(tokenizer).__name__} tell no tempo, which is what stretch "
                "changes: leave it out"
            )
        self._cache = Cache(whole("cache_mb", cache_mb, 0, 2**31) * 2**20)
        self._pieces = Pieces(source, tokenizer)
        self._labels = labels_of(self._pieces, labels, unlabelled, self._options)
        self._share = slice(None)
        self._position = Position()

    @cached_property
    def _plan(self) -> Plan:
        asked = self._options, self._augmentation
        return planned(self._pieces, self.tokenizer, *asked, self._cache, self._labels)

    # -- how much there is ------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many windows in an epoch."""
        return len(self._plan.cut)

    @property
    def length(self) -> int:
        """Tokens, bars or steps in a window."""
        if isinstance(self.tokenizer, WindowTokenizer):
            return self.tokenizer.length
        return self._options.length

    @property
    def task(self) -> str:
        """What batches are for: "next" or "windows"."""
        return self._options.task

    @property
    def batch_size(self) -> int:
        """Windows in a batch."""
        return self._options.batch_size

    @property
    def layout(self) -> str:
        """How batches are laid out: "padded", "bucketed" or "packed"."""
        return self._options.layout

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The values of every label, "" first, by which its indices are read."""
        return self._labels.values

    @property
    def passed(self) -> Counter:
        """How much was passed over, for each reason."""
        return Counter(self._plan.cut.passed)

    # -- doors to the frameworks: see symbolic/datasets/windows/doors.py -----------------

    to_keras = doors.to_keras
    to_tf_dataset = doors.to_tf_dataset
    to_torch = doors.to_torch
    to_numpy = doors.to_numpy

    def __repr__(self) -> str:
        if "_plan" not in self.__dict__:
            return f"<Windows of {type(self.tokenizer).__name__}: not counted yet>"
        options, order = self._options, self._plan.layout.order
        unit = "" if options.unit == ROWS else f" of {counted(options.length, options.unit[:-1])}"
        pieces = counted(len(self.source), "piece")
        return (
            f"<Windows: {counted(self.count, 'window')}{unit} from {pieces}, "
            f"batches of {order.batch_size}, {len(self):,} an epoch>"
        )
