from .errors import MissingExtraError as MissingExtraError
from .errors import SymbolicError as SymbolicError
from .errors import UnreadableError as UnreadableError
from .score import Score as Score
from .score import Timeline as Timeline
from .score import Track as Track

from .version import __version__ as __version__
