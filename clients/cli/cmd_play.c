/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop play [--figures] FILE`: a scenario file driven through the API under the virtual clock.
 * Owns the play from first line to last; never knows what a line is about.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "figures.h"
#include "moment.h"
#include "play.h"
#include "scenario.h"

/* What a line's answer is needed for, beyond not being a refusal. */
struct awaited {
	bool is_saved;
	size_t saved; /* its place in the ledger */
	json_int_t shaping; /* the order whose tasks or return slips it changes; 0: none */
};

struct play {
	struct drive drive;
	struct scenario scenario;
	struct ledger ledger;
	size_t line; /* the one being sent */
	struct awaited *awaited; /* one for each line */
};

static void line_describe(void *arg, unsigned long place, char where[DRIVE_WHERE_MAX])
{
	struct play *play = arg;
	where[0] = '\0';
	if (place < play->scenario.n_lines)
		snprintf(where, DRIVE_WHERE_MAX, T(PLAY_LINE), play->scenario.lines[place].number);
}

static void line_answered(void *arg, unsigned long place, json_t *result)
{
	struct play *play = arg;
	const struct awaited *awaited = &play->awaited[place];
	ledger_learn(&play->ledger, result);
	if (awaited->is_saved)
		ledger_save(&play->ledger, awaited->saved, result);
	if (awaited->shaping != 0)
		ledger_shaping_add(&play->ledger, awaited->shaping, -1);
}

static void line_refused(void *arg, unsigned long place, json_t *result)
{
	(void)result;
	struct play *play = arg;
	const struct awaited *awaited = &play->awaited[place];
	if (awaited->is_saved)
		play->ledger.saved[awaited->saved].state = LEDGER_REFUSED;
	if (awaited->shaping != 0)
		ledger_shaping_add(&play->ledger, awaited->shaping, -1);
}

/* A new task or return slip of an order must have been answered before it can be named. */
static bool is_settled(
	struct play *play, const struct ledger_saved *saved, const struct reference *reference)
{
	if (saved->state == LEDGER_AWAITED)
		return false;
	bool is_shaped = reference->kind == REFERENCE_TASK || reference->kind == REFERENCE_RETURN;
	return !is_shaped || !ledger_is_shaping(&play->ledger, saved->order);
}

static json_t *play_find(void *arg, const struct reference *reference)
{
	struct play *play = arg;
	json_t *index = json_object_get(play->ledger.names, reference->name);
	struct ledger_saved *saved = &play->ledger.saved[json_integer_value(index)];
	while (!is_settled(play, saved, reference))
		if (!drive_pump(&play->drive))
			return NULL;
	json_int_t id = ledger_find(&play->ledger, saved, reference);
	if (id == 0 && drive_drain(&play->drive))
		id = ledger_find(&play->ledger, saved, reference);
	if (id != 0)
		return json_integer(id);
	unsigned long number = play->scenario.lines[play->line].number;
	if (saved->state == LEDGER_REFUSED)
		drive_fail(
			&play->drive, CLI_REFUSED, T(PLAY_SAVED_REFUSED), number, reference->name, saved->line);
	else
		drive_fail(&play->drive, CLI_REFUSED, T(PLAY_SAVED_LACKS), number, reference->name,
			reference->kind == REFERENCE_TASK ? reference->task : "id/return");
	return NULL;
}

/* The order a request is about: through its task or by itself, as far as it was saved. */
static json_int_t order_of_line(const struct play *play, const struct scenario_line *line)
{
	struct reference reference;
	const char *id = json_string_value(json_object_get(line->params, "id"));
	if (id == NULL || !reference_parse(id, &reference))
		return 0;
	json_t *index = json_object_get(play->ledger.names, reference.name);
	return play->ledger.saved[json_integer_value(index)].order;
}

static bool is_shaping_method(const char *method)
{
	return strcmp(method, "order.dispatch") == 0 || strcmp(method, "task.return") == 0;
}

static bool request_send(struct play *play, const struct scenario_line *line)
{
	const char *bad = NULL;
	json_t *params = NULL;
	if (line->params != NULL) {
		params = reference_replace(line->params, play_find, play, &bad);
		if (params == NULL)
			return false;
	}
	struct awaited *awaited = &play->awaited[play->line];
	awaited->is_saved = line->save != NULL;
	if (awaited->is_saved)
		awaited->saved = ledger_await(&play->ledger, line->save, line->number);
	if (is_shaping_method(line->method))
		awaited->shaping = order_of_line(play, line);
	if (awaited->shaping != 0)
		ledger_shaping_add(&play->ledger, awaited->shaping, 1);
	struct drive_request request = {.method = line->method,
		.params = params,
		.as = line->as,
		.place = play->line,
		.expect = line->expect,
		.fn = line_answered,
		.refused_fn = line_refused,
		.arg = play};
	return drive_send(&play->drive, &request);
}

static bool line_play(struct play *play, const struct scenario_line *line)
{
	struct drive *drive = &play->drive;
	if (line->note != NULL && !drive->cli->is_json) {
		progress_finish(&drive->progress);
		screen_put(stdout, line->note);
		putchar('\n');
		fflush(stdout);
	}
	if (line->at != INSTANT_NONE && !drive_advance(drive, line->at, play->line))
		return false;
	if (line->method != NULL && !request_send(play, line))
		return false;
	char when[MOMENT_TEXT_MAX];
	moment_when(drive->now_at, when);
	progress_show(&drive->progress, play->line + 1, when);
	return true;
}

static bool lines_play(struct play *play)
{
	struct drive *drive = &play->drive;
	drive->describe = line_describe;
	drive->describe_arg = play;
	progress_start(&drive->progress, T(PLAY_LABEL), play->scenario.n_lines);
	for (play->line = 0; play->line < play->scenario.n_lines; play->line++)
		if (!line_play(play, &play->scenario.lines[play->line]))
			break;
	bool is_done = drive_drain(drive);
	progress_finish(&drive->progress);
	return is_done;
}

static int64_t first_instant(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->n_lines; i++)
		if (scenario->lines[i].at != INSTANT_NONE)
			return scenario->lines[i].at;
	return INSTANT_NONE;
}

/* The store's time never runs backwards: an older scenario needs a new store. */
static bool start_check(struct play *play)
{
	int64_t first_at = first_instant(&play->scenario);
	if (first_at == INSTANT_NONE || first_at >= play->drive.now_at)
		return true;
	char first[INSTANT_TEXT_MAX], now[INSTANT_TEXT_MAX];
	instant_format(first_at, first);
	instant_format(play->drive.now_at, now);
	drive_fail(&play->drive, CLI_REFUSED, T(DRIVE_TOO_LATE), first, now, first);
	return false;
}

static enum cli_status play_run(struct cli *cli, struct play *play, bool has_figures)
{
	struct drive *drive = &play->drive;
	bool has_instants = first_instant(&play->scenario) != INSTANT_NONE;
	if (!drive_init(drive, cli, has_instants) || !start_check(play) || !lines_play(play))
		return cli->status;
	int64_t elapsed_ms = progress_elapsed_ms(&drive->progress);
	if (!cli->is_json)
		printf(T(PLAY_DONE), play->scenario.n_lines, drive->n_sent, (double)elapsed_ms / 1000);
	if (!has_figures)
		return CLI_OK;
	int64_t from = first_instant(&play->scenario);
	return figures_print(drive, from != INSTANT_NONE ? from : drive->now_at);
}

static enum cli_status cmd_play_run(struct cli *cli, const struct cmd_args *args)
{
	const char *path = args->words[0];
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *file = is_stdin ? stdin : fopen(path, "re");
	if (file == NULL) {
		cli_complain("%s: %s", path, strerror(errno));
		return CLI_USAGE;
	}
	struct play play = {.line = 0};
	char why[SCENARIO_WHY_MAX];
	bool is_read = scenario_read(&play.scenario, file, why);
	if (!is_stdin)
		fclose(file);
	enum cli_status status = CLI_USAGE;
	ledger_init(&play.ledger);
	play.awaited = calloc(play.scenario.n_lines + 1, sizeof play.awaited[0]);
	if (play.awaited == NULL)
		abort();
	if (is_read) {
		status = play_run(cli, &play, json_is_true(json_object_get(args->params, "figures")));
		drive_fini(&play.drive);
	} else {
		cli_complain("%s: %s", path, why);
	}
	free(play.awaited);
	ledger_fini(&play.ledger);
	scenario_fini(&play.scenario);
	return status;
}

const struct cmd_entry cmd_play_entry = {
	.name = "play",
	.usage = "[--figures] FILE",
	.doc = TEXT_DOC_PLAY,
	.flags = " figures ",
	.options = " ",
	.min_words = 1,
	.max_words = 1,
	.run = cmd_play_run,
};
