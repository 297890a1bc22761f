/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events: asking for them, and handing each to whoever asked. Owns nothing; never keeps a cursor, which is
 * worth something only once its event was handled.
 */
#include "client.h"

#include <string.h>

/* A line without an id that is no error; what is not an event, a later protocol may mean. */
void client_event_deliver(struct sliploop *conn, const json_t *params)
{
	struct sliploop_event event = {
		.watch = json_integer_value(json_object_get(params, "watch")),
		.cursor = json_string_value(json_object_get(params, "cursor")),
		.type = json_string_value(json_object_get(params, "type")),
		.at = json_string_value(json_object_get(params, "at")),
		.data = json_object_get(params, "data"),
	};

	if (conn->event_fn == NULL || event.cursor == NULL || event.type == NULL)
		return;
	conn->delivering = true;
	conn->event_fn(conn->event_arg, &event);
	conn->delivering = false;
}

static json_t *topics_list(const char *topics)
{
	json_t *list = json_array();

	for (const char *p = topics; *p != '\0'; p += p[0] == ',') {
		size_t len = strcspn(p, ",");
		json_array_append_new(list, json_stringn(p, len));
		p += len;
	}
	return list;
}

json_t *sliploop_watch(struct sliploop *conn, const char *topics, const char *since,
	sliploop_event_fn *fn, void *arg, struct sliploop_error *error)
{
	/* Before the call: its answer and the first events may come in one piece. */
	conn->event_fn = fn;
	conn->event_arg = arg;
	return sliploop_call(conn, "watch.start",
		json_pack("{s:o, s:s*}", "topics", topics_list(topics), "since", since), error);
}
