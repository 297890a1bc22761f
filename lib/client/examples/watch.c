/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints alarms and orders as they change, in an epoll loop that serves its standard input too: a line of it is an
 * order's number to look up, its end ends the program. Given the cursor that it printed last it goes on after that,
 * nothing left out. Owns its connection only.
 *
 *     cc watch.c $(pkg-config --cflags --libs sliploop) -o watch && ./watch [CURSOR]
 */
#include <sliploop.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

static void on_event(void *arg, const struct sliploop_event *event)
{
	const char *number = json_string_value(json_object_get(event->data, "number"));

	(void)arg;
	printf("%s %s %s\n", event->cursor, event->type, number != NULL ? number : "");
	fflush(stdout);
}

static void on_order(void *arg, const struct sliploop_reply *reply)
{
	const json_t *order = json_object_get(reply->result, "order");

	(void)arg;
	if (reply->error != NULL)
		printf("%s\n", reply->error->message);
	else
		printf("%s is %s\n", json_string_value(json_object_get(order, "number")),
			json_string_value(json_object_get(order, "state")));
	fflush(stdout);
}

/* A terminal gives a line a read; of a pipe the first number in what has come will do here. */
static bool serve_input(struct sliploop *conn)
{
	char text[64];
	ssize_t n = read(STDIN_FILENO, text, sizeof text - 1);

	if (n <= 0)
		return false;
	text[n] = '\0';
	if (!sliploop_has_room(conn))
		return true; /* and it is asked again by whoever typed it */
	return sliploop_submit(conn, "order.get",
		json_pack("{s:I}", "id", (json_int_t)strtoll(text, NULL, 10)), on_order, NULL);
}

static bool serve(struct sliploop *conn, int loop)
{
	int fd = sliploop_fd_get(conn);
	struct epoll_event wanted = {.data.fd = fd}, ready;

	/* EPOLLIN and EPOLLOUT have the values of POLLIN and POLLOUT. */
	wanted.events = (uint32_t)sliploop_events_get(conn);
	if (epoll_ctl(loop, EPOLL_CTL_MOD, fd, &wanted) != 0 || epoll_wait(loop, &ready, 1, -1) != 1)
		return false;
	return ready.data.fd == fd ? sliploop_process(conn) : serve_input(conn);
}

int main(int argc, char **argv)
{
	struct sliploop_error error;
	struct sliploop *conn = sliploop_connect(sliploop_socket_default(), &error);
	struct epoll_event input = {.events = EPOLLIN, .data.fd = STDIN_FILENO}, none = {0};
	int loop = epoll_create1(EPOLL_CLOEXEC);

	if (conn == NULL || loop < 0) {
		fprintf(stderr, "sliploop: %s\n", conn == NULL ? error.message : "no epoll");
		return EXIT_FAILURE;
	}
	json_t *started = sliploop_watch(
		conn, "alarms,orders", argc > 1 ? argv[1] : NULL, on_event, NULL, &error);
	if (started == NULL) {
		fprintf(stderr, "watch.start: %s\n", error.message);
		sliploop_error_fini(&error);
		return EXIT_FAILURE;
	}
	printf("%s watching\n", json_string_value(json_object_get(started, "cursor")));
	fflush(stdout);
	json_decref(started);
	if (epoll_ctl(loop, EPOLL_CTL_ADD, STDIN_FILENO, &input) != 0 ||
		epoll_ctl(loop, EPOLL_CTL_ADD, sliploop_fd_get(conn), &none) != 0)
		return EXIT_FAILURE;
	while (serve(conn, loop))
		continue;
	if (sliploop_failure_get(conn)->class != SLIPLOOP_OK)
		fprintf(stderr, "sliploop: %s\n", sliploop_failure_get(conn)->message);
	sliploop_close(conn);
	close(loop);
	return EXIT_SUCCESS;
}
