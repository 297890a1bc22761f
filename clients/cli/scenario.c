/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scenario file: JSON lines, each a request with its instant and its person. Owns the lines; never
 * sends one.
 */
#include "scenario.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "client/instant.h"
#include "client/sliploop.h"
#include "reference.h"
#include "text.h"

static bool fail(char why[SCENARIO_WHY_MAX], unsigned long number, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static bool fail(char why[SCENARIO_WHY_MAX], unsigned long number, const char *fmt, ...)
{
	int n = snprintf(why, SCENARIO_WHY_MAX, T(AT_LINE), number);
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(why + n, SCENARIO_WHY_MAX - (size_t)n, fmt, ap);
	va_end(ap);
	return false;
}

static bool keys_check(const struct scenario_line *line, char *why)
{
	static const char *const keys[] = {
		"at", "as", "do", "params", "save", "expect", "note", "advance"};
	const char *key;
	json_t *value;
	json_object_foreach(line->object, key, value)
	{
		size_t i = 0;
		while (i < sizeof keys / sizeof keys[0] && strcmp(keys[i], key) != 0)
			i++;
		if (i == sizeof keys / sizeof keys[0])
			return fail(why, line->number, T(PLAY_KEY_UNKNOWN), key);
		bool is_fitting = strcmp(key, "params") == 0 ? json_is_object(value)
			: strcmp(key, "advance") == 0            ? json_is_boolean(value)
													 : json_is_string(value);
		if (!is_fitting)
			return fail(why, line->number, T(PLAY_KEY_TYPE), key);
	}
	return true;
}

static bool line_decode(struct scenario_line *line, const char *text, char *why)
{
	json_error_t error;
	line->object = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(line->object))
		return fail(why, line->number, "%s", line->object == NULL ? error.text : T(NOT_AN_OBJECT));
	if (!keys_check(line, why))
		return false;
	const char *at = json_string_value(json_object_get(line->object, "at"));
	line->as = json_string_value(json_object_get(line->object, "as"));
	line->method = json_string_value(json_object_get(line->object, "do"));
	line->save = json_string_value(json_object_get(line->object, "save"));
	line->expect = json_string_value(json_object_get(line->object, "expect"));
	line->note = json_string_value(json_object_get(line->object, "note"));
	line->params = json_object_get(line->object, "params");
	line->at = INSTANT_NONE;
	if (at != NULL && !instant_parse(at, &line->at))
		return fail(why, line->number, T(PLAY_NOT_INSTANT), at);
	if (line->method == NULL &&
		(line->as != NULL || line->params != NULL || line->save != NULL || line->expect != NULL))
		return fail(why, line->number, T(PLAY_NO_DO));
	if (line->method == NULL && line->note == NULL && at == NULL)
		return fail(why, line->number, T(PLAY_EMPTY_LINE));
	if (line->expect != NULL && sliploop_class_find(line->expect) == SLIPLOOP_OTHER)
		return fail(why, line->number, T(PLAY_NO_CLASS), line->expect);
	return true;
}

struct check {
	const json_t *saved; /* names saved by earlier lines */
	char missing[REFERENCE_NAME_MAX];
};

static json_t *check_find(void *arg, const struct reference *reference)
{
	struct check *check = arg;
	if (json_object_get(check->saved, reference->name) != NULL)
		return json_null();
	snprintf(check->missing, sizeof check->missing, "%s", reference->name);
	return NULL;
}

/* Every reference must be to something saved before; every name is saved once. */
static bool references_check(const struct scenario_line *line, json_t *saved, char *why)
{
	struct check check = {.saved = saved};
	const char *bad = NULL;
	if (line->params != NULL) {
		json_t *copy = reference_replace(line->params, check_find, &check, &bad);
		json_decref(copy);
		if (bad != NULL)
			return fail(why, line->number, T(PLAY_NOT_REFERENCE), bad);
		if (copy == NULL)
			return fail(why, line->number, T(PLAY_NOT_SAVED), check.missing);
	}
	if (line->save == NULL)
		return true;
	char text[REFERENCE_NAME_MAX + 2];
	struct reference reference;
	snprintf(text, sizeof text, "@%s", line->save);
	if (strlen(line->save) >= REFERENCE_NAME_MAX || !reference_parse(text, &reference) ||
		reference.kind != REFERENCE_ID)
		return fail(why, line->number, T(PLAY_BAD_NAME), line->save);
	if (json_object_get(saved, line->save) != NULL)
		return fail(why, line->number, T(PLAY_SAVED_TWICE), line->save);
	json_object_set_new(saved, line->save, json_true());
	return true;
}

static struct scenario_line *line_new(struct scenario *scenario)
{
	if (scenario->n_lines == scenario->cap) {
		scenario->cap = scenario->cap == 0 ? 1024 : scenario->cap * 2;
		scenario->lines = realloc(scenario->lines, scenario->cap * sizeof scenario->lines[0]);
		if (scenario->lines == NULL)
			abort();
	}
	struct scenario_line *line = &scenario->lines[scenario->n_lines++];
	memset(line, 0, sizeof *line);
	return line;
}

bool scenario_read(struct scenario *scenario, FILE *file, char why[SCENARIO_WHY_MAX])
{
	memset(scenario, 0, sizeof *scenario);
	json_t *saved = json_object();
	char *text = NULL;
	size_t cap = 0;
	int64_t last_at = INSTANT_NONE;
	bool is_good = true;

	for (unsigned long number = 1; is_good && getline(&text, &cap, file) >= 0; number++) {
		const char *start = text + strspn(text, " \t\r\n");
		if (*start == '\0' || *start == '#')
			continue;
		if (scenario->n_lines == SCENARIO_LINES_MAX) {
			is_good = fail(why, number, T(PLAY_TOO_LONG));
			break;
		}
		struct scenario_line *line = line_new(scenario);
		line->number = number;
		is_good = line_decode(line, start, why) && references_check(line, saved, why);
		if (is_good && line->at != INSTANT_NONE) {
			if (line->at < last_at)
				is_good = fail(why, number, T(PLAY_TOO_EARLY));
			last_at = line->at;
		}
	}
	if (is_good && ferror(file)) {
		snprintf(why, SCENARIO_WHY_MAX, T(READ_NO_FURTHER));
		is_good = false;
	}
	free(text);
	json_decref(saved);
	return is_good;
}

void scenario_fini(struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->n_lines; i++)
		json_decref(scenario->lines[i].object);
	free(scenario->lines);
}
