/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What became of a replay's cases, as the daemon tells it at the last instant: the verdicts file and
 * the figures. Owns the file; computes no time of its own.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alarm_step.h"
#include "feed.h"
#include "replay.h"

struct verdict {
	char tier;
	enum log_state state;
	int64_t spent, limit;
	bool is_missed;
};

struct asked {
	struct replay *replay;
	struct verdict *verdicts; /* at the places of the cases */
};

static const char *const state_words[LOG_STATE_N] = {
	"executing", "hold", "awaiting_signature", "archived"};

/* The order clock of the latest generation. */
static const json_t *order_clock(const json_t *order)
{
	const json_t *latest = NULL;
	json_t *clock;
	size_t i;
	json_array_foreach(json_object_get(order, "clocks"), i,
		clock) if (strcmp(field_text(clock, "clock"), "order") == 0 &&
		(latest == NULL ||
			field_integer(clock, "generation", 0) >= field_integer(latest, "generation", 0)))
		latest = clock;
	return latest;
}

static bool state_find(const json_t *order, enum log_state *state)
{
	const char *name = field_text(order, "state");
	if (strcmp(name, "executing") == 0 && json_is_object(json_object_get(order, "hold")))
		name = "hold";
	for (int i = 0; i < LOG_STATE_N; i++)
		if (strcmp(state_words[i], name) == 0) {
			*state = (enum log_state)i;
			return true;
		}
	return false;
}

static void order_answered(void *arg, unsigned long place, json_t *result)
{
	struct asked *asked = arg;
	struct replay *replay = asked->replay;
	const json_t *order = json_object_get(result, "order");
	const json_t *clock = order_clock(order);
	json_int_t id = json_integer_value(json_object_get(order, "id"));
	struct verdict *verdict = &asked->verdicts[place - replay->log.n_events];
	verdict->tier = *field_text(order, "tier");
	verdict->spent = field_span(clock, "spent");
	verdict->limit = field_span(clock, "limit");
	verdict->is_missed = json_is_true(json_object_get(clock, "missed"));
	if (!state_find(order, &verdict->state) || verdict->spent == INSTANT_NONE ||
		verdict->limit == INSTANT_NONE)
		drive_fail(&replay->drive, CLI_REFUSED, T(REPLAY_ODD_ORDER), (long long)id);
}

static bool orders_ask(struct asked *asked)
{
	struct replay *replay = asked->replay;
	for (size_t i = 0; i < replay->log.cases.n; i++) {
		struct drive_request request = {
			.method = "order.get",
			.params = json_pack("{s:I}", "id", replay->cases[i].order),
			.as = REPLAY_DISPATCHER,
			.place = replay->log.n_events + i, /* beyond the events: a case */
			.fn = order_answered,
			.arg = asked,
		};
		if (!drive_send(&replay->drive, &request))
			return false;
	}
	return drive_drain(&replay->drive);
}

static void csv_text(FILE *file, const char *text)
{
	if (strpbrk(text, ",\"\r\n") == NULL) {
		fputs(text, file);
		return;
	}
	fputc('"', file);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', file);
		fputc(*text, file);
	}
	fputc('"', file);
}

static bool verdicts_write(const struct asked *asked, const char *path)
{
	struct drive *drive = &asked->replay->drive;
	FILE *file = fopen(path, "we");
	if (file == NULL) {
		drive_fail(drive, CLI_REFUSED, "%s: %s", path, strerror(errno));
		return false;
	}
	fputs("case,tier,state,spent_s,limit_s,missed\n", file);
	for (size_t i = 0; i < asked->replay->log.cases.n; i++) {
		const struct verdict *verdict = &asked->verdicts[i];
		char spent[SPAN_TEXT_MAX], limit[SPAN_TEXT_MAX];
		span_format_seconds(verdict->spent, spent);
		span_format_seconds(verdict->limit, limit);
		csv_text(file, asked->replay->log.cases.at[i]);
		fprintf(file, ",%c,%s,%s,%s,%s\n", verdict->tier, state_words[verdict->state], spent, limit,
			verdict->is_missed ? "true" : "false");
	}
	bool is_written = !ferror(file);
	if (fclose(file) != 0 || !is_written) {
		drive_fail(drive, CLI_REFUSED, "%s: %s", path, strerror(errno));
		return false;
	}
	return true;
}

/* Alarms the order clock's step at the whole limit raised, whatever became of them since. */
static void alarm_count(void *arg, const json_t *alarm)
{
	unsigned *n_alarms = arg;
	if (strcmp(field_text(alarm, "clock"), "order") == 0 &&
		fabs(alarm_step_share(alarm) - 1.0) < 1e-9)
		++*n_alarms;
}

static void figures_count(const struct asked *asked, struct replay_figures *figures)
{
	for (size_t i = 0; i < asked->replay->log.cases.n; i++) {
		const struct verdict *verdict = &asked->verdicts[i];
		figures->n_by_state[verdict->state]++;
		figures->n_missed += verdict->is_missed;
		if (verdict->tier >= 'A' && verdict->tier <= 'C') {
			figures->n_by_tier[verdict->tier - 'A']++;
			figures->n_missed_by_tier[verdict->tier - 'A'] += verdict->is_missed;
		}
	}
}

bool replay_verdicts(struct replay *replay, const char *path, struct replay_figures *figures)
{
	memset(figures, 0, sizeof *figures);
	struct asked asked = {
		.replay = replay, .verdicts = calloc(replay->log.cases.n, sizeof(struct verdict))};
	if (asked.verdicts == NULL)
		abort();
	bool is_good = orders_ask(&asked) &&
		feed_follow(&replay->drive, alarm_count, &figures->n_alarms) &&
		(path == NULL || verdicts_write(&asked, path));
	if (is_good)
		figures_count(&asked, figures);
	free(asked.verdicts);
	return is_good;
}
