/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person reads when something was refused: what, why, and what to do now. Owns the exit
 * status that follows from it; never touches the connection.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "client/instant.h"
#include "moment.h"
#include "screen.h"

/* What to do after each class of refusal. */
static const struct {
	enum sliploop_class class;
	enum text advice;
} advices[] = {
	{SLIPLOOP_METHOD_NOT_FOUND, TEXT_DO_METHOD_NOT_FOUND},
	{SLIPLOOP_INVALID_PARAMS, TEXT_DO_INVALID_PARAMS},
	{SLIPLOOP_INTERNAL, TEXT_DO_INTERNAL},
	{SLIPLOOP_UNAUTHENTICATED, TEXT_DO_UNAUTHENTICATED},
	{SLIPLOOP_FORBIDDEN, TEXT_DO_FORBIDDEN},
	{SLIPLOOP_NOT_FOUND, TEXT_DO_NOT_FOUND},
	{SLIPLOOP_WRONG_STATE, TEXT_DO_WRONG_STATE},
	{SLIPLOOP_CONFLICT, TEXT_DO_CONFLICT},
	{SLIPLOOP_IDEMPOTENCY_MISMATCH, TEXT_DO_IDEMPOTENCY},
	{SLIPLOOP_NO_POLICY, TEXT_DO_NO_POLICY},
	{SLIPLOOP_QUOTA_EXCEEDED, TEXT_DO_QUOTA},
	{SLIPLOOP_CONFIRMATION_REQUIRED, TEXT_DO_CONFIRMATION},
	{SLIPLOOP_CONFIRMATION_LAPSED, TEXT_DO_CONFIRMATION},
	{SLIPLOOP_OVERLOADED, TEXT_DO_RETRY},
	{SLIPLOOP_UNAVAILABLE, TEXT_DO_UNAVAILABLE},
	{SLIPLOOP_UNKNOWN_OUTCOME, TEXT_DO_UNKNOWN_OUTCOME},
};

enum cli_status cli_status_of(enum sliploop_class class)
{
	bool is_away = class == SLIPLOOP_UNAVAILABLE || class == SLIPLOOP_OVERLOADED ||
		class == SLIPLOOP_UNKNOWN_OUTCOME;
	return is_away ? CLI_UNAVAILABLE : CLI_REFUSED;
}

static void part_print(const char *label, const char *text)
{
	fprintf(stderr, "  %s%s%s ", screen_on(stderr, COLOUR_DIM), label, screen_off(stderr));
	screen_put(stderr, text);
	fputc('\n', stderr);
}

/* data.allowed, whatever it holds. */
static void allowed_print(const json_t *allowed)
{
	char line[512];
	if (*field_texts(allowed, ", ", line, sizeof line) != '\0')
		part_print(T(LABEL_ALLOWED), line);
}

static void data_print(const json_t *data)
{
	const char *field = field_text(data, "field");
	const char *state = field_text(data, "state");
	if (*field != '\0')
		part_print(T(LABEL_FIELD), field);
	if (*state != '\0')
		part_print(T(LABEL_STATE_NOW), text_word(state));
	allowed_print(json_object_get(data, "allowed"));
	int64_t retry_ms;
	if (span_parse(field_text(data, "retry_after"), &retry_ms)) {
		char text[MOMENT_TEXT_MAX];
		moment_span(retry_ms, text);
		part_print(T(LABEL_RETRY), text);
	}
	int64_t version = field_integer(data, "version", -1);
	if (version >= 0) {
		char text[32];
		snprintf(text, sizeof text, "%lld", (long long)version);
		part_print(T(LABEL_VERSION_NOW), text);
	}
}

/* Whether the daemon's log may say more than its answer. */
static bool is_in_log(enum sliploop_class class)
{
	return class == SLIPLOOP_INTERNAL || class == SLIPLOOP_UNAVAILABLE ||
		class == SLIPLOOP_UNKNOWN_OUTCOME;
}

static void refusal_json(const struct sliploop_error *error)
{
	json_t *object = json_pack("{s:{s:i,s:s,s:O?}}", "error", "code", error->code, "message",
		error->message, "data", error->data);
	if (object == NULL) /* the message was cut inside a character */
		object = json_pack("{s:{s:i,s:s}}", "error", "code", error->code, "message", error->name);
	cli_print_json(object, false);
	json_decref(object);
}

void cli_refuse(struct cli *cli, const char *what, const struct sliploop_error *error)
{
	cli->status = cli_status_of(error->class);
	fflush(stdout);
	if (cli->is_json) {
		refusal_json(error);
		return;
	}
	fprintf(stderr, "%ssliploop:%s ", screen_on(stderr, COLOUR_BAD), screen_off(stderr));
	if (what != NULL) {
		screen_put(stderr, what);
		fprintf(
			stderr, " %s ", cli->status == CLI_UNAVAILABLE ? T(WAS_NOT_ANSWERED) : T(WAS_REFUSED));
	}
	screen_put(stderr, error->message);
	fprintf(stderr, " %s(%s)%s\n", screen_on(stderr, COLOUR_DIM), error->name, screen_off(stderr));
	data_print(error->data);
	const char *trace = field_text(error->data, "trace");
	if (*trace != '\0' && is_in_log(error->class))
		part_print(T(LABEL_TRACE), trace);
	const char *advice = field_text(error->data, "advice"); /* of the daemon, about its store */
	if (*advice != '\0')
		part_print(T(LABEL_DO), advice);
	for (size_t i = 0; *advice == '\0' && i < sizeof advices / sizeof advices[0]; i++)
		if (advices[i].class == error->class)
			part_print(T(LABEL_DO), text_get(advices[i].advice));
}

void cli_complain(const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	fflush(stdout);
	fprintf(stderr, "%ssliploop:%s ", screen_on(stderr, COLOUR_BAD), screen_off(stderr));
	screen_put(stderr, text);
	fputc('\n', stderr);
}

enum cli_status cli_usage(struct cli *cli, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	cli_complain("%s", text);
	part_print(T(LABEL_DO), T(DO_USAGE));
	return cli->status = CLI_USAGE;
}
