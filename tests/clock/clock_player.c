/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the conversation of PROTOCOL.md: reads lines, has the core play them, answers each with a
 * line. It never counts time and never decides what fires: that is what it is here to show.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "clock_stage.h"
#include "core/alarm.h"

enum {
	LADDERS = 1024,
	LADDER_STEPS = 8,
	WORDS = 256,
	FIRED_MAX = 512, /* by one line */
};

struct reader {
	char *line;
	size_t size;
	char *word[WORDS];
	int n;
};

struct player {
	struct stage stage;
	struct arena rules; /* calendars being read, and ladders */
	struct ladder ladders[LADDERS];
	bool has_ladder[LADDERS];
	int64_t *plain; /* values of the plain steps that this history's ladders have had */
	int n_plain, plain_size;
	struct reader in;
	struct buf out;
};

/* --- words */

static bool read_line(struct reader *in)
{
	ssize_t length = getline(&in->line, &in->size, stdin);
	char *rest, *word;

	if (length < 0)
		return false;
	in->n = 0;
	for (word = strtok_r(in->line, " \n", &rest); word && in->n < WORDS;
		 word = strtok_r(NULL, " \n", &rest))
		in->word[in->n++] = word;
	if (word)
		in->n = 0; /* no line of the protocol is that long */
	return true;
}

static bool read_number(const struct reader *in, int i, int64_t least, int64_t most, int64_t *out)
{
	char *end;

	if (i >= in->n)
		return false;
	errno = 0;
	*out = strtoll(in->word[i], &end, 10);
	return !errno && end != in->word[i] && !*end && *out >= least && *out <= most;
}

static bool read_instant(const struct reader *in, int i, int64_t *out)
{
	return read_number(in, i, -CALENDAR_END_AT, 2 * CALENDAR_END_AT, out);
}

static bool read_step_kind(const struct reader *in, int i, struct step *s)
{
	if (i >= in->n || strlen(in->word[i]) != 1 || !strchr("sap", in->word[i][0]))
		return false;
	s->is_after = in->word[i][0] != 's';
	s->is_plain = in->word[i][0] == 'p';
	return true;
}

static const char *say(struct player *p, const char *what)
{
	buf_put_str(&p->out, what);
	return NULL;
}

/* --- definitions: each returns what was wrong, NULL after it has answered */

/* "N FROM TO ..." from word i on, to the end of the line. */
static bool read_hours(struct arena *a, const struct reader *in, int i, struct hours *out)
{
	int64_t n, minute;

	if (!read_number(in, i, 0, CALENDAR_INTERVALS_MAX, &n) || in->n != i + 1 + 2 * n)
		return false;
	*out = (struct hours){arena_new_n(a, (size_t)n, struct interval), (int)n};
	for (int k = 0; k < 2 * n; k++) {
		if (!read_number(in, i + 1 + k, 0, 24 * 60, &minute))
			return false;
		*(k % 2 ? &out->at[k / 2].to : &out->at[k / 2].from) = (int16_t)minute;
	}
	return hours_check(out) == HOURS_OK;
}

/* The next line begins with this word; it is answered before the next is read. */
static bool next_is(struct player *p, const char *word)
{
	puts("ok");
	return read_line(&p->in) && p->in.n > 0 && strcmp(p->in.word[0], word) == 0;
}

static const char *read_calendar_lines(struct player *p, struct calendar *c)
{
	struct reader *in = &p->in;
	int64_t n;

	for (int i = 0; i < WEEK_DAYS; i++)
		if (!next_is(p, "week") || !read_number(in, 1, i, i, &n) ||
			!read_hours(&p->rules, in, 2, &c->week[i]))
			return "week W N FROM TO ... was expected";
	for (int i = 0; i < c->n_days; i++) {
		int64_t after = i ? c->days[i - 1].day + 1 : -1000000;

		if (!next_is(p, "day") || !read_number(in, 1, after, 1000000, &c->days[i].day) ||
			!read_hours(&p->rules, in, 2, &c->days[i].hours))
			return "day D N FROM TO ... was expected";
	}
	for (int i = 0; i < c->n_shifts; i++) {
		struct zone_shift *s = &c->shifts[i];
		int64_t least = i ? c->shifts[i - 1].at + 1 : INT64_MIN;

		if (!next_is(p, "shift") || !read_number(in, 1, least, i ? INT64_MAX : INT64_MIN, &s->at) ||
			!read_number(in, 2, -172800000, 172800000, &s->offset_ms) || s->offset_ms % 1000 ||
			(i && s->at % 1000))
			return "shift AT OFFSET was expected";
	}
	return NULL;
}

