/* Bars, and which numbers can be said of them: see grammar.py and `Bars` of registers.py. */

#include "_grammar_stages.h"

static inline int64_t width(const Rules *rules, const Registers *at)
{
    return 4 * rules->resolution * at->numerator;
}

/* The first and the last of the bars that begin at a bar's tick. */
static int64_t first_bar(const Rules *rules, const Registers *at, int64_t bar)
{
    int64_t since = tick_of(rules, at, bar) - at->part;
    return larger(divided((since - 1) * at->denominator, width(rules, at)) + 1, 0);
}

static int64_t last_bar(const Rules *rules, const Registers *at, int64_t bar)
{
    int64_t since = tick_of(rules, at, bar) - at->part;
    return divided(since * at->denominator, width(rules, at));
}

/* The last bar in which there can be anything. */
static int64_t final_bar(const Rules *rules, const Registers *at)
{
    int64_t left = rules->latest - 1 - at->part;
    int64_t bar = smaller(divided(left * at->denominator, width(rules, at)),
                          rules->longest_score - (at->number - at->since));
    return last_bar(rules, at, bar) == bar ? bar : first_bar(rules, at, bar);
}

int bar_open(const Rules *rules, const Registers *at)
{
    int closed = done(rules, at);
    if (!closed && (at->stage != AT_BAR || at->beyond))
        return 0;
    int64_t bar = at->since + 1 + BARS * at->beyond;
    int64_t named = first_bar(rules, at, bar) == bar ? bar : last_bar(rules, at, bar);
    int64_t run = (closed ? 1 : at->run + 1) + named - bar;
    return run <= BARS && bar <= final_bar(rules, at);
}

/* The ticks of the bar that a score can hold. */
static int64_t room(const Rules *rules, const Registers *at)
{
    return smaller(tick_of(rules, at, at->since + 1), rules->latest) -
           tick_of(rules, at, at->since);
}

/* The ticks from `least` to `most` after which the bar can be cut: away from both its ends. */
static void cuts(const Rules *rules, const Registers *at, int64_t *least, int64_t *most)
{
    int64_t length = tick_of(rules, at, at->since + 1) - tick_of(rules, at, at->since);
    *least = rules->touching + 1;
    *most = smaller(length - rules->touching, room(rules, at)) - 1;
    if (at->number >= rules->longest_score)
        *most = NONE;
}

/* How late a tempo may begin, or a cut: after the last one, before the next grid line or bar. */
Span late_span(const Rules *rules, const Registers *at)
{
    Span span = NOTHING;
    int64_t grid = at->step * rules->step, least = grid, most = NONE;
    if (keyless(rules, at))
        most = room(rules, at) - 1;
    else if (ended(at))
        cuts(rules, at, &least, &most);
    else
        return span;
    span.least = larger(at->ticks + 1, least - grid) - 1;
    span.most = most - grid - 1;
    return span;
}

/* Whether the bar may be cut here: on a grid line with nothing on it, or late after one. */
int cut_open(const Rules *rules, const Registers *at)
{
    int64_t least, most, cut = at->step * rules->step + at->ticks;
    if (!stands(at, BIT(AT_POSITION) | BIT(AT_LATE) | BIT(AT_LATE_CUT)))
        return 0;
    cuts(rules, at, &least, &most);
    return least <= cut && cut <= most;
}

/* What a number may be in all, "more" included; for a bar, what "more" can add up to. */
Span number_span(const Rules *rules, const Registers *at, int kind)
{
    Span span = NOTHING;
    int stage = (int)at->stage;
    if (kind == BAR && done(rules, at))
        span.most = divided(final_bar(rules, at) - at->since - 1, BARS);
    else if (kind == BEATS && stage == AT_BAR && first_bar(rules, at, at->since) == at->since)
        span.most = MOST_BEATS - 1;
    else if (kind == POSITION && (stage == AT_BAR || (done(rules, at) && stage != AT_START &&
                                                      stage != AT_CUT))) {
        span.least = at->step + 1;
        span.most = divided(room(rules, at) - 1, rules->step);
    } else if (kind == DURATION && stage == AT_VELOCITY) {
        span.least = larger(least_length(at), 0);
        span.most = rules->longest - 1;
    }
    return span;
}

/* Which "more" leave a number that the rest of the run can reach. */
uint64_t mores_open(const Rules *rules, const Registers *at)
{
    static const int NUMBERS[] = {BAR, BEATS, POSITION, DURATION};
    int most = at->beyond > 0 ? (int)smaller(at->exponent, MORES) : MORES;
    uint64_t open = 0;
    for (int n = 0; n < 4; n++) {
        Span span = number_span(rules, at, NUMBERS[n]);
        int64_t count = rules->kinds[NUMBERS[n]].count;
        for (int bit = 0; span.most >= 0 && bit < most; bit++) {
            int64_t worth = (int64_t)1 << bit, low = (at->beyond + worth) * count;
            int64_t high = low + worth * count - 1;
            if (larger(low, span.least) <= smaller(high, span.most))
                open |= (uint64_t)1 << bit;
        }
    }
    return open;
}
