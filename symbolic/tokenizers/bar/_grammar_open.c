/* Which bar tokens may follow a sequence: see grammar.py.
 *
 * Of nearly every kind these are the values from a least to a most, but one or two; so one token
 * is looked at without its neighbours, and a mask is filled by the run.
 */

#include "_grammar_stages.h"

/* Which digits can go on to microseconds that need them and are not in force: see tempi.py. */
static uint64_t digits_open(const Rules *rules, const Registers *at)
{
    int64_t tempo = at->tempo_said, now = at->microseconds, plain = rules->plain[tempo];
    int places = (int)(DIGITS - 1 - at->digits_said) * DIGIT_BITS;
    uint64_t open = 0;
    if (!stands(at, BIT(AT_TEMPO) | BIT(AT_DIGITS)))
        return 0;
    for (int digit = 0; digit < BASE; digit++) {
        int64_t from = (at->prefix * BASE + digit) << places;
        int64_t low = larger(from, rules->least[tempo]);
        int64_t high = smaller(from + ((int64_t)1 << places) - 1, rules->most[tempo]);
        int64_t count = larger(high - low + 1, 0);
        count -= low <= plain && plain <= high;
        count -= low <= now && now <= high && now != plain;
        open |= (uint64_t)(count > 0) << digit;
    }
    return open;
}

/* Up where the pedal is down and down where it is up; after one, only down after up. */
static uint64_t pedals_open(const Rules *rules, const Registers *at)
{
    int free = begun(rules, at);
    if (!rules->pedal)
        return 0;
    if (at->pedals[larger(at->voice, 0)] == 1)
        return (uint64_t)free;
    return (uint64_t)(free || at->stage == AT_PEDAL) << 1;
}

/* -- one kind of each sort --------------------------------------------------------------- */

static Span all_but(int64_t most, int64_t but)
{
    return (Span){0, most, but, NONE};
}

static Span only_if(int open)
{
    return open ? (Span){0, 0, NONE, NONE} : NOTHING;
}

/* Programs ascend at a position, kits after them. */
static Span voice_span(const Rules *rules, const Registers *at, int kind)
{
    int64_t before = kind == KIT ? KITS : 0;
    if (!keyless(rules, at) && !ended(at))
        return NOTHING;
    return (Span){at->floor + 1 - before, KITS - 1, at->voice - before, NONE};
}

static Span pitch_span(const Rules *rules, const Registers *at, int kind)
{
    int again = at->stage == AT_DURATION;
    if ((at->voice >= KITS) != (kind == DRUM))
        return NOTHING;
    if (!again && at->stage != AT_PEDAL && !begun(rules, at))
        return NOTHING;
    return (Span){again ? at->pitch_now : 0, rules->kinds[kind].count - 1, NONE, NONE};
}

/* Softer than a note of the same pitch only where a longer one is left. */
static Span velocity_span(const Rules *rules, const Registers *at)
{
    int full = at->pitch_now == at->pitch_before && at->length_now == rules->longest - 1;
    if (at->stage != AT_PITCH)
        return NOTHING;
    return (Span){full ? at->velocity_now : 0, rules->kinds[VELOCITY].count - 1, NONE, NONE};
}

/* Any unit, but that in force if the beats are. */
static Span unit_span(const Rules *rules, const Registers *at)
{
    Span span = all_but(rules->kinds[UNIT].count - 1, NONE);
    if (at->stage != AT_BEATS)
        return NOTHING;
    if (at->numerator == at->prefix)
        for (span.but = 0; at->denominator >> span.but > 1;)
            span.but++;
    return span;
}

/* Any tempo that some microseconds are nearest to: for each there are more than those in force. */
static Span tempo_span(const Rules *rules, const Registers *at)
{
    if (at->stage != AT_POSITION && at->stage != AT_LATE)
        return NOTHING;
    return (Span){rules->slowest - 1, FASTEST - 1, NONE, NONE};
}

