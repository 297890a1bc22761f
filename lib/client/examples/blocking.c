/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists what is overdue, then notes it on each order, all notes under way at once: a call that waits, and a pipeline.
 * Owns its connection only.
 *
 *     cc blocking.c $(pkg-config --cflags --libs sliploop) -o blocking && ./blocking "told the customer"
 */
#include <sliploop.h>
#include <stdio.h>
#include <stdlib.h>

static int complain(const char *what, const struct sliploop_error *error)
{
	fprintf(stderr, "%s: %s (%s)\n", what, error->message, error->name);
	return EXIT_FAILURE;
}

static void on_noted(void *arg, const struct sliploop_reply *reply)
{
	int *n_refused = arg;

	if (reply->error != NULL) {
		(*n_refused)++;
		complain("order.note", reply->error);
	}
}

int main(int argc, char **argv)
{
	struct sliploop_error error;
	struct sliploop *conn = sliploop_connect(sliploop_socket_default(), &error);
	int n_refused = 0;
	json_t *order;
	size_t i;

	if (conn == NULL)
		return complain("sliploop", &error);
	sliploop_patience_put(conn, 10 * 1000);
	json_t *page = sliploop_call(conn, "order.list", json_pack("{s:b}", "overdue", 1), &error);
	if (page == NULL) {
		complain("order.list", &error);
		sliploop_error_fini(&error);
		sliploop_close(conn);
		return EXIT_FAILURE;
	}
	json_array_foreach(json_object_get(page, "items"), i, order)
	{
		json_t *id = json_object_get(order, "id");

		printf("%s %s, due %s\n", json_string_value(json_object_get(order, "number")),
			json_string_value(json_object_get(order, "title")),
			json_string_value(json_object_get(order, "due_at")));
		if (argc > 1)
			sliploop_submit(conn, "order.note", json_pack("{s:O, s:s}", "id", id, "text", argv[1]),
				on_noted, &n_refused);
	}
	if (!sliploop_drain(conn))
		n_refused = complain("sliploop", sliploop_failure_get(conn));
	json_decref(page);
	sliploop_close(conn);
	return n_refused == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
