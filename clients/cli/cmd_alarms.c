/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop alarms`: alarms grouped by order, the order with the worst first. Owns nothing;
 * acknowledges nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "alarm_step.h"
#include "cmd.h"
#include "moment.h"
#include "table.h"

#define ALARMS_MAX 2000

static int severity_rank(const json_t *alarm)
{
	const char *severity = field_text(alarm, "severity");
	for (int i = 0; i < ALARM_SEVERITIES; i++)
		if (strcmp(severity, alarm_severities[i]) == 0)
			return i;
	return ALARM_SEVERITIES;
}

struct ranked {
	json_t *alarm;
	int worst; /* of its order */
	int rank;
	int64_t order, raised;
};

static int ranked_compare(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	if (x->worst != y->worst)
		return x->worst - y->worst;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank - y->rank;
	return x->raised < y->raised ? -1 : x->raised > y->raised;
}

/* The worst severity of each order, so that its alarms stand together in its place. */
static struct ranked *alarms_rank(const json_t *alarms)
{
	size_t n = json_array_size(alarms);
	struct ranked *ranked = calloc(n + 1, sizeof ranked[0]);
	json_t *worst = json_object();
	if (ranked == NULL)
		abort();
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < n; i++) {
			struct ranked *r = &ranked[i];
			char key[24];
			r->alarm = json_array_get(alarms, i);
			r->rank = severity_rank(r->alarm);
			r->order = field_integer(r->alarm, "order", 0);
			r->raised = field_instant(r->alarm, "raised_at");
			snprintf(key, sizeof key, "%lld", (long long)r->order);
			int64_t known = field_integer(worst, key, ALARM_SEVERITIES + 1);
			if (pass == 0 && r->rank < known)
				json_object_set_new(worst, key, json_integer(r->rank));
			r->worst = (int)known;
		}
	json_decref(worst);
	qsort(ranked, n, sizeof ranked[0], ranked_compare);
	return ranked;
}

/* From when on its people are told, where their station was closed as it rose: "from 09:00". */
static void notice_put(struct libscols_line *row, int col, const json_t *alarm)
{
	int64_t raised_at = field_instant(alarm, "last_at"), at = field_instant(alarm, "notify_at");
	char raised[MOMENT_TEXT_MAX], told[MOMENT_TEXT_MAX];
	if (raised_at == INSTANT_NONE)
		raised_at = field_instant(alarm, "raised_at");
	if (at == INSTANT_NONE || at <= raised_at)
		return;
	moment_when(raised_at, raised);
	moment_when(at, told);
	size_t of_date = strlen("2026-03-06 ");
	bool is_same_day = strlen(told) > of_date && strncmp(raised, told, of_date) == 0;
	table_putf(row, col, COLOUR_WARN, T(FROM_WHEN), is_same_day ? told + of_date : told);
}

static void alarm_row(
	const struct cli *cli, struct libscols_table *table, const json_t *alarm, bool is_first)
{
	static const enum colour colours[ALARM_SEVERITIES + 1] = {
		COLOUR_BAD, COLOUR_BAD, COLOUR_WARN, COLOUR_NONE, COLOUR_NONE};
	struct libscols_line *row = table_row(table);
	char raised[MOMENT_TEXT_MAX] = "", ago[MOMENT_TEXT_MAX] = "", step[MOMENT_TEXT_MAX];
	int64_t raised_at = field_instant(alarm, "raised_at");
	if (raised_at != INSTANT_NONE) {
		moment_when(raised_at, raised);
		moment_span(cli->now_at - raised_at, ago);
	}
	const char *state = field_text(alarm, "state");
	char told[512];
	table_put(row, 0, is_first ? field_text(alarm, "number") : "", COLOUR_HEAD);
	table_put(row, 1, text_word(field_text(alarm, "severity")), colours[severity_rank(alarm)]);
	table_put(row, 2, text_word(field_text(alarm, "clock")), COLOUR_NONE);
	table_put(row, 3, field_text(alarm, "task"), COLOUR_NONE);
	table_put(row, 4, field_text(alarm, "station"), COLOUR_NONE);
	alarm_step_text(alarm, step);
	table_put(row, 5, step, COLOUR_NONE);
	table_put(row, 6, raised, COLOUR_NONE);
	table_put(row, 7, ago, COLOUR_NONE);
	table_putf(row, 8, COLOUR_NONE, "%lld", (long long)field_integer(alarm, "count", 1));
	table_put(row, 9, text_word(state), strcmp(state, "raised") == 0 ? COLOUR_WARN : COLOUR_DIM);
	field_texts(json_object_get(alarm, "told"), ", ", told, sizeof told);
	table_put(row, 10, told, COLOUR_DIM);
	notice_put(row, 11, alarm);
	table_putf(row, 12, COLOUR_DIM, "%lld", (long long)field_integer(alarm, "id", 0));
}

static void alarms_table(const struct cli *cli, const json_t *alarms)
{
	static const struct table_col cols[] = {
		{TEXT_NUMBER, 0},
		{TEXT_SEVERITY, 0},
		{TEXT_CLOCK, 0},
		{TEXT_TASK, 0},
		{TEXT_STATION, 0},
		{TEXT_STEP, TABLE_RIGHT},
		{TEXT_RAISED, 0},
		{TEXT_AGO, TABLE_RIGHT},
		{TEXT_COUNT, TABLE_RIGHT},
		{TEXT_STATE, 0},
		{TEXT_TOLD, TABLE_ELASTIC},
		{TEXT_NOTICE, 0},
		{TEXT_ID, TABLE_RIGHT},
	};
	struct libscols_table *table = table_new(cols, sizeof cols / sizeof cols[0]);
	struct ranked *ranked = alarms_rank(alarms);
	for (size_t i = 0; i < json_array_size(alarms); i++)
		alarm_row(cli, table, ranked[i].alarm, i == 0 || ranked[i].order != ranked[i - 1].order);
	free(ranked);
	table_finish(table);
}

/* Those that stand: raised and acknowledged, unless a state is asked for. */
static json_t *alarms_fetch(struct cli *cli, const json_t *params)
{
	static const char *const states[] = {"raised", "acknowledged"};
	json_t *all = json_array();
	bool is_narrowed = json_object_get(params, "state") != NULL ||
		json_object_get(params, "since") != NULL;
	for (int i = 0; i < (is_narrowed ? 1 : 2); i++) {
		json_t *asked = json_copy((json_t *)params);
		if (!is_narrowed)
			json_object_set_new(asked, "state", json_string(states[i]));
		json_t *part = cli_list(cli, "alarm.list", asked, ALARMS_MAX);
		if (part == NULL) {
			json_decref(all);
			return NULL;
		}
		json_array_extend(all, part);
		json_decref(part);
	}
	return all;
}

static enum cli_status alarms_run(struct cli *cli, const struct cmd_args *args)
{
	if (cli->is_json) {
		json_t *page = cli_call(cli, "alarm.list", json_incref(args->params));
		enum cli_status status = page != NULL ? cli_print_reply(page) : cli->status;
		json_decref(page);
		return status;
	}
	if (!cli_info(cli))
		return cli->status;
	json_t *alarms = alarms_fetch(cli, args->params);
	if (alarms == NULL)
		return cli->status;
	alarms_table(cli, alarms);
	json_decref(alarms);
	return CLI_OK;
}

const struct cmd_entry cmd_alarms_entry = {
	.name = "alarms",
	.usage = "[state=S] [station=NAME] [severity=S] [since=CURSOR] [limit=N]",
	.doc = TEXT_DOC_ALARMS,
	.takes_keys = true,
	.run = alarms_run,
};
