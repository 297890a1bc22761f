/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the joining of a connection string with a password that is kept apart from it. It never connects, and
 * keeps neither.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "store/store.h"

static void put_setting(struct buf *out, const char *keyword, const char *value)
{
	buf_put_fmt(out, "%s%s='", out->len ? " " : "", keyword);
	for (; *value; value++) {
		if (*value == '\'' || *value == '\\')
			buf_put_char(out, '\\');
		buf_put_char(out, *value);
	}
	buf_put_char(out, '\'');
}

bool store_join_password(
	struct buf *out, const char *conninfo, const char *password, char *why, size_t size)
{
	char *wrong = NULL;
	PQconninfoOption *settings = PQconninfoParse(conninfo, &wrong);

	if (!settings)
		snprintf(why, size, "--store: %s", wrong ? wrong : "out of memory");
	for (const PQconninfoOption *s = settings; s && s->keyword; s++) {
		const char *value = s->val;

		if (!value && strcmp(s->keyword, "password") == 0)
			value = password;
		if (value)
			put_setting(out, s->keyword, value);
	}
	PQconninfoFree(settings);
	PQfreemem(wrong);
	return settings != NULL;
}
