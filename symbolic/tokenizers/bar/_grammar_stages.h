/* Where a sequence stands: what grammar.py asks of its stage, and the runs of values that are open.
 */

#include "_grammar.h"

#define BIT(stage) ((uint32_t)1 << (stage))
static const uint32_t ENDED = BIT(AT_KEY) | BIT(AT_SPELLED) | BIT(AT_CHORDED) | BIT(AT_PEDAL) |
                              BIT(AT_DURATION);
static const uint32_t CLOSED_ELSE = BIT(AT_START) | BIT(AT_UNIT) | BIT(AT_CUT);

static inline int stands(const Registers *at, uint32_t stages)
{
    return stages >> at->stage & 1;
}

/* A tempo was said that may stay without digits. */
static inline int plain_tempo(const Rules *rules, const Registers *at)
{
    return at->stage == AT_TEMPO && rules->plain[at->tempo_said] != at->microseconds;
}

/* The chord being written has the root and quality of the one in force. */
static inline int chord_goes_on(const Registers *at)
{
    return at->root_said == at->root_now && at->quality_said == at->quality_now;
}

/* A chord was said that may stay without a bass. */
static inline int bare_chord(const Registers *at)
{
    return at->stage == AT_QUALITY && (!chord_goes_on(at) || at->bass_now != NONE);
}

static inline int keyless(const Rules *rules, const Registers *at)
{
    return stands(at, BIT(AT_POSITION) | BIT(AT_SPELLED)) || plain_tempo(rules, at);
}

/* An event is complete, which nothing of its kind can follow. */
static inline int ended(const Registers *at)
{
    return stands(at, ENDED) || bare_chord(at);
}

static inline int done(const Rules *rules, const Registers *at)
{
    return stands(at, ENDED | CLOSED_ELSE) || plain_tempo(rules, at) || bare_chord(at);
}

/* Pedals and notes may begin: their program is named, or goes on. */
static inline int begun(const Rules *rules, const Registers *at)
{
    return at->stage == AT_PROGRAM ||
           (at->voice != NONE && (keyless(rules, at) || bare_chord(at) ||
                                  stands(at, BIT(AT_KEY) | BIT(AT_CHORDED))));
}

/* How short a note may be: of one pitch, notes ascend in length, then in velocity. */
static inline int64_t least_length(const Registers *at)
{
    if (at->pitch_now != at->pitch_before)
        return NONE;
    return at->length_now + (at->velocity_now < at->velocity_before);
}

/* The values from a least to a most, but one or two; NONE if there is none. */
typedef struct { int64_t least, most, but, nor; } Span;

static const Span NOTHING = {0, NONE, NONE, NONE};

Span number_span(const Rules *rules, const Registers *at, int kind);
Span late_span(const Rules *rules, const Registers *at);
int bar_open(const Rules *rules, const Registers *at);
int cut_open(const Rules *rules, const Registers *at);
uint64_t mores_open(const Rules *rules, const Registers *at);