static bool read_new_calendar(struct player *p, int64_t *number)
{
	return read_number(&p->in, 1, 0, STAGE_CALENDARS - 1, number) &&
		!stage_get_calendar(&p->stage, (int)*number);
}

static const char *play_calendar(struct player *p)
{
	int64_t number, n_days, n_shifts;

	if (p->in.n != 5 || !read_new_calendar(p, &number) ||
		!read_number(&p->in, 3, 0, CALENDAR_DAYS_MAX, &n_days) ||
		!read_number(&p->in, 4, 1, CALENDAR_SHIFTS_MAX, &n_shifts))
		return "calendar C ZONE N_DAYS N_SHIFTS was expected";
	struct calendar c = {.zone = arena_str(&p->rules, p->in.word[2]),
		.days = arena_new_n(&p->rules, (size_t)n_days, struct working_day),
		.n_days = (int)n_days,
		.shifts = arena_new_n(&p->rules, (size_t)n_shifts, struct zone_shift),
		.n_shifts = (int)n_shifts};
	const char *wrong = read_calendar_lines(p, &c);

	if (wrong)
		return wrong;
	stage_put_calendar(&p->stage, (int)number, &c);
	return say(p, "ok");
}

static const char *play_always(struct player *p)
{
	int64_t number;

	if (p->in.n != 2 || !read_new_calendar(p, &number))
		return "always C was expected";
	stage_put_always(&p->stage, (int)number);
	return say(p, "ok");
}

static const char *play_ladder(struct player *p)
{
	const struct reader *in = &p->in;
	int64_t number, n, repeat;

	if (!read_number(in, 1, 0, LADDERS - 1, &number) || p->has_ladder[number] ||
		!read_number(in, 2, 0, LADDER_STEPS, &n) || in->n != 3 + 4 * n)
		return "ladder L N KIND VALUE REPEAT EVERY ... was expected";
	struct step *steps = arena_new_n(&p->rules, (size_t)n, struct step);

	for (int i = 0; i < n; i++) {
		struct step *s = &steps[i];

		if (!read_step_kind(in, 3 + 4 * i, s) ||
			!read_number(in, 4 + 4 * i, 0, CALENDAR_END_AT, &s->value) ||
			!read_number(in, 5 + 4 * i, 0, 6, &repeat) ||
			!read_number(in, 6 + 4 * i, 0, CALENDAR_END_AT, &s->every))
			return "KIND VALUE REPEAT EVERY was expected";
		s->repeat = (int)repeat;
		s->severity = SEVERITY_MINOR;
		s->tell = TELL_ADMIN;
	}
	p->ladders[number] = (struct ladder){.steps = steps, .n_steps = (int)n};
	p->has_ladder[number] = true;
	return say(p, "ok");
}

/* --- conversions */

static const char *play_conversion(struct player *p)
{
	const char *word = p->in.word[0];
	const struct calendar *c;
	bool is_open = strcmp(word, "open") == 0;
	int64_t number, from, n = 0;

	if (p->in.n != (is_open ? 3 : 4) || !read_number(&p->in, 1, 0, STAGE_CALENDARS - 1, &number) ||
		!(c = stage_get_calendar(&p->stage, (int)number)) || !read_instant(&p->in, 2, &from) ||
		(!is_open && !read_instant(&p->in, 3, &n)))
		return "a calendar that is defined, and instants or a span, were expected";
	buf_put_int(&p->out,
		is_open                        ? calendar_next_open(c, from)
			: strcmp(word, "add") == 0 ? calendar_add(c, from, n)
									   : calendar_between(c, from, n));
	return NULL;
}

/* --- answers */

static void remember_plain(struct player *p, const struct ladder *l)
{
	for (int i = 0; i < l->n_steps; i++) {
		if (!l->steps[i].is_plain)
			continue;
		if (p->n_plain == p->plain_size) {
			p->plain_size = p->plain_size ? 2 * p->plain_size : 64;
			p->plain = xrealloc(p->plain, (size_t)p->plain_size * sizeof(*p->plain));
		}
		p->plain[p->n_plain++] = l->steps[i].value;
	}
}

/* What fired says only whether it is a share; a history uses one number for `a` or for `p`. */
static char kind_of(const struct player *p, bool is_after, int64_t value)
{
	if (!is_after)
		return 's';
	for (int i = 0; i < p->n_plain; i++)
		if (p->plain[i] == value)
			return 'p';
	return 'a';
}

