/* The tables of a score -> events. */

#include "_line_score.h"

static int note_events(const Score *score, const Py_buffer *table, Event **next)
{
    size_t count = (size_t)table->len / sizeof(Note);
    int64_t shortest = short_note(score->step);
    Event *event = *next;
    for (size_t i = 0; i < count; i++) {
        Note note;
        memcpy(&note, (const char *)table->buf + i * sizeof note, sizeof note);
        if (!in_reach(score, note.start) || !in_reach(score, note.duration) ||
            note.duration > score->limit - note.start || note.track < 0 ||
            note.track >= score->tracks || (note.pitch | note.velocity) & ~127)
            return DECLINED;
        int64_t line = nearest(score, note.start);
        int64_t end = rescaled(score, note.start + note.duration);
        int64_t twice = 2 * (end - line), length = 0; /* a short note */
        if (!shortest || twice >= shortest + score->step)
            length = twice < score->step ? 1 : ratio(twice + score->step, 2 * score->step);
        *event++ = (Event){
            place(line, PLAYED, score->programs[note.track]),
            (uint64_t)(note.pitch + 1) << PITCH_SHIFT | (uint64_t)length << VELOCITY_BITS |
                score->velocity_bins[note.velocity]};
    }
    *next = event;
    return DONE;
}

/* Add an event that holds until the next of its kind: of those at one place the last counts. */
static Event *add_last(const Event *first, Event *next, Event event)
{
    if (next > first && next[-1].where == event.where)
        next--;
    *next++ = event;
    return next;
}

/* Leave out what is in force already. Returns past the last that is kept. */
static Event *changes(Event *first, const Event *end)
{
    Event *next = first;
    for (const Event *one = first; one < end; one++)
        if (next == first || next[-1].what != one->what)
            *next++ = *one;
    return next;
}

static int tempo_events(const Score *score, const Py_buffer *table, Event **next)
{
    size_t count = (size_t)table->len / sizeof(Tempo);
    int64_t now = 500000, before = 0;
    Event *first = *next, *event = first;
    for (size_t i = 0; i < count; i++) {
        Tempo tempo;
        memcpy(&tempo, (const char *)table->buf + i * sizeof tempo, sizeof tempo);
        if (!in_reach(score, tempo.time) || tempo.time < before || tempo.microseconds < 1 ||
            tempo.microseconds > SLOWEST)
            return DECLINED;
        before = tempo.time;
        int64_t tick = rescaled(score, tempo.time);
        uint64_t late = (uint64_t)((tick - part_at(score, tick)->time) % score->step);
        uint64_t where = place(tick - (int64_t)late, FIRST_TEMPO, 0);
        if (event > first && event[-1].where == where && event[-1].what >> TEMPO_BITS == late)
            event--; /* the last of those at one tick holds */
        *event++ = (Event){where, late << TEMPO_BITS | (uint64_t)tempo.microseconds};
    }
    *next = first;
    for (Event *one = first; one < event; one++)
        if ((int64_t)(one->what & SLOWEST) != now) {
            now = (int64_t)(one->what & SLOWEST);
            *(*next)++ = *one;
        }
    return DONE;
}

static int key_events(const Score *score, const Py_buffer *table, Event **next)
{
    size_t count = (size_t)table->len / sizeof(Key);
    int64_t before = 0;
    Event *first = *next, *event = first;
    for (size_t i = 0; i < count; i++) {
        Key key;
        memcpy(&key, (const char *)table->buf + i * sizeof key, sizeof key);
        if (!in_reach(score, key.time) || key.time < before || key.fifths < -7 ||
            key.fifths > 7 || key.minor > 1)
            return DECLINED;
        before = key.time;
        uint64_t where = place(nearest(score, key.time), FIRST_KEY, 0);
        uint64_t what = (uint64_t)(2 * (key.fifths + 7) + key.minor);
        event = add_last(first, event, (Event){where, what});
    }
    *next = changes(first, event);
    return DONE;
}

