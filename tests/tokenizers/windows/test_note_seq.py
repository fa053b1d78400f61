"""note-seq as the witness: over real files in 4/4 its melodies and drum tracks are ours."""

import numpy as np
import pytest

from symbolic.files import read
from symbolic.tokenizers.windows import DrumTokenizer, MelodyTokenizer

pytestmark = [pytest.mark.shared, pytest.mark.slow]

BAR = 16
LINES = ["nottingham/melody", "lieder/voice"]


@pytest.fixture(scope="module")
def ns():
    return pytest.importorskip("note_seq")


def sample(shared, folder, count):
    """Some files of a folder, spread over it."""
    paths = sorted((shared / "data" / folder).glob("*.mid"))
    return paths[:: max(1, len(paths) // count)]


def quantized(ns, score):
    """What note-seq makes of a score, or None where it refuses or hears another meter.

    Nor does it hear a bar cut short, such as a pickup before a repeat: its bar lines go on.
    At 120 BPM, because it counts in seconds: at other tempos a few onsets that lie exactly
    between two steps (20 of 94,620 times in the grooves) fall back by the error of a float.
    """
    if (score.meters["time"] % (4 * score.resolution)).any():
        return None
    sequence = score.set_tempo(120).to_note_sequence()
    try:
        sequence = ns.quantize_note_sequence(sequence, steps_per_quarter=4)
    except ns.MultipleTimeSignatureError:
        return None
    meter = sequence.time_signatures[0]
    if (meter.numerator, meter.denominator) not in ((4, 4), (2, 2)):
        return None
    return sequence


def only_piano_keys(sequence):
    """Without the notes that have no token, as Magenta takes them out."""
    kept = [note for note in sequence.notes if 21 <= note.pitch <= 108]
    del sequence.notes[:]
    sequence.notes.extend(kept)
    return sequence


def melodies(ns, sequence, instrument, gap_bars=1):
    """All melodies of an instrument, with note-seq's defaults, each up to a bar line."""
    found, searched = [], 0
    while True:
        melody = ns.Melody()
        melody.from_quantized_sequence(
            sequence,
            search_start_step=searched,
            instrument=instrument,
            gap_bars=gap_bars,
            ignore_polyphonic_notes=True,
            pad_end=True,
        )
        if not len(melody):
            return found
        found.append(melody)
        searched = melody.start_step + len(melody)


def drum_tracks(ns, sequence):
    """All drum tracks of a sequence, each up to a bar line."""
    found, searched = [], 0
    while True:
        track = ns.DrumTrack()
        track.from_quantized_sequence(sequence, search_start_step=searched, pad_end=True)
        if not len(track):
            return found
        found.append(track)
        searched = track.start_step + len(track)


def sliced(one, bars, encoding):
    """note-seq's windows of a melody or drum track: {first bar: tokens}."""
    begins = range(0, len(one) - bars * BAR + 1, BAR)
    return {
        (one.start_step + step) // BAR: [
            encoding.encode_event(event) for event in one[step : step + bars * BAR]
        ]
        for step in begins
    }


def assert_same_windows(theirs, taken, spans):
    """All of theirs in which something begins are ours; ours beyond them lead in from a rest."""
    ours = dict(zip(taken.bars.tolist(), taken.windows.tolist(), strict=True))
    theirs = {bar: window for bar, window in theirs.items() if any(window)}
    assert {bar: ours.get(bar) for bar in theirs} == theirs
    for bar in ours.keys() - theirs.keys():
        assert not any(
            first <= bar and bar + taken.windows.shape[1] // BAR <= end for first, end in spans
        )
        assert not any(ours[bar][:1])
    return len(theirs)


def spans_of(found):
    return [(one.start_step // BAR, (one.start_step + len(one)) // BAR) for one in found]


@pytest.mark.parametrize("folder", LINES)
@pytest.mark.parametrize("bars", [2, 16])
def test_melodies(ns, shared, folder, bars):
    encoding = ns.MelodyOneHotEncoding(21, 109)
    files = compared = 0
    for path in sample(shared, folder, 250):
        score = read(path)
        sequence = quantized(ns, score)
        if sequence is None:
            continue
        only_piano_keys(sequence)
        for track in range(len(score.tracks)):
            found = melodies(ns, sequence, track)
            theirs = {}
            for melody in found:
                theirs |= sliced(melody, bars, encoding)
            taken = MelodyTokenizer(bars, hop=1, gap=1, track=track).extract(score)
            compared += assert_same_windows(theirs, taken, spans_of(found))
        files += 1
    assert files > 15
    assert compared > 100


@pytest.mark.parametrize("folder", LINES)
def test_a_whole_melody(ns, shared, folder):
    """Without a gap, bars side by side are note-seq's one melody from the first bar on."""
    encoding = ns.MelodyOneHotEncoding(21, 109)
    files = 0
    for path in sample(shared, folder, 250):
        score = read(path)
        sequence = quantized(ns, score)
        if sequence is None:
            continue
        [melody] = melodies(ns, only_piano_keys(sequence), 0, gap_bars=float("inf"))
        events = [encoding.encode_event(event) for event in melody]
        whole = np.r_[np.zeros(melody.start_step, int), events]
        wide = -(-len(whole) // BAR)
        ours = MelodyTokenizer(bars=wide, track=0).encode(score)
        assert ours.tolist() == [whole.tolist()]
        files += 1
    assert files > 15


@pytest.mark.parametrize("bars", [1, 2])
def test_drums(ns, shared, bars):
    encoding = ns.MultiDrumOneHotEncoding()
    compared = 0
    for path in sample(shared, "groove", 60):
        score = read(path)
        sequence = quantized(ns, score)
        if sequence is None:
            continue
        found = drum_tracks(ns, sequence)
        theirs = {}
        for track in found:
            theirs |= sliced(track, bars, encoding)
        taken = DrumTokenizer(bars, hop=1, gap=1).extract(score)
        compared += assert_same_windows(theirs, taken, spans_of(found))
    assert compared > 300
