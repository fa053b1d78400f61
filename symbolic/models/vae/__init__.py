"""MusicVAE: windows of music as points in a space, from which they can be had again."""
