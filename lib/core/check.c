/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the words in which a difference between what is stored and what the history says is told, and
 * the comparing of one value with another. It never works a value out.
 */
#include "core/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/calendar.h"

enum { SENTENCE_MAX = 600 };

void check_say(const struct check *k, const char *fmt, ...)
{
	struct verify *v = k->v;
	char text[SENTENCE_MAX];
	va_list ap;

	if (v->n_differences++ >= VERIFY_SHOWN_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	v->differences[v->n_differences - 1] = k->order
		? arena_fmt(v->arena, "%s: %s", order_number(k->page, k->order), text)
		: arena_str(v->arena, text);
}

static void differ(const struct check *k, const char *of, const char *what, const char *stored,
	const char *rebuilt)
{
	check_say(k, "%s%s%s is stored as %s, by the history it is %s", of ? of : "", of ? ": " : "",
		what, stored, rebuilt);
}

const char *check_spell_at(struct arena *a, int64_t at)
{
	const int64_t day_ms = INT64_C(86400000);
	int64_t day = at / day_ms - (at % day_ms < 0), ms = at - day * day_ms;
	int year, month, d;

	if (at == INSTANT_NONE)
		return "none";
	day_to_date(day, &year, &month, &d);
	return arena_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, d, (int)(ms / 3600000),
		(int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
}

static const char *spell_span(struct arena *a, int64_t ms)
{
	const char *sign = ms < 0 ? "-" : "";
	int64_t n = ms < 0 ? -ms : ms;

	return arena_fmt(a, "%s%lld.%03lld s", sign, (long long)(n / 1000), (long long)(n % 1000));
}

void check_at(
	const struct check *k, const char *of, const char *what, int64_t stored, int64_t rebuilt)
{
	if (stored != rebuilt)
		differ(k, of, what, check_spell_at(k->page, stored), check_spell_at(k->page, rebuilt));
}

void check_span(
	const struct check *k, const char *of, const char *what, int64_t stored, int64_t rebuilt)
{
	if (stored != rebuilt)
		differ(k, of, what, spell_span(k->page, stored), spell_span(k->page, rebuilt));
}

void check_count(
	const struct check *k, const char *of, const char *what, int64_t stored, int64_t rebuilt)
{
	if (stored != rebuilt)
		differ(k, of, what, arena_fmt(k->page, "%lld", (long long)stored),
			arena_fmt(k->page, "%lld", (long long)rebuilt));
}

void check_yes(const struct check *k, const char *of, const char *what, bool stored, bool rebuilt)
{
	if (stored != rebuilt)
		differ(k, of, what, stored ? "yes" : "no", rebuilt ? "yes" : "no");
}

void check_word(const struct check *k, const char *of, const char *what, enum words set, int stored,
	int rebuilt)
{
	const char *was = word_name(set, stored), *is = word_name(set, rebuilt);

	if (stored != rebuilt)
		differ(k, of, what, was ? was : "none", is ? is : "none");
}

void check_text(const struct check *k, const char *of, const char *what, const char *stored,
	const char *rebuilt)
{
	if (stored == rebuilt || (stored && rebuilt && strcmp(stored, rebuilt) == 0))
		return;
	differ(k, of, what, stored ? stored : "none", rebuilt ? rebuilt : "none");
}

const char *check_spell_month(struct arena *a, int64_t month)
{
	return arena_fmt(a, "%lld-%02lld", (long long)(month / 12), (long long)(month % 12 + 1));
}

const char *check_spell_clock(
	const struct check *k, enum clock_kind clock, int64_t ref, int generation)
{
	const char *name = word_name(WORDS_CLOCK_KIND, clock);
	const struct task *t = order_get_clock_task((struct order *)k->order, clock, ref);

	name = name ? name : "?";
	if (t)
		return arena_fmt(k->page, "clock %s of task %s, generation %d", name, t->name, generation);
	if (ref)
		return arena_fmt(
			k->page, "clock %s of %lld, generation %d", name, (long long)ref, generation);
	return arena_fmt(k->page, "clock %s, generation %d", name, generation);
}
