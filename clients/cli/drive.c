/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream of requests under the virtual clock: identities, instants, the first refusal. Owns the
 * tokens it issued; never knows what the requests are for.
 */
#include "drive.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* On a lasting store tokens are not left behind; virtual time would outrun any span. */
#define TOKEN_TTL_REAL "PT1H"

/* A request under way. */
struct flight {
	struct drive *drive;
	struct drive_request request; /* params are gone */
};

void drive_fail(struct drive *drive, enum cli_status status, const char *fmt, ...)
{
	if (drive->is_failed)
		return;
	drive->is_failed = true;
	char text[DRIVE_WHERE_MAX + SLIPLOOP_MESSAGE_MAX];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	progress_finish(&drive->progress);
	cli_complain("%s", text);
	drive->cli->status = status;
}

static void place_text(
	struct drive *drive, const struct drive_request *request, char where[DRIVE_WHERE_MAX + 64])
{
	char place[DRIVE_WHERE_MAX] = "";
	if (drive->describe != NULL)
		drive->describe(drive->describe_arg, request->place, place);
	snprintf(
		where, DRIVE_WHERE_MAX + 64, "%s%s%s", place, *place != '\0' ? ": " : "", request->method);
}

static void drive_refused(
	struct drive *drive, const struct drive_request *request, const struct sliploop_error *error)
{
	if (drive->is_failed)
		return;
	drive->is_failed = true;
	char where[DRIVE_WHERE_MAX + 64];
	place_text(drive, request, where);
	progress_finish(&drive->progress);
	cli_refuse(drive->cli, where, error);
	if (request->expect != NULL)
		cli_complain(T(EXPECTED_CLASS), request->expect);
}

static void flight_answer(void *arg, const struct sliploop_reply *reply)
{
	struct flight *flight = arg;
	struct drive *drive = flight->drive;
	const struct drive_request *request = &flight->request;
	bool is_expected = request->expect != NULL && reply->error != NULL &&
		strcmp(reply->error->name, request->expect) == 0;

	if (drive->is_failed) {
		/* Later answers say nothing new. */
	} else if (reply->error != NULL && !is_expected) {
		drive_refused(drive, request, reply->error);
	} else if (request->expect != NULL && !is_expected) {
		char where[DRIVE_WHERE_MAX + 64];
		place_text(drive, request, where);
		drive_fail(drive, CLI_REFUSED, T(EXPECTED_REFUSAL), where, request->expect);
	} else {
		drive_answer_fn *fn = is_expected ? request->refused_fn : request->fn;
		if (fn != NULL)
			fn(request->arg, request->place, reply->result);
	}
	free(flight);
}

static bool flight_send(struct drive *drive, const struct drive_request *request)
{
	if (drive->is_failed) {
		json_decref(request->params);
		return false;
	}
	struct flight *flight = malloc(sizeof *flight);
	if (flight == NULL)
		abort();
	flight->drive = drive;
	flight->request = *request;
	flight->request.params = NULL;
	drive->n_sent++;
	if (!sliploop_submit(drive->conn, request->method, request->params, flight_answer, flight)) {
		drive_refused(drive, request, sliploop_failure_get(drive->conn));
		free(flight);
		return false;
	}
	return !drive->is_failed;
}

/* A call that has to be waited for, by the user we connected as. */
static json_t *drive_call(struct drive *drive, const char *method, json_t *params)
{
	json_t *result = cli_call(drive->cli, method, params);
	drive->n_sent++;
	if (result == NULL)
		drive->is_failed = true;
	return result;
}

static json_t *token_issue(struct drive *drive, const char *user)
{
	json_t *params = json_pack("{s:s}", "user", user);
	if (!drive->cli->is_virtual)
		json_object_set_new(params, "ttl", json_string(TOKEN_TTL_REAL));
	return drive_call(drive, "token.issue", params);
}