static Span chord_span(const Rules *rules, const Registers *at)
{
    int64_t no_chord = rules->kinds[CHORD].count - 1;
    if (!rules->chords || (!keyless(rules, at) && at->stage != AT_KEY))
        return NOTHING;
    return all_but(no_chord, at->root_now == no_chord ? no_chord : NONE);
}

/* Any but the root, and but that of the same chord in force. */
static Span bass_span(const Rules *rules, const Registers *at)
{
    if (at->stage != AT_QUALITY)
        return NOTHING;
    return (Span){0, rules->kinds[BASS].count - 1, at->root_said,
                  chord_goes_on(at) ? at->bass_now : NONE};
}

/* -- every kind --------------------------------------------------------------------------- */

/* What may follow of a kind of few values, as bits. */
static int is_of_bits(int kind)
{
    return kind == MORE || kind == DIGIT || kind == PEDAL;
}

static uint64_t bits_open(const Rules *rules, const Registers *at, int kind)
{
    if (kind == MORE)
        return mores_open(rules, at);
    if (at->beyond)
        return 0;
    return kind == DIGIT ? digits_open(rules, at) : pedals_open(rules, at);
}

/* What may follow of any other kind, where no "more" was said. */
static Span event_span(const Rules *rules, const Registers *at, int kind)
{
    int64_t last = rules->kinds[kind].count - 1;
    switch (kind) {
    case UNIT: return unit_span(rules, at);
    case CUT: return only_if(cut_open(rules, at));
    case LATE: return late_span(rules, at);
    case TEMPO: return tempo_span(rules, at);
    case KEY: return keyless(rules, at) ? all_but(last, at->key_now) : NOTHING;
    case CHORD: return chord_span(rules, at);
    case QUALITY: return at->stage == AT_CHORD ? all_but(last, NONE) : NOTHING;
    case BASS: return bass_span(rules, at);
    case PROGRAM:
    case KIT: return voice_span(rules, at, kind);
    case PITCH:
    case DRUM: return pitch_span(rules, at, kind);
    case VELOCITY: return velocity_span(rules, at);
    case SHORT: return only_if(at->stage == AT_VELOCITY && least_length(at) < 0);
    }
    return NOTHING;
}

static Span span_of(const Rules *rules, const Registers *at, int kind)
{
    if (kind == BAR)
        return only_if(bar_open(rules, at));
    if (kind == BEATS || kind == POSITION || kind == DURATION) {
        Span span = number_span(rules, at, kind);
        int64_t beyond = at->beyond * rules->kinds[kind].count;
        return (Span){span.least - beyond, span.most - beyond, NONE, NONE};
    }
    return at->beyond ? NOTHING : event_span(rules, at, kind);
}

int may_follow(const Rules *rules, const Registers *at, int kind, int64_t value)
{
    if (is_of_bits(kind))
        return bits_open(rules, at, kind) >> value & 1;
    Span span = span_of(rules, at, kind);
    return span.least <= value && value <= span.most && value != span.but && value != span.nor;
}

/* Mark in a mask of zeros, as long as the vocabulary, which tokens may follow. */
void mark_open(const Rules *rules, const Registers *at, char *mask)
{
    for (int kind = 0; kind < KINDS; kind++) {
        char *of_kind = mask + rules->kinds[kind].first;
        int64_t count = rules->kinds[kind].count;
        if (is_of_bits(kind)) {
            uint64_t bits = bits_open(rules, at, kind);
            for (int64_t value = 0; bits && value < count; value++, bits >>= 1)
                of_kind[value] = bits & 1;
            continue;
        }
        Span span = span_of(rules, at, kind);
        int64_t least = larger(span.least, 0), most = smaller(span.most, count - 1);
        if (least <= most)
            memset(of_kind + least, 1, (size_t)(most - least + 1));
        if (0 <= span.but && span.but < count)
            of_kind[span.but] = 0;
        if (0 <= span.nor && span.nor < count)
            of_kind[span.nor] = 0;
    }
}