static void put_instant(struct buf *out, int64_t at)
{
	buf_put_char(out, ' ');
	if (at == INSTANT_NONE || at >= CALENDAR_END_AT)
		buf_put_char(out, '-');
	else
		buf_put_int(out, at);
}

static void put_number(struct buf *out, int64_t n)
{
	buf_put_char(out, ' ');
	buf_put_int(out, n);
}

static bool is_standing(const struct alarm *a)
{
	return a->state != ALARM_CLEARED;
}

static void put_state(struct player *p)
{
	const struct stage *s = &p->stage;
	const struct clock *c = stage_get_clock(s);
	int n_standing = 0, n_acked = 0;

	if (!c) {
		buf_put_str(&p->out, "none 0 0 0 0 - 0 - 0 0");
		return;
	}
	for (int i = 0; i < s->order->n_alarms; i++) {
		n_standing += is_standing(&s->order->alarms[i]);
		n_acked += s->order->alarms[i].state == ALARM_ACKNOWLEDGED;
	}
	buf_put_str(&p->out, word_name(WORDS_CLOCK_STATE, c->state));
	put_number(&p->out, clock_spent(s->org, s->order, c, s->now_at));
	put_number(&p->out, c->limit_ms);
	put_number(&p->out, c->generation);
	put_number(&p->out, c->limit_rev);
	put_instant(&p->out, c->due_at);
	put_number(&p->out, clock_is_missed(c, s->now_at));
	put_instant(&p->out, c->next_due_at);
	put_number(&p->out, n_standing);
	put_number(&p->out, n_acked);
}

/* The steps fired after `since` (a happening), oldest first. */
static void put_fired(struct player *p, const struct happening *last, const struct happening *since)
{
	const struct happening *fired[FIRED_MAX];
	int n = 0;

	for (const struct happening *h = last; h != since; h = h->next) {
		if (strcmp(h->what, "step") != 0)
			continue;
		must(n < FIRED_MAX);
		fired[n++] = h;
	}
	while (n-- > 0) {
		const struct happening *h = fired[n];

		buf_put_str(&p->out, " fire");
		put_number(&p->out, h->generation);
		put_number(&p->out, h->limit_rev);
		buf_put_char(&p->out, ' ');
		buf_put_char(&p->out, kind_of(p, h->step_is_after, h->step));
		put_number(&p->out, h->step);
		put_number(&p->out, h->repeat);
		put_number(&p->out, h->due_at);
	}
}

/* Alarms that a command has cleared, or made stand again. */
static void put_turned(struct player *p, const bool *stood, int n)
{
	for (int i = 0; i < n; i++) {
		const struct alarm *a = &p->stage.order->alarms[i];

		if (is_standing(a) == stood[i])
			continue;
		buf_put_str(&p->out, stood[i] ? " clear " : " stand ");
		buf_put_char(&p->out, kind_of(p, a->step_is_after, a->step));
		put_number(&p->out, a->step);
		if (stood[i]) {
			buf_put_char(&p->out, ' ');
			buf_put_str(&p->out, a->cleared_why);
		}
	}
}

/* --- the clock */

static bool is_live(const struct clock *c)
{
	return c && clock_is_live(c);
}

static bool is_ended(const struct clock *c)
{
	return c && !clock_is_live(c);
}

static const char *read_terms(const struct player *p, struct stage_terms *out)
{
	int64_t calendar, ladder;

	if (p->in.n != 5 || !read_number(&p->in, 2, 1, CALENDAR_END_AT, &out->limit_ms) ||
		!read_number(&p->in, 3, 0, STAGE_CALENDARS - 1, &calendar) ||
		!read_number(&p->in, 4, 0, LADDERS - 1, &ladder))
		return "AT LIMIT C L was expected";
	if (!stage_get_calendar(&p->stage, (int)calendar) || !p->has_ladder[ladder])
		return "no such calendar or ladder";
	out->calendar = (int)calendar;
	out->ladder = &p->ladders[ladder];
	return NULL;
}

static const char *do_start(struct player *p, const struct clock *c)
{
	struct stage_terms terms;
	const char *wrong = read_terms(p, &terms);

	if (!wrong && is_live(c))
		wrong = "the clock has not ended";
	if (wrong)
		return wrong;
	remember_plain(p, terms.ladder);
	stage_start(&p->stage, &terms);
	return NULL;
}