static bool act_as(struct drive *drive, const char *user, unsigned long place)
{
	if (strcmp(drive->acting, user) == 0)
		return true;
	json_t *token = json_object_get(drive->tokens, user);
	if (token == NULL) {
		/* Someone new: the one wait of a person, for the token. */
		if (!act_as(drive, drive->self, place) || !drive_drain(drive))
			return false;
		json_t *issued = token_issue(drive, user);
		token = json_incref(json_object_get(issued, "token"));
		json_decref(issued);
		if (drive->is_failed)
			return false;
		json_object_set_new(drive->tokens, user, token);
	}
	struct drive_request login = {
		.method = "session.login", .params = json_pack("{s:O}", "token", token), .place = place};
	drive->acting = json_object_iter_key(json_object_iter_at(drive->tokens, user));
	return flight_send(drive, &login);
}

bool drive_send(struct drive *drive, const struct drive_request *request)
{
	if (!act_as(drive, request->as != NULL ? request->as : drive->self, request->place)) {
		json_decref(request->params);
		return false;
	}
	return flight_send(drive, request);
}

bool drive_advance(struct drive *drive, int64_t at, unsigned long place)
{
	if (at <= drive->now_at)
		return true;
	/* The time is the admin's to move. */
	if (!act_as(drive, drive->self, place))
		return false;
	char to[INSTANT_TEXT_MAX];
	instant_format(at, to);
	drive->now_at = at;
	struct drive_request advance = {
		.method = "time.advance", .params = json_pack("{s:s}", "to", to), .place = place};
	return flight_send(drive, &advance);
}

bool drive_pump(struct drive *drive)
{
	if (drive->is_failed)
		return false;
	/* A broken connection has told its reason to everything in flight. */
	(void)sliploop_pump(drive->conn, -1);
	return !drive->is_failed;
}

bool drive_drain(struct drive *drive)
{
	while (sliploop_in_flight(drive->conn) > 0)
		(void)sliploop_pump(drive->conn, -1);
	return !drive->is_failed;
}

bool drive_rest(struct drive *drive)
{
	return act_as(drive, drive->self, ULONG_MAX) && drive_drain(drive);
}

/* {"user": "x"}, {"user": {"name": "x", "roles": []}} or the user's fields at the top. */
static bool self_read(struct drive *drive, const json_t *whoami)
{
	json_t *user = json_object_get(whoami, "user");
	const char *name = json_string_value(user);
	const json_t *fields = json_is_object(user) ? user : whoami;
	if (name == NULL)
		name = field_text(fields, "name");
	json_t *roles = json_object_get(fields, "roles"), *role;
	size_t i;
	bool is_admin = false;
	json_array_foreach(roles, i, role) is_admin = is_admin ||
		(json_is_string(role) && strcmp(json_string_value(role), "admin") == 0);
	drive->self = strdup(name);
	drive->acting = drive->self;
	if (!is_admin)
		drive_fail(drive, CLI_REFUSED, T(DRIVE_NOT_ADMIN), name);
	return is_admin;
}

/* A token to come back with, and the place in the alarms' feed where this drive begins. */
static bool return_ticket(struct drive *drive)
{
	json_t *issued = token_issue(drive, drive->self);
	if (issued == NULL)
		return false;
	json_object_set(drive->tokens, drive->self, json_object_get(issued, "token"));
	json_decref(issued);
	json_t *alarms = drive_call(drive, "alarm.list", json_pack("{s:i}", "limit", 1));
	if (alarms == NULL)
		return false;
	drive->feed_cursor = strdup(field_text(alarms, "cursor"));
	json_decref(alarms);
	return true;
}

bool drive_init(struct drive *drive, struct cli *cli, bool needs_virtual)
{
	*drive = (struct drive){.cli = cli, .tokens = json_object()};
	if (!cli_info(cli)) {
		drive->is_failed = true;
		return false;
	}
	drive->conn = cli->conn;
	drive->now_at = cli->now_at;
	if (needs_virtual && !cli->is_virtual) {
		drive_fail(drive, CLI_REFUSED, "%s", T(DRIVE_NOT_VIRTUAL));
		return false;
	}
	json_t *whoami = drive_call(drive, "session.whoami", NULL);
	bool is_ready = whoami != NULL && self_read(drive, whoami) && return_ticket(drive);
	json_decref(whoami);
	return is_ready;
}

void drive_fini(struct drive *drive)
{
	if (drive->conn != NULL)
		while (sliploop_in_flight(drive->conn) > 0)
			(void)sliploop_pump(drive->conn, -1);
	json_decref(drive->tokens);
	free(drive->self);
	free(drive->feed_cursor);
}
