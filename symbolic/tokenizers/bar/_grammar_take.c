/* What each bar token does to the registers of its sequence: see taking.py. */

#include "_grammar.h"

/* A chord is said in full: it is in force. */
static void chord_said(Registers *at, int64_t bass)
{
    at->root_now = at->root_said;
    at->quality_now = at->quality_said;
    at->bass_now = bass;
    at->stage = AT_CHORDED;
}

static void take_bar(Registers *at)
{
    int64_t jump = 1 + BARS * at->beyond;
    at->number += jump;
    at->since += jump;
    at->run = at->stage == AT_BAR ? at->run + 1 : 1;
    at->step = at->voice = at->floor = NONE;
    at->stage = AT_BAR;
}

static void take_beats(const Rules *rules, Registers *at, int64_t value)
{
    at->part = tick_of(rules, at, at->since);
    at->since = 0;
    at->prefix = at->numerator; /* to be compared when the unit is said */
    at->numerator = smaller(value + 1 + rules->kinds[BEATS].count * at->beyond, MOST_BEATS);
    at->stage = AT_BEATS;
}

static void take_digit(Registers *at, int64_t value)
{
    at->prefix = (at->prefix * BASE + value) & ((1 << TEMPO_BITS) - 1);
    at->stage = AT_DIGITS;
    if (++at->digits_said == DIGITS) {
        at->microseconds = at->prefix;
        at->digits_said = 0;
        at->stage = AT_SPELLED;
    }
}

static void take_pitch(Registers *at, int64_t value)
{
    at->pitch_before = at->stage == AT_DURATION ? at->pitch_now : NONE;
    at->velocity_before = at->velocity_now;
    at->pitch_now = value;
    at->floor = larger(at->voice, 0);
    at->stage = AT_PITCH;
}

/* What begins, or is a number of, something in its bar. */
static void take_place(const Rules *rules, Registers *at, int kind, int64_t value)
{
    switch (kind) {
    case BAR:
        take_bar(at);
        break;
    case BEATS:
        take_beats(rules, at, value);
        break;
    case UNIT:
        at->denominator = (int64_t)1 << value;
        at->stage = AT_UNIT;
        break;
    case POSITION:
        at->step = value + rules->kinds[POSITION].count * at->beyond;
        at->floor = NONE;
        at->ticks = 0;
        at->stage = AT_POSITION;
        break;
    case CUT:
        at->part = tick_of(rules, at, at->since) + at->step * rules->step + at->ticks;
        at->since = NONE;
        at->stage = AT_CUT;
        break;
    case LATE:
        at->ticks = value + 1;
        at->stage = at->stage == AT_POSITION || at->stage == AT_SPELLED ? AT_LATE : AT_LATE_CUT;
        break;
    }
}

static void take_harmony(Registers *at, int kind, int64_t value, int64_t no_chord)
{
    switch (kind) {
    case TEMPO:
        at->tempo_said = value + 1;
        at->prefix = at->digits_said = 0;
        at->stage = AT_TEMPO;
        break;
    case DIGIT:
        take_digit(at, value);
        break;
    case KEY:
        at->key_now = value;
        at->stage = AT_KEY;
        break;
    case CHORD:
        at->root_said = value;
        at->quality_said = NONE;
        at->stage = AT_CHORD;
        if (value == no_chord)
            chord_said(at, NONE);
        break;
    case QUALITY:
        at->quality_said = value;
        at->stage = AT_QUALITY;
        break;
    case BASS:
        chord_said(at, value);
        break;
    }
}

static void take_sound(const Rules *rules, Registers *at, int kind, int64_t value)
{
    switch (kind) {
    case PROGRAM:
    case KIT:
        at->voice = at->floor = value + (kind == KIT ? KITS : 0);
        at->stage = AT_PROGRAM;
        break;
    case PEDAL:
        at->floor = larger(at->voice, 0);
        at->pedals[at->floor] = value;
        at->stage = AT_PEDAL;
        break;
    case PITCH:
    case DRUM:
        take_pitch(at, value);
        break;
    case VELOCITY:
        at->velocity_now = value;
        at->stage = AT_VELOCITY;
        break;
    case DURATION:
        at->length_now = value + rules->kinds[DURATION].count * at->beyond;
        at->stage = AT_DURATION;
        break;
    case SHORT:
        at->length_now = NONE;
        at->stage = AT_DURATION;
        break;
    }
}

void take(const Rules *rules, Registers *at, int kind, int64_t value)
{
    if (at->stage == AT_TEMPO && kind != DIGIT) { /* it stays without digits */
        at->microseconds = rules->plain[at->tempo_said];
        at->stage = AT_SPELLED;
    }
    if (at->stage == AT_QUALITY && kind != BASS)
        chord_said(at, NONE);
    if (kind == MORE) {
        at->beyond = smaller(at->beyond + ((int64_t)1 << value), (int64_t)1 << MORES);
        at->exponent = value;
        return;
    }
    if (kind < TEMPO)
        take_place(rules, at, kind, value);
    else if (kind < PROGRAM)
        take_harmony(at, kind, value, rules->kinds[CHORD].count - 1);
    else
        take_sound(rules, at, kind, value);
    at->beyond = 0;
}