static const char *do_set(struct player *p, const struct clock *c)
{
	struct stage_terms terms;
	const char *wrong = read_terms(p, &terms);

	if (!wrong && !is_live(c))
		wrong = "the clock is not live";
	if (wrong)
		return wrong;
	remember_plain(p, terms.ladder);
	stage_set(&p->stage, &terms);
	return NULL;
}

static const char *do_ack(struct player *p, const struct clock *c)
{
	const struct alarm *a = NULL;
	struct step s = {0};

	if (p->in.n != 4 || !read_step_kind(&p->in, 2, &s) ||
		!read_number(&p->in, 3, 0, CALENDAR_END_AT, &s.value))
		return "ack AT KIND VALUE was expected";
	if (is_live(c))
		a = alarm_of_step(p->stage.order, c, s.is_after, s.value);
	if (!a || !is_standing(a))
		return "no such alarm stands";
	stage_acknowledge(&p->stage, a);
	return NULL;
}

static const char *do_pause(struct player *p, const struct clock *c)
{
	if (!c || c->state != CLOCK_RUNNING)
		return "the clock is not running";
	stage_pause(&p->stage);
	return NULL;
}

static const char *do_resume(struct player *p, const struct clock *c)
{
	if (!c || c->state != CLOCK_PAUSED)
		return "the clock is not paused";
	stage_resume(&p->stage);
	return NULL;
}

static const char *do_end(struct player *p, const struct clock *c)
{
	if (!is_live(c))
		return "the clock is not live";
	stage_end(&p->stage);
	return NULL;
}

static const char *do_reopen(struct player *p, const struct clock *c)
{
	if (!is_ended(c))
		return "the clock has not ended";
	stage_reopen(&p->stage);
	return NULL;
}

static const char *do_nothing(struct player *p, const struct clock *c)
{
	(void)p;
	(void)c;
	return NULL;
}

typedef const char *event_fn(struct player *p, const struct clock *c);

static const char *play_event(struct player *p, event_fn *event)
{
	struct order *o = p->stage.order;
	const struct happening *before = o->happenings, *passed;
	const char *wrong;
	int64_t at;

	if (!read_instant(&p->in, 1, &at) || at < p->stage.now_at)
		return "an instant, not before the last one, was expected";
	stage_pass(&p->stage, at);
	passed = o->happenings;
	int n = o->n_alarms;
	bool *stood = arena_new_n(&p->stage.arena, (size_t)n, bool);

	for (int i = 0; i < n; i++)
		stood[i] = is_standing(&o->alarms[i]);
	wrong = event(p, stage_get_clock(&p->stage));
	if (wrong)
		return wrong;
	put_state(p);
	put_fired(p, passed, before);
	put_turned(p, stood, n);
	put_fired(p, o->happenings, passed);
	return NULL;
}

static const char *play_reset(struct player *p)
{
	stage_reset(&p->stage);
	p->n_plain = 0;
	return say(p, "ok");
}

/* --- lines */

typedef const char *line_fn(struct player *p);

static const struct {
	const char *word;
	line_fn *line;
	event_fn *event;
} lines[] = {
	{"at", NULL, do_nothing},
	{"set", NULL, do_set},
	{"pause", NULL, do_pause},
	{"resume", NULL, do_resume},
	{"end", NULL, do_end},
	{"reopen", NULL, do_reopen},
	{"ack", NULL, do_ack},
	{"start", NULL, do_start},
	{"reset", play_reset, NULL},
	{"between", play_conversion, NULL},
	{"add", play_conversion, NULL},
	{"open", play_conversion, NULL},
	{"ladder", play_ladder, NULL},
	{"calendar", play_calendar, NULL},
	{"always", play_always, NULL},
};

static const char *play_line(struct player *p)
{
	for (size_t i = 0; p->in.n > 0 && i < N_OF(lines); i++)
		if (strcmp(p->in.word[0], lines[i].word) == 0)
			return lines[i].line ? lines[i].line(p) : play_event(p, lines[i].event);
	return "no line begins like this";
}

int main(void)
{
	static struct player p;

	stage_init(&p.stage);
	arena_init(&p.rules);
	buf_init(&p.out);
	while (read_line(&p.in)) {
		buf_clear(&p.out);
		const char *wrong = play_line(&p);

		if (wrong)
			printf("error %s\n", wrong);
		else
			puts(p.out.data);
	}
	stage_fini(&p.stage);
	arena_fini(&p.rules);
	buf_fini(&p.out);
	free(p.plain);
	free(p.in.line);
	return ferror(stdout) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
