"""Random lines of tokens, each one that the grammar lets follow."""

import numpy as np


def random_walk(tok, batch, count, rng):
    """Take kinds at random, then a token of the kind, often the first or last that may follow.

    Returns the tokens, (batch, count), for each line where it last may end, and the state.
    """
    grammar, kinds = tok.grammar, list(tok.vocabulary.kinds.values())
    liking = rng.choice([0.3, 1, 3], len(kinds))
    state = grammar.start(batch)
    ids, ends = np.zeros((batch, count), np.int64), np.zeros(batch, int)
    for column in range(count):
        ends[grammar.complete(state)] = column
        mask = grammar.mask(state)
        open_kinds = np.column_stack([mask[:, list(kind.ids)].any(axis=1) for kind in kinds])
        assert open_kinds.any(axis=1).all(), "a dead end"
        kind = (rng.random(open_kinds.shape) * liking * open_kinds).argmax(axis=1)
        weights = rng.random(mask.shape)
        slope = rng.choice([-2, 0, 0, 2], batch)[:, None]
        weights += slope * np.arange(mask.shape[1]) / mask.shape[1] * 20 + 100
        weights *= mask & (tok.vocabulary.kind_of == kind[:, None])
        ids[:, column] = weights.argmax(axis=1)
        state = grammar.advance(state, ids[:, column])
    return ids, ends, state
