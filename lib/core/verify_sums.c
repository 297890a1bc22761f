/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what all orders of a store add up to: quota places, agreed lines, and report.kpi by kind,
 * service and tier, each beside what the store keeps or answers. It never looks into one order twice.
 */
#include <math.h>
#include <string.h>

#include "core/check.h"

/* --- adding up --------------------------------------------------------------------------------------- */

static const char *or_none(const char *text)
{
	return text ? text : "";
}

static struct verify_group *get_group(
	struct verify *v, enum order_kind kind, const char *service, enum tier tier)
{
	for (int i = 0; i < v->n_groups; i++) {
		struct verify_group *g = &v->groups[i];

		if (g->kind == kind && g->tier == tier && strcmp(g->service, service) == 0)
			return g;
	}
	if (v->n_groups == v->size_groups) {
		int size = v->size_groups ? v->size_groups * 2 : 32;
		struct verify_group *grown = arena_new_n(v->arena, (size_t)size, struct verify_group);

		if (v->n_groups)
			memcpy(grown, v->groups, (size_t)v->n_groups * sizeof(*grown));
		v->groups = grown;
		v->size_groups = size;
	}
	v->groups[v->n_groups] = (struct verify_group){
		.kind = kind, .service = arena_str(v->arena, service), .tier = tier};
	return &v->groups[v->n_groups++];
}

/* In any generation: a miss is never undone by a later one (rules.md 15). */
static bool has_missed(const struct order *o, enum clock_kind kind, int64_t ref)
{
	for (int i = 0; i < o->n_clocks; i++)
		if (o->clocks[i].kind == kind && o->clocks[i].ref == ref && o->clocks[i].is_missed)
			return true;
	return false;
}

static void add_figures(struct verify *v, const struct order *o, const struct order *rebuilt)
{
	struct verify_group *g;

	if (o->state == ORDER_CANCELLED ||
		(o->arrived_at == INSTANT_NONE && o->finished_at == INSTANT_NONE))
		return;
	g = get_group(v, o->kind, o->service, o->tier);
	g->orders += o->arrived_at != INSTANT_NONE;
	if (o->finished_at == INSTANT_NONE)
		return;
	g->finished++;
	g->missed += has_missed(rebuilt, CLOCK_ORDER, 0);
	for (int i = 0; i < o->n_tasks; i++) {
		if (o->tasks[i].state != TASK_DONE)
			continue;
		g->tasks++;
		g->tasks_missed += has_missed(rebuilt, CLOCK_TASK, o->tasks[i].id);
		g->reworked += o->tasks[i].rework > 0;
	}
}

void check_add_sums(const struct check *k, const struct order *rebuilt)
{
	const struct order *o = k->order;
	struct verify *v = k->v;

	if (o->quota)
		places_get_quota(&v->places, v->arena, o->quota, o->quota_month)->used++;
	if (o->agreed_month)
		places_get_agreed(&v->places, v->arena, or_none(o->unit), o->service, o->agreed_month)
			->used += o->agreed_lines;
	add_figures(v, o, rebuilt ? rebuilt : o);
}

/* --- places --------------------------------------------------------------------------------------------- */

static void check_quotas(const struct check *k, const struct places *stored)
{
	struct verify *v = k->v;

	for (int i = 0; i < stored->n_quotas; i++) { /* no order may hold one */
		const struct quota_use *q = &stored->quotas[i];

		places_get_quota(&v->places, v->arena, q->quota, q->month);
	}
	for (int i = 0; i < v->places.n_quotas; i++) {
		const struct quota_use *held = &v->places.quotas[i];
		int64_t used = 0;

		for (int n = 0; n < stored->n_quotas; n++)
			if (stored->quotas[n].quota == held->quota && stored->quotas[n].month == held->month)
				used = stored->quotas[n].used;
		check_count(k,
			arena_fmt(k->page, "quota %lld in %s", (long long)held->quota,
				check_spell_month(k->page, held->month)),
			"number of places taken", used, held->used);
	}
}

