"""From notation to what is played: bars in the order of their repeats, ties, words, meters."""
