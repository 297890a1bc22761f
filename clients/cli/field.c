/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a reply's fields: what is absent, null or of another type is simply not there, so that a
 * newer or older daemon does not stop anyone. Owns nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "client/instant.h"

const char *field_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text != NULL ? text : "";
}

int64_t field_integer(const json_t *object, const char *key, int64_t absent)
{
	json_t *value = json_object_get(object, key);
	return json_is_integer(value) ? (int64_t)json_integer_value(value) : absent;
}

int64_t field_instant(const json_t *object, const char *key)
{
	int64_t at;
	return instant_parse(field_text(object, key), &at) ? at : INSTANT_NONE;
}

int64_t field_span(const json_t *object, const char *key)
{
	int64_t span;
	return span_parse(field_text(object, key), &span) ? span : INSTANT_NONE;
}

bool order_id_parse(const char *text, json_int_t *id)
{
	if (text[0] >= 'A' && text[0] <= 'Z' && text[1] == '-')
		text += 2;
	char *end;
	errno = 0;
	long long value = strtoll(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value <= 0)
		return false;
	*id = value;
	return true;
}

const char *field_texts(const json_t *list, const char *between, char *line, size_t size)
{
	size_t i, len = 0;
	json_t *item;
	*line = '\0';
	json_array_foreach(list, i, item)
	{
		const char *text = json_string_value(item);
		if (text != NULL && len + strlen(text) + strlen(between) < size)
			len += (size_t)sprintf(line + len, "%s%s", len > 0 ? between : "", text);
	}
	return line;
}
