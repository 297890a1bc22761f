/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the verdict: what was found, held against the thresholds, as one line of the Nagios plugin
 * conventions with its performance data. It never asks the daemon anything.
 */
#include "check/judge.h"

#include <inttypes.h>
#include <stdlib.h>

struct judging {
	const struct finding *f;
	const struct limits *warning, *critical;
	enum verdict verdict;
	int n_reasons;
	FILE *reasons;
};

const char *verdict_name(enum verdict v)
{
	static const char *const names[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};

	return names[v];
}

void verdict_put_text(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc((unsigned char)*text < 0x20 || *text == 0x7f || *text == '|' ? ' ' : *text, out);
}

/* 90 -> 90s, 600 -> 10m, 5400 -> 1h30m */
static void put_span(FILE *out, int64_t s)
{
	if (s >= 86400)
		fprintf(out, "%" PRId64 "d%" PRId64 "h", s / 86400, s % 86400 / 3600);
	else if (s >= 3600)
		fprintf(out, "%" PRId64 "h%" PRId64 "m", s / 3600, s % 3600 / 60);
	else if (s >= 120)
		fprintf(out, "%" PRId64 "m", s / 60);
	else
		fprintf(out, "%" PRId64 "s", s);
}

static void reason_open(struct judging *j, enum verdict v)
{
	if (v > j->verdict)
		j->verdict = v;
	if (j->n_reasons++)
		fputs("; ", j->reasons);
}

/* value: in the limit's unit, of something that is there. */
static enum verdict weigh(const struct judging *j, enum subject s, int64_t value)
{
	int64_t warning = j->warning->from[s], critical = j->critical->from[s];

	if (critical != LIMIT_NONE && value >= critical)
		return VERDICT_CRITICAL;
	return warning != LIMIT_NONE && value >= warning ? VERDICT_WARNING : VERDICT_OK;
}

static void put_count(FILE *out, const struct finding *f, enum subject s)
{
	fprintf(
		out, "%s%" PRId64 " %s", f->has_more ? "at least " : "", f->alarms[s].n, subject_name(s));
}

static void judge_alarms(struct judging *j, enum subject s)
{
	const struct finding *f = j->f;

	if (f->alarms[s].n == 0)
		return;
	enum verdict v = weigh(j, s, f->alarms[s].oldest_s);

	if (v == VERDICT_OK)
		return;
	reason_open(j, v);
	put_count(j->reasons, f, s);
	fprintf(j->reasons, " alarm%s, the oldest for ", f->alarms[s].n == 1 ? "" : "s");
	put_span(j->reasons, f->alarms[s].oldest_s);
}

/* Why the alarms were not counted to the end. Those that were are judged all the same. */
static void judge_counting(struct judging *j)
{
	const struct finding *f = j->f;
	int64_t n = 0;

	if (f->is_counted)
		return;
	for (int s = 0; s < SUBJECT_SEVERITIES; s++)
		n += f->alarms[s].n;
	reason_open(j, f->is_store_away ? VERDICT_CRITICAL : VERDICT_WARNING);
	fputs(f->is_store_away ? "the store is away"
			: n > 0        ? "the alarms could not all be read"
						   : "the alarms could not be read",
		j->reasons);
	if (f->problem[0]) {
		fputs(": ", j->reasons);
		verdict_put_text(j->reasons, f->problem);
	}
}

static void judge_daemon(struct judging *j)
{
	const struct finding *f = j->f;

	if (f->takes_no_changes) {
		reason_open(j, VERDICT_CRITICAL);
		fputs("the store takes no changes: ", j->reasons);
		verdict_put_text(j->reasons, f->problem);
	}

	enum verdict lag = f->lag_ms > 0 ? weigh(j, SUBJECT_LAG, f->lag_ms / 1000) : VERDICT_OK;
	if (lag != VERDICT_OK) {
		reason_open(j, lag);
		fputs("timers are ", j->reasons);
		put_span(j->reasons, f->lag_ms / 1000);
		fputs(" behind", j->reasons);
	}
	int64_t percent = f->queue_max > 0 ? f->n_queued * 100 / f->queue_max : 0;
	enum verdict queue = weigh(j, SUBJECT_QUEUE, percent);
	if (queue != VERDICT_OK) {
		reason_open(j, queue);
		fprintf(j->reasons, "%" PRId64 " calls wait, %" PRId64 "%% of what there is room for",
			f->n_queued, percent);
	}
}

/* label=value;warn;crit;min;max; room: what 100 percent of the limit are, 100: the limit itself. */
static void put_data(FILE *out, const struct judging *j, enum subject s, int64_t room)
{
	const int64_t limits[] = {j->warning->from[s], j->critical->from[s]};

	for (int i = 0; i < 2; i++) {
		fputc(';', out);
		if (limits[i] != LIMIT_NONE)
			fprintf(out, "%" PRId64, limits[i] * room / 100);
	}
	fputs(";0", out);
}

static void put_performance(FILE *out, const struct judging *j)
{
	const struct finding *f = j->f;

	fputs(" |", out);
	for (int s = SUBJECT_SEVERITIES - 1; f->is_counted && s >= 0; s--) {
		fprintf(out, " %s=%" PRId64 ";;;0", subject_name((enum subject)s), f->alarms[s].n);
		fprintf(out, " %s_age=%" PRId64 "s", subject_name((enum subject)s), f->alarms[s].oldest_s);
		put_data(out, j, (enum subject)s, 100);
	}
	fprintf(out, " lag=%" PRId64 ".%03" PRId64 "s", f->lag_ms / 1000, f->lag_ms % 1000);
	put_data(out, j, SUBJECT_LAG, 100);
	fprintf(out, " queue=%" PRId64, f->n_queued);
	put_data(out, j, SUBJECT_QUEUE, f->queue_max);
	fprintf(out, ";%" PRId64 " sessions=%" PRId64 ";;;0\n", f->queue_max, f->n_sessions);
}

/* What there is, when nothing of it is too much. */
static void put_calm(FILE *out, const struct finding *f)
{
	bool is_first = true;

	for (int s = SUBJECT_SEVERITIES - 1; s >= 0; s--) {
		if (f->alarms[s].n == 0)
			continue;
		fputs(is_first ? "" : ", ", out);
		put_count(out, f, (enum subject)s);
		is_first = false;
	}
	fputs(is_first ? "no alarm stands" : " standing, none too old", out);
}

enum verdict finding_judge(
	const struct finding *f, const struct limits *warning, const struct limits *critical, FILE *out)
{
	char *text = NULL;
	size_t len = 0;
	struct judging j = {.f = f, .warning = warning, .critical = critical, .verdict = VERDICT_OK};

	j.reasons = open_memstream(&text, &len);
	if (!j.reasons) {
		fputs("SLIPLOOP UNKNOWN - out of memory\n", out);
		return VERDICT_UNKNOWN;
	}
	judge_counting(&j);
	judge_daemon(&j);
	for (int s = SUBJECT_SEVERITIES - 1; s >= 0; s--)
		judge_alarms(&j, (enum subject)s);
	if (j.n_reasons == 0)
		put_calm(j.reasons, f);
	bool is_whole = fclose(j.reasons) == 0;

	if (is_whole) {
		fprintf(out, "SLIPLOOP %s - %s", verdict_name(j.verdict), text);
		put_performance(out, &j);
	} else {
		fputs("SLIPLOOP UNKNOWN - out of memory\n", out);
		j.verdict = VERDICT_UNKNOWN;
	}
	free(text);
	return j.verdict;
}
