"""The corpora that have a name: what they are, where they lie, and under which licence.

The folder datasets/ of the project has a card for each, with this and more.
"""

from dataclasses import dataclass

MUSIC21 = "10.5.1"  # the version that pieces and checksums were counted with


@dataclass(frozen=True)
class BuiltIn:
    """A corpus inside the installed music21, read there and never copied into this package.

    Attributes
    ----------
    name, title, origin, licence
        What to call it, in short and in full; who made it; what may be done with it.
    folders
        Below music21's corpus.
    suffix
        Of the files that belong to it.
    pieces
        How many there are.
    checksum
        The fingerprint of the corpus as read with the version of music21 that is named above.
    work
        How many parts of a file's name, cut at its dots, name the work; 0 for none.
    notice
        What a user must be told; said once, when the corpus is loaded.
    """

    name: str
    title: str
    origin: str
    licence: str
    folders: tuple[str, ...]
    suffix: str
    pieces: int
    checksum: str
    work: int = 0
    notice: str = ""

    @property
    def card(self) -> dict[str, str | int]:
        """What the card says at its head."""
        return {
            "name": self.name,
            "title": self.title,
            "origin": self.origin,
            "licence": self.licence,
            "where": f"in music21, {', '.join(f'corpus/{folder}' for folder in self.folders)}",
            "pieces": self.pieces,
            "checksum": self.checksum,
            "load": f'symbolic.load_corpus("{self.name}")',
        }


@dataclass(frozen=True)
class Download:
    """A well-known set that a user downloads himself.

    Attributes
    ----------
    name, title, origin, licence
        What to call it, in short and in full; who made it; what may be done with it.
    where
        Where its makers give it out.
    layout
        What lies in it.
    pieces
        How many there are, as its makers say.
    prepare
        The command that makes tokens for training of it.
    """

    name: str
    title: str
    origin: str
    licence: str
    where: str
    layout: str
    pieces: int
    prepare: str

    @property
    def card(self) -> dict[str, str | int]:
        """What the card says at its head."""
        return {
            "name": self.name,
            "title": self.title,
            "origin": self.origin,
            "licence": self.licence,
            "where": self.where,
            "layout": self.layout,
            "pieces": self.pieces,
            "prepare": self.prepare,
        }


_BUILTIN = (
    BuiltIn(
        "folk",
        "Folk tunes of Ireland, Scotland, England and America",
        "Ryan's Mammoth Collection (1883), O'Neill's Music of Ireland (1903), Aird's Airs "
        "(six volumes, from 1778 on), Northumbrian Minstrelsy (1882) and American fife music, "
        "in ABC by Jack Campin, John Chambers and many others",
        "tunes from old books; the ABC editions are in music21 by permission of Jack Campin and "
        "John Chambers and state no licence",
        ("ryansMammoth", "oneills1850", "airdsAirs", "miscFolk"),
        ".abc",
        4433,
        "2d2748c73f0ab25d",
    ),
    BuiltIn(
        "chorales",
        "Chorales by J. S. Bach, most of them in four parts",
        "the edition of Margaret Greentree (jsbchorales.net) for the most part, in MusicXML",
        "music by Bach; the edition is in music21 by permission of Margaret Greentree and states "
        "no licence",
        ("bach",),
        ".mxl",
        408,
        "f8ce5c3ef5606238",
        work=1,
    ),
    BuiltIn(
        "essen",
        "Essen folksong collection",
        "encoded under Helmut Schaffrath, continued by Ewa Dahlig-Turek, in ABC by Seymour Shlien",
        "non-commercial use only: music21 has it by permission for non-commercial distribution "
        "and use, and calls its legal status unclear",
        ("essenFolksong",),
        ".abc",
        8514,
        "f6598f26d1ed3f55",
        notice="the Essen collection may be used for non-commercial purposes only",
    ),
)
BUILTIN = {known.name: known for known in _BUILTIN}

_DOWNLOADS = (
    Download(
        "lakh",
        "Lakh MIDI Dataset (LMD-full)",
        "Colin Raffel, 2016",
        "CC BY 4.0",
        "https://colinraffel.com/projects/lmd/",
        "lmd_full.tar.gz: lmd_full/0 to lmd_full/f, each file named by its MD5 sum",
        176_581,
        "tar -xzf lmd_full.tar.gz && symbolic prepare lmd_full lakh",
    ),
    Download(
        "maestro",
        "MAESTRO v3.0.0",
        "Google Magenta, from performances at the International Piano-e-Competition",
        "CC BY-NC-SA 4.0, non-commercial use only",
        "https://magenta.tensorflow.org/datasets/maestro",
        "maestro-v3.0.0-midi.zip: a folder a year, and maestro-v3.0.0.csv with composer, title, "
        "split",
        1276,
        "symbolic prepare maestro-v3.0.0-midi.zip maestro --tokenizer performance",
    ),
    Download(
        "groove",
        "Groove MIDI Dataset",
        "Google Magenta, 2019",
        "CC BY 4.0",
        "https://magenta.tensorflow.org/datasets/groove",
        "groove-v1.0.0-midionly.zip: groove/drummer1 to groove/drummer10, and groove/info.csv "
        "with style, tempo, meter, split",
        1150,
        "symbolic prepare groove-v1.0.0-midionly.zip groove --tokenizer groove",
    ),
    Download(
        "pop909",
        "POP909",
        "Music X Lab, 2020",
        "MIT for the arrangements; the songs are in copyright",
        "https://github.com/music-x-lab/POP909-Dataset",
        "POP909/001 to POP909/909: the arrangement (001.mid), its beats, chords and key as text, "
        "and other versions of it",
        909,
        "mkdir songs && cp POP909-Dataset/POP909/*/???.mid songs && "
        "symbolic prepare songs pop909 --tokenizer performance",
    ),
    Download(
        "giantmidi",
        "GiantMIDI-Piano",
        "ByteDance (Qiuqiang Kong and others), 2020",
        "CC BY 4.0, after agreeing to a disclaimer",
        "https://github.com/bytedance/GiantMIDI-Piano",
        "one folder; each file is named by composer, title and the video it was transcribed from",
        10_855,
        "symbolic prepare midis giantmidi --tokenizer performance",
    ),
    Download(
        "adl",
        "ADL Piano MIDI",
        "Lucas N. Ferreira and others, 2020, for the most part from the Lakh MIDI Dataset",
        "none stated in its README; the Lakh MIDI Dataset is CC BY 4.0",
        "https://github.com/lucasnfe/adl-piano-midi",
        "midi/adl-piano-midi.zip: a folder for each genre",
        11_086,
        "symbolic prepare adl-piano-midi/midi/adl-piano-midi.zip adl",
    ),
    Download(
        "nottingham",
        "Nottingham Music Database, cleaned by Jukedeck",
        "Eric Foxley; cleaned and converted by Jukedeck, 2017",
        "GPL-3.0",
        "https://github.com/jukedeck/nottingham-dataset",
        "MIDI: tunes with chords; MIDI/melody and MIDI/chords: each alone; ABC_cleaned and "
        "ABC_original: the same in ABC",
        1034,
        "symbolic prepare nottingham-dataset/MIDI/melody nottingham",
    ),
)
DOWNLOADS = {known.name: known for known in _DOWNLOADS}
