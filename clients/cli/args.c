/* SPDX-License-Identifier: Apache-2.0 */
/*
 * KEY=VALUE of the command line as JSON. Owns nothing; never knows a method's parameters: the
 * daemon checks them.
 */
#include "args.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

json_t *args_value(const char *text)
{
	json_t *value = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
	if (value != NULL && !json_is_string(value))
		return value;
	/* A quoted JSON string is plain text here, quotes and all; KEY:=JSON says otherwise. */
	json_decref(value);
	return json_string(text);
}

static json_t *value_from_file(const char *path, char why[ARGS_WHY_MAX])
{
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		snprintf(why, ARGS_WHY_MAX, "%s: %s", path, strerror(errno));
		return NULL;
	}
	char *text = malloc(ARGS_FILE_MAX + 1);
	size_t len = text != NULL ? fread(text, 1, ARGS_FILE_MAX + 1, file) : 0;
	json_t *value = NULL;
	if (text == NULL || ferror(file))
		snprintf(why, ARGS_WHY_MAX, T(CANNOT_BE_READ), path);
	else if (len > ARGS_FILE_MAX)
		snprintf(why, ARGS_WHY_MAX, T(LONGER_THAN_1_MIB), path);
	else if ((value = json_stringn(text, len)) == NULL)
		snprintf(why, ARGS_WHY_MAX, T(FILE_NOT_UTF8), path);
	free(text);
	fclose(file);
	return value;
}

bool args_put(json_t *params, const char *arg, char why[ARGS_WHY_MAX])
{
	const char *equals = strchr(arg, '=');
	if (equals == NULL || equals == arg) {
		snprintf(why, ARGS_WHY_MAX, T(KEY_EQUALS_VALUE), arg);
		return false;
	}
	bool is_json = equals[-1] == ':';
	size_t key_len = (size_t)(equals - arg) - is_json;
	const char *text = equals + 1;
	json_t *value;
	if (is_json) {
		json_error_t error;
		value = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
		if (value == NULL)
			snprintf(why, ARGS_WHY_MAX, T(KEY_NOT_JSON), (int)key_len, arg, error.text);
	} else if (*text == '@') {
		value = value_from_file(text + 1, why);
	} else {
		value = args_value(text);
		if (value == NULL)
			snprintf(why, ARGS_WHY_MAX, T(VALUE_NOT_UTF8), (int)key_len, arg);
	}
	if (value == NULL)
		return false;
	char key[128];
	snprintf(key, sizeof key, "%.*s", (int)key_len, arg);
	if (key_len == 0 || key_len >= sizeof key || json_object_get(params, key) != NULL) {
		snprintf(why, ARGS_WHY_MAX,
			key_len == 0                ? T(KEY_EQUALS_VALUE)
				: key_len >= sizeof key ? T(KEY_TOO_LONG)
										: T(KEY_TWICE),
			arg);
		json_decref(value);
		return false;
	}
	if (json_object_set_new(params, key, value) != 0) {
		snprintf(why, ARGS_WHY_MAX, T(KEY_NOT_UTF8), arg);
		return false;
	}
	return true;
}