static void check_agreed(const struct check *k, const struct places *stored)
{
	struct verify *v = k->v;

	for (int i = 0; i < stored->n_agreed; i++) {
		const struct agreed_use *u = &stored->agreed[i];

		places_get_agreed(&v->places, v->arena, u->unit, u->service, u->month);
	}
	for (int i = 0; i < v->places.n_agreed; i++) {
		const struct agreed_use *sum = &v->places.agreed[i];
		int64_t used = 0;

		for (int n = 0; n < stored->n_agreed; n++) {
			const struct agreed_use *u = &stored->agreed[n];

			if (u->month == sum->month && strcmp(u->unit, sum->unit) == 0 &&
				strcmp(u->service, sum->service) == 0)
				used = u->used;
		}
		check_count(k,
			arena_fmt(k->page, "agreed quantity of %s, %s in %s", sum->unit, sum->service,
				check_spell_month(k->page, sum->month)),
			"number of lines used", used, sum->used);
	}
}

void verify_places(struct verify *v, const struct places *stored)
{
	const struct check k = {.v = v, .page = v->arena};

	check_quotas(&k, stored);
	check_agreed(&k, stored);
}

/* --- report.kpi ------------------------------------------------------------------------------------------ */

static const struct cell *find_cell(const struct found *kpi, int row, const char *name)
{
	static const struct cell none = {.type = CELL_NULL};

	for (int i = 0; i < kpi->n_columns; i++)
		if (strcmp(kpi->columns[i], name) == 0)
			return &kpi->cells[row * kpi->n_columns + i];
	return &none;
}

static struct verify_group *group_of_row(struct verify *v, const struct found *kpi, int row)
{
	const char *kind = find_cell(kpi, row, "kind")->text, *tier = find_cell(kpi, row, "tier")->text;

	return get_group(v, (enum order_kind)word_value(WORDS_ORDER_KIND, kind ? kind : ""),
		or_none(find_cell(kpi, row, "service")->text),
		(enum tier)word_value(WORDS_TIER, tier ? tier : ""));
}

static void check_group(
	const struct check *k, const struct verify_group *g, const struct found *kpi, int row)
{
	const struct {
		const char *name;
		int64_t counted;
	} counts[] = {{"orders", g->orders}, {"finished", g->finished}, {"missed", g->missed},
		{"tasks", g->tasks}, {"tasks_missed", g->tasks_missed}, {"reworked", g->reworked}};
	const char *kind = word_name(WORDS_ORDER_KIND, g->kind), *tier = word_name(WORDS_TIER, g->tier);
	const char *of = arena_fmt(k->page, "report.kpi, %s, %s, tier %s", kind ? kind : "none",
		g->service, tier ? tier : "none");
	const struct cell *rate = row < 0 ? NULL : find_cell(kpi, row, "on_time_rate");

	for (size_t i = 0; i < N_OF(counts); i++)
		check_count(k, of, counts[i].name,
			row < 0 ? 0 : find_cell(kpi, row, counts[i].name)->integer, counts[i].counted);
	if (!rate || !g->finished)
		return;
	double counted = (double)(g->finished - g->missed) / (double)g->finished;
	if (rate->type != CELL_REAL || fabs(rate->real - counted) > 1e-9)
		check_say(k, "%s: on_time_rate is answered as %.6f, by the history it is %.6f", of,
			rate->type == CELL_REAL ? rate->real : NAN, counted);
}

void verify_kpi(struct verify *v, const struct found *kpi)
{
	const struct check k = {.v = v, .page = v->arena};
	const struct verify_group *group;

	for (int row = 0; row < kpi->n; row++)
		group_of_row(v, kpi, row); /* what only the report knows of stands here with nothing */
	for (int i = 0; i < v->n_groups; i++) {
		int row = 0;

		group = &v->groups[i];
		while (row < kpi->n && group_of_row(v, kpi, row) != group)
			row++;
		check_group(&k, group, kpi, row < kpi->n ? row : -1);
	}
}
