/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop replay`: a log of another system, lived again as orders under the virtual clock. Owns
 * the replay from the first event to the last; what an action means stands in log_flow.c.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cmd.h"
#include "moment.h"
#include "replay.h"

static void event_describe(void *arg, unsigned long place, char where[DRIVE_WHERE_MAX])
{
	struct replay *replay = arg;
	const struct log *log = &replay->log;
	if (place >= log->n_events) {
		where[0] = '\0'; /* before the first event or after the last */
		return;
	}
	const struct log_event *event = &log->events[place];
	char at[INSTANT_TEXT_MAX];
	instant_format(event->at, at);
	snprintf(where, DRIVE_WHERE_MAX, T(REPLAY_EVENT), log->cases.at[event->of_case],
		(unsigned long)event->line, log->activities.at[event->activity], at);
}

static void order_raised(void *arg, unsigned long place, json_t *result)
{
	struct replay *replay = arg;
	json_t *order = json_object_get(result, "order");
	replay->cases[replay->log.events[place].of_case].order = json_integer_value(
		json_object_get(order, "id"));
}

static void order_dispatched(void *arg, unsigned long place, json_t *result)
{
	struct replay *replay = arg;
	json_t *tasks = json_object_get(json_object_get(result, "order"), "tasks");
	replay->cases[replay->log.events[place].of_case].task = json_integer_value(
		json_object_get(json_array_get(tasks, 0), "id"));
}

static bool send_step(
	struct replay *replay, const char *method, json_t *params, const char *as, drive_answer_fn *fn)
{
	struct drive_request request = {.method = method,
		.params = params,
		.as = as,
		.place = replay->event,
		.fn = fn,
		.arg = replay};
	return drive_send(&replay->drive, &request);
}

/* Waits until an answer has told this id; what is independent of it was sent before. */
static bool await_id(struct replay *replay, const json_int_t *id)
{
	while (*id == 0) {
		if (sliploop_in_flight(replay->drive.conn) == 0) {
			drive_fail(&replay->drive, CLI_REFUSED, "%s", T(REPLAY_NO_ID));
			return false;
		}
		if (!drive_pump(&replay->drive))
			return false;
	}
	return true;
}

/* A case begins: the dispatcher raises its order and dispatches it at once as one task. */
static bool case_raise(
	struct replay *replay, const struct log_event *event, struct log_case *of_case)
{
	const struct log *log = &replay->log;
	char tier[2] = {event->tier, '\0'};
	char title[256];
	snprintf(title, sizeof title, "case %.200s", log->cases.at[event->of_case]);
	json_t *slip = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:b}", "kind", "fault", "service",
		replay->map.service, "tier", tier, "unit", REPLAY_FRONT, "customer", "replay", "title",
		title, "submit", 1);
	if (slip == NULL) { /* cut inside a character */
		drive_fail(&replay->drive, CLI_REFUSED, "%s: %s", title, T(REPLAY_LONG_NAME));
		return false;
	}
	of_case->is_raised = true;
	if (!send_step(replay, "order.create", slip, REPLAY_DISPATCHER, order_raised) ||
		!await_id(replay, &of_case->order))
		return false;
	json_t *task = json_pack("{s:I,s:[{s:s,s:s}]}", "id", of_case->order, "tasks", "name", "work",
		"station", log->stations.at[event->station]);
	return send_step(replay, "order.dispatch", task, REPLAY_DISPATCHER, order_dispatched);
}

static json_t *step_params(const struct replay *replay, const struct log_event *event,
	const char *method, enum log_step step, json_int_t id)
{
	const struct log *log = &replay->log;
	const char *activity = log->activities.at[event->activity];
	json_t *params = json_pack("{s:I}", "id", id);
	switch (step) {
	case STEP_HOLD: json_object_set_new(params, "reason", json_string("customer_not_ready")); break;
	case STEP_REFUSE:
	case STEP_SIGN:
		json_object_set_new(params, "accepted", json_boolean(step == STEP_SIGN));
		json_object_set_new(params, "by", json_string("customer"));
		break;
	case STEP_NOTE: json_object_set_new(params, "text", json_string(activity)); break;
	case STEP_COMPLETE: /* a fault's record has its four parts */
		json_object_set_new(params, "record", json_string(activity));
		json_object_set_new(params, "cause", json_string(T(NOT_IN_LOG)));
		json_object_set_new(params, "side", json_string("carrier"));
		json_object_set_new(params, "impact", json_string(T(NOT_IN_LOG)));
		json_object_set_new(params, "explanation", json_string(activity));
		break;
	case STEP_TAKE:
		if (strcmp(method, "task.reassign") == 0)
			json_object_set_new(params, "to", json_string(log->persons.at[event->person]));
		break;
	case STEP_ACCEPT:
	case STEP_RESUME:
	case STEP_ARCHIVE:
	case STEP_END: break;
	}
	return params;
}

static bool event_play(struct replay *replay, const struct log_event *event)
{
	struct log_case *of_case = &replay->cases[event->of_case];
	const char *person = replay->log.persons.at[event->person];
	if (!drive_advance(&replay->drive, event->at, replay->event))
		return false;
	if (!of_case->is_raised && !case_raise(replay, event, of_case))
		return false;
	const enum log_step *steps = log_flow_steps(event->action, of_case->state);
	for (int i = 0; i < LOG_STEPS_MAX && steps[i] != STEP_END; i++) {
		const char *method = log_flow_method(of_case, steps[i]);
		if (method == NULL)
			continue;
		bool is_on_task = log_step_is_on_task(steps[i]);
		if (is_on_task && !await_id(replay, &of_case->task))
			return false;
		json_t *params = step_params(
			replay, event, method, steps[i], is_on_task ? of_case->task : of_case->order);
		if (!send_step(replay, method, params,
				log_step_is_dispatchers(steps[i]) ? REPLAY_DISPATCHER : person, NULL))
			return false;
		log_flow_enter(of_case, steps[i]);
	}
	return true;
}

static bool events_play(struct replay *replay)
{
	struct drive *drive = &replay->drive;
	for (replay->event = 0; replay->event < replay->log.n_events; replay->event++) {
		const struct log_event *event = &replay->log.events[replay->event];
		if (!event_play(replay, event))
			return false;
		char when[MOMENT_TEXT_MAX];
		moment_when(event->at, when);
		progress_show(&drive->progress, replay->event + 1, when);
	}
	return drive_drain(drive);
}

/* The store's time never runs backwards: an older log needs a new store. */
static bool start_check(struct replay *replay)
{
	int64_t first_at = replay->log.events[0].at;
	if (first_at >= replay->drive.now_at)
		return true;
	char first[INSTANT_TEXT_MAX], now[INSTANT_TEXT_MAX];
	instant_format(first_at, first);
	instant_format(replay->drive.now_at, now);
	drive_fail(&replay->drive, CLI_REFUSED, T(DRIVE_TOO_LATE), first, now, first);
	return false;
}

static int64_t replay_span(const struct replay *replay)
{
	return replay->log.events[replay->log.n_events - 1].at - replay->log.events[0].at;
}

static void figures_json(
	const struct replay *replay, const struct replay_figures *figures, double seconds)
{
	json_t *object = json_pack("{s:i,s:i,s:{s:i,s:i,s:i,s:i},s:i,s:i,s:f,s:I,s:f}", "orders",
		(int)replay->log.cases.n, "events", (int)replay->log.n_events, "states", "executing",
		(int)figures->n_by_state[LOG_EXECUTING], "hold", (int)figures->n_by_state[LOG_HELD],
		"awaiting_signature", (int)figures->n_by_state[LOG_SIGNATURE], "archived",
		(int)figures->n_by_state[LOG_ARCHIVED], "missed", (int)figures->n_missed, "alarms_at_limit",
		(int)figures->n_alarms, "seconds", seconds, "requests", (json_int_t)replay->drive.n_sent,
		"requests_per_second", (double)replay->drive.n_sent / (seconds > 0 ? seconds : 0.001));
	cli_print_json(object, false);
	json_decref(object);
}

static void figures_text(
	const struct replay *replay, const struct replay_figures *figures, double seconds)
{
	static const char *const words[LOG_STATE_N] = {
		"executing", "hold", "awaiting_signature", "archived"};
	char span[MOMENT_TEXT_MAX];
	moment_span(replay_span(replay), span);
	printf("%s%s%s\n", screen_on(stdout, COLOUR_HEAD), T(REPLAY_HEAD), screen_off(stdout));
	printf(T(REPLAY_ORDERS), replay->log.cases.n, replay->log.n_events, span);
	for (int i = 0; i < LOG_STATE_N; i++) {
		fputs("    ", stdout);
		screen_pad(stdout, text_word(words[i]), 22);
		printf("%7u\n", figures->n_by_state[i]);
	}
	printf(T(REPLAY_MISSED), figures->n_missed, figures->n_alarms);
	for (int i = 0; i < 3; i++)
		if (figures->n_by_tier[i] > 0)
			printf(T(REPLAY_TIER), 'A' + i, figures->n_by_tier[i], figures->n_missed_by_tier[i],
				100.0 - 100.0 * figures->n_missed_by_tier[i] / figures->n_by_tier[i]);
	printf(T(REPLAY_SPEED), replay->drive.n_sent, seconds,
		(double)replay->drive.n_sent / (seconds > 0 ? seconds : 0.001));
}

static enum cli_status replay_run(struct cli *cli, struct replay *replay, const char *verdicts)
{
	struct drive *drive = &replay->drive;
	if (!drive_init(drive, cli, true) || !start_check(replay))
		return cli->status;
	drive->describe = event_describe;
	drive->describe_arg = replay;
	replay->event = replay->log.n_events;
	progress_start(&drive->progress, T(REPLAY_LABEL), replay->log.n_events);
	struct replay_figures figures;
	if (!replay_cast(replay) || !events_play(replay) ||
		!replay_verdicts(replay, verdicts, &figures)) {
		drive_drain(drive);
		return cli->status;
	}
	progress_finish(&drive->progress);
	double seconds = (double)progress_elapsed_ms(&drive->progress) / 1000;
	if (cli->is_json)
		figures_json(replay, &figures, seconds);
	else
		figures_text(replay, &figures, seconds);
	return CLI_OK;
}

static int gz_read(void *source, char *buf, unsigned size)
{
	return gzread(source, buf, size);
}

static bool log_open(struct replay *replay, const char *path)
{
	gzFile file = gzopen(path, "rbe");
	if (file == NULL) {
		cli_complain("%s: %s", path, strerror(errno));
		return false;
	}
	struct csv_reader *csv = malloc(sizeof *csv);
	if (csv == NULL)
		abort();
	char why[LOG_WHY_MAX];
	csv_init(csv, gz_read, file);
	bool is_read = log_read(&replay->log, &replay->map, csv, why);
	if (!is_read)
		cli_complain("%s: %s", path, why);
	csv_fini(csv);
	free(csv);
	gzclose(file);
	return is_read;
}

static enum cli_status cmd_replay_run(struct cli *cli, const struct cmd_args *args)
{
	const char *map = field_text(args->params, "map");
	json_t *verdicts = json_object_get(args->params, "verdicts");
	char why[LOG_WHY_MAX];
	if (*map == '\0')
		return cli_usage(cli, "%s", T(REPLAY_NO_MAP));
	struct replay replay = {.event = 0};
	enum cli_status status = CLI_USAGE;
	if (!log_map_read(&replay.map, map, why)) {
		cli_complain("%s: %s", map, why);
	} else if (log_open(&replay, args->words[0])) {
		replay.cases = calloc(replay.log.cases.n, sizeof replay.cases[0]);
		if (replay.cases == NULL)
			abort();
		status = replay_run(cli, &replay, json_string_value(verdicts));
		drive_fini(&replay.drive);
	}
	free(replay.cases);
	log_fini(&replay.log);
	log_map_fini(&replay.map);
	return status;
}

const struct cmd_entry cmd_replay_entry = {
	.name = "replay",
	.usage = "--map MAP LOG[.gz] [--verdicts OUT]",
	.doc = TEXT_DOC_REPLAY,
	.options = " map verdicts ",
	.min_words = 1,
	.max_words = 1,
	.run = cmd_replay_run,
};