/* The symbol in one number: its root, then a byte each for quality and bass, 0 for none. */
static int chord_events(const Score *score, const Py_buffer *table, Event **next)
{
    size_t count = (size_t)table->len / sizeof(Chord);
    int64_t before = 0;
    Event *first = *next, *event = first;
    for (size_t i = 0; i < count; i++) {
        Chord chord;
        memcpy(&chord, (const char *)table->buf + i * sizeof chord, sizeof chord);
        if (!in_reach(score, chord.time) || chord.time < before || chord.root < 0 ||
            chord.root > 254 || chord.quality < -1 || chord.quality > 254 || chord.bass < -1 ||
            chord.bass > 254)
            return DECLINED;
        before = chord.time;
        uint64_t where = place(nearest(score, chord.time), FIRST_CHORD, 0);
        uint64_t what = (uint64_t)(chord.root << 16 | (chord.quality + 1) << 8 | (chord.bass + 1));
        event = add_last(first, event, (Event){where, what});
    }
    *next = changes(first, event);
    return DONE;
}

typedef struct { int64_t program, time; size_t index; int down; } Move;

static int by_program(const void *left, const void *right)
{
    const Move *a = left, *b = right;
    if (a->program != b->program)
        return a->program < b->program ? -1 : 1;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* The moves of the sustain pedals, program by program in order of time. */
static int find_moves(const Score *score, const Py_buffer *table, Rows *moves)
{
    size_t count = (size_t)table->len / sizeof(Control);
    int in_order = 1;
    for (size_t i = 0; i < count; i++) {
        Control control;
        memcpy(&control, (const char *)table->buf + i * sizeof control, sizeof control);
        if (control.number != SUSTAIN)
            continue;
        if (!in_reach(score, control.time) || control.track < 0 || control.track >= score->tracks)
            return DECLINED;
        Move *move = add_row(moves, sizeof(Move));
        if (!move)
            return FAILED;
        *move = (Move){score->programs[control.track], control.time, i, control.value >= DOWN};
        in_order &= moves->count == 1 || by_program(move - 1, move) < 0;
    }
    if (!in_order)
        qsort(moves->rows, moves->count, sizeof(Move), by_program);
    return DONE;
}

/* The moves that are heard. Of those on one grid line: the last, if it changes anything; and if the
 * pedal was and is down, a lift in between. */
static void pedal_events(const Score *score, const Move *moves, size_t count, Event **next)
{
    int before = 0;
    for (size_t i = 0; i < count;) {
        int64_t program = moves[i].program, line = nearest(score, moves[i].time);
        if (i == 0 || program != moves[i - 1].program)
            before = 0;
        int lifted = 0, now = 0;
        for (; i < count && moves[i].program == program; i++) {
            if (nearest(score, moves[i].time) != line)
                break;
            now = moves[i].down;
            lifted |= !now;
        }
        uint64_t where = place(line, PLAYED, (int)program);
        if (now && before && lifted)
            *(*next)++ = (Event){where, 0};
        if (now != before || (now && lifted))
            *(*next)++ = (Event){where, (uint64_t)now};
        before = now;
    }
}

/* How many events there can be: a move of the pedal can be two. */
static size_t most_events(const Py_buffer *tables)
{
    return (size_t)tables[NOTES].len / sizeof(Note) +
           2 * ((size_t)tables[CONTROLS].len / sizeof(Control)) +
           (size_t)tables[TEMPOS].len / sizeof(Tempo) + (size_t)tables[KEYS].len / sizeof(Key) +
           (size_t)tables[CHORDS].len / sizeof(Chord);
}

int find_events(const Score *score, const Py_buffer *tables, Event **events, size_t *count)
{
    Rows moves = {0};
    Event *next = *events = malloc((most_events(tables) + 1) * sizeof(Event));
    int done = next ? note_events(score, &tables[NOTES], &next) : FAILED;
    if (done == DONE)
        done = find_moves(score, &tables[CONTROLS], &moves);
    if (done == DONE) {
        pedal_events(score, (const Move *)moves.rows, moves.count, &next);
        done = tempo_events(score, &tables[TEMPOS], &next);
    }
    if (done == DONE)
        done = key_events(score, &tables[KEYS], &next);
    if (done == DONE)
        done = chord_events(score, &tables[CHORDS], &next);
    *count = done == DONE ? (size_t)(next - *events) : 0;
    free(moves.rows);
    return done;
}
