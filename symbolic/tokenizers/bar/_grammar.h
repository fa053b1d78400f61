/* What the loops of the bar tokens' grammar share: the registers of a sequence, and its rules.
 *
 * They do what grammar.py and taking.py do in NumPy, which also say why; the tests hold both to
 * one result. Kinds are named as in _line.h, and the stages of registers.py after them.
 */

#include "_line.h"

enum { AT_START, AT_BAR, AT_BEATS, AT_UNIT, AT_POSITION, AT_CUT, AT_LATE, AT_LATE_CUT, AT_TEMPO,
       AT_DIGITS, AT_SPELLED, AT_KEY, AT_CHORD, AT_QUALITY, AT_CHORDED, AT_PROGRAM, AT_PEDAL,
       AT_PITCH, AT_VELOCITY, AT_DURATION, STAGES };

/* One row of a state, in the order of registers.py. */
typedef struct {
    int64_t stage, beyond, exponent, number, run, part, since, numerator, denominator, step,
        microseconds, tempo_said, prefix, digits_said, key_now, voice, floor, pitch_now,
        length_now, velocity_now, pitch_before, velocity_before, ticks, root_now, quality_now,
        bass_now, root_said, quality_said, pedals[VOICES];
} Registers;

/* As compiled_grammar.py lays them out. */
typedef struct {
    int64_t size, resolution, step, longest, pedal, chords, slowest;
    int64_t latest, longest_score, touching; /* see grid.py */
    Kind kinds[KINDS];
    int64_t least[FASTEST + 1], most[FASTEST + 1], plain[FASTEST + 1]; /* see tempi.py */
    int64_t kind_of[];
} Rules;

enum { NONE = -1, BASE = 1 << DIGIT_BITS };

static inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t larger(int64_t a, int64_t b) { return a < b ? b : a; }

/* a / b downwards, as NumPy divides; b is positive. */
static inline int64_t divided(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The tick at which a bar begins, counted from the last meter or cut. */
static inline int64_t tick_of(const Rules *rules, const Registers *at, int64_t bar)
{
    return at->part - divided(-bar * 4 * rules->resolution * at->numerator, at->denominator);
}

int may_follow(const Rules *rules, const Registers *at, int kind, int64_t value);
void mark_open(const Rules *rules, const Registers *at, char *mask);
void take(const Rules *rules, Registers *at, int kind, int64_t value);
