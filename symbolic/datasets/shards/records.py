"""Records: pieces as NoteSequences in TFRecord files, for the tools that read those."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from symbolic.datasets.shards.pieces import Pieces
from symbolic.datasets.shards.prepared import Prepared
from symbolic.errors import SymbolicError
from symbolic.files.tfrecord import read_tfrecord
from symbolic.score import Score

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows
    from symbolic.tokenizers import Tokenizer


class Records(Prepared):
    """A folder of TFRecords that `symbolic prepare` made, or some of its pieces.

    `records.files` are the files, for TensorFlow; `records[3]` is the score of a piece.
    """

    kind = "tfrecord"

    def windows(self, tokenizer: "Tokenizer", *args: Any, **options: Any) -> "Windows":
        """Batches for training. See `symbolic.datasets.Windows`."""
        from symbolic.datasets.windows import Windows

        return Windows(self, tokenizer, *args, **options)

    def _score(self, number: int) -> Score:
        file, offset, length = self._all[self._number(number)].place
        with open(self.path / file, "rb") as stream:
            stream.seek(offset)
            scores = list(read_tfrecord(stream.read(length)))
        if len(scores) != 1:
            raise SymbolicError(f"{self.path / file} is damaged: prepare into a new folder")
        return scores[0]

    @cached_property
    def _all(self) -> Pieces:
        return Pieces(self.path, self._manifest, None)
