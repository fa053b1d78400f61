"""Colours: apart for tracks, gray for drums, and where they come from."""

import numpy as np

from symbolic.display.colouring import by_pitch_class, by_track
from symbolic.display.palette import DRUMS, PITCH_CLASSES, TRACKS, mixed, opacity
from symbolic.score import Score, Track


def test_twenty_tracks_have_twenty_colours():
    tracks = [Track(str(index), is_drum=index == 9) for index in range(20)]
    colours = by_track(Score(480, tracks)).colours
    assert len(set(colours)) == 20
    assert [index for index, colour in enumerate(colours) if colour in DRUMS] == [9]


def test_colours_come_again_when_there_are_no_more():
    colours = by_track(Score(480, [Track()] * 1000)).colours
    assert set(colours) == set(TRACKS)


def test_the_palette_has_no_colour_twice():
    assert len(set(TRACKS)) == len(TRACKS) == 24
    assert len(set(PITCH_CLASSES)) == 12


def test_drums_are_gray():
    for colour in DRUMS:
        channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert max(channels) - min(channels) < 20


def test_pitch_classes_share_a_colour_over_octaves_and_drums_have_none():
    notes = [(0, 1, 48, 80, 0), (1, 1, 60, 80, 0), (2, 1, 61, 80, 0), (3, 1, 60, 80, 1)]
    colouring = by_pitch_class(Score(480, [Track(), Track(is_drum=True)], notes=notes))
    assert [colouring.meanings[kind] for kind in colouring.kind] == ["C", "C", "C#", "drums"]


def test_louder_is_more_opaque():
    levels = opacity(np.arange(1, 128))
    assert (np.diff(levels) > 0).all()
    assert levels[0] > 0.3
    assert levels[-1] == 1


def test_mixing_all_the_way_gives_the_gray():
    assert mixed("#123456", 255, 1) == "#ffffff"
    assert mixed("#123456", 0, 0) == "#123456"
