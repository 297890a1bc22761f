/* SPDX-License-Identifier: Apache-2.0 */
/*
 * References of a scenario to what earlier answers said ("@o17.task.test"). Owns nothing; never
 * knows where answers are kept.
 */
#include "reference.h"

#include <string.h>

static const char name_bytes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

bool reference_parse(const char *text, struct reference *reference)
{
	if (*text != '@')
		return false;
	size_t len = strspn(++text, name_bytes);
	if (len == 0 || len >= sizeof reference->name)
		return false;
	memcpy(reference->name, text, len);
	reference->name[len] = '\0';
	reference->task = NULL;
	text += len;
	if (*text == '\0') {
		reference->kind = REFERENCE_ID;
	} else if (strcmp(text, ".order") == 0) {
		reference->kind = REFERENCE_ORDER;
	} else if (strcmp(text, ".return") == 0) {
		reference->kind = REFERENCE_RETURN;
	} else if (strncmp(text, ".task.", 6) == 0 && text[6] != '\0') {
		reference->kind = REFERENCE_TASK;
		reference->task = text + 6;
	} else {
		return false;
	}
	return true;
}

static json_t *string_replace(
	const json_t *value, reference_find_fn *find, void *arg, const char **bad)
{
	const char *text = json_string_value(value);
	struct reference reference;
	if (text[0] != '@')
		return json_copy((json_t *)value);
	if (text[1] == '@')
		return json_stringn(text + 1, json_string_length(value) - 1);
	if (!reference_parse(text, &reference)) {
		*bad = text;
		return NULL;
	}
	/* cppcheck-suppress returnDanglingLifetime ; what is found is not the reference */
	return find(arg, &reference);
}

json_t *reference_replace(const json_t *value, reference_find_fn *find, void *arg, const char **bad)
{
	if (json_is_string(value))
		return string_replace(value, find, arg, bad);
	if (json_is_array(value)) {
		json_t *copy = json_array(), *item;
		size_t i;
		json_array_foreach((json_t *)value, i, item)
		{
			if (json_array_append_new(copy, reference_replace(item, find, arg, bad)) == 0)
				continue;
			json_decref(copy);
			return NULL;
		}
		return copy;
	}
	if (json_is_object(value)) {
		json_t *copy = json_object(), *item;
		const char *key;
		json_object_foreach((json_t *)value, key, item)
		{
			if (json_object_set_new(copy, key, reference_replace(item, find, arg, bad)) == 0)
				continue;
			json_decref(copy);
			return NULL;
		}
		return copy;
	}
	return json_copy((json_t *)value);
}
