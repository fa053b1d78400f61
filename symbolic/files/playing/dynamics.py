"""How loud notes are: the velocities of dynamic marks."""

DEFAULT_VELOCITY = 80

# How loud the dynamic marks are that last until the next one.
DYNAMICS = {
    "pppp": 10, "ppp": 16, "pp": 33, "p": 49, "mp": 64, "n": 80,
    "mf": 80, "f": 96, "ff": 112, "fff": 126, "ffff": 127,
}  # fmt: skip
