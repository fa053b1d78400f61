"""Random scores for property tests: `from_type(Score)` draws one."""

from hypothesis import strategies as st

from symbolic.score import Score, Track

LONGEST = 40_000  # ticks
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@st.composite
def performed_scores(draw) -> Score:
    """A score with every kind of event, at any tick."""
    time = st.integers(0, LONGEST)
    tracks = draw(st.lists(st.builds(Track, TEXT, st.integers(0, 127), st.booleans()), max_size=4))
    track = st.integers(0, len(tracks) - 1) if tracks else st.nothing()
    lyric_track = st.integers(-1, len(tracks) - 1)
    value = st.integers(0, 127)

    def rows(*columns, unique_by=None, limit=12):
        if any(column.is_empty for column in columns):
            return []
        return draw(st.lists(st.tuples(*columns), max_size=limit, unique_by=unique_by))

    def by_time(row):
        return row[0]

    fifths = st.integers(-7, 7)
    denominator = st.sampled_from([1, 2, 4, 8, 16])
    return Score(
        draw(st.sampled_from([1, 96, 220, 480, 960, 10080, 32767])),
        tracks,
        notes=rows(time, time, value, st.integers(1, 127), track, limit=30),
        tempos=rows(time, st.integers(50_000, 4_000_000), unique_by=by_time),
        meters=rows(time, st.integers(1, 15), denominator, unique_by=by_time),
        keys=rows(time, fifths, st.booleans(), unique_by=by_time),
        controls=rows(time, value, value, track),
        bends=rows(time, st.integers(-8192, 8191), track),
        lyrics=rows(time, TEXT, lyric_track),
        markers=rows(time, TEXT),
        texts=rows(time, st.sampled_from(["text", "cue", "chord"]), TEXT, lyric_track),
        title=draw(TEXT),
    )


st.register_type_strategy(Score, performed_scores())
