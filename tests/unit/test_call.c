/* SPDX-License-Identifier: Apache-2.0 */
/* Shows libsliploop against a scripted peer: overtaking answers, cut lines, errors, a broken end. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "client/sliploop.h"

struct peer {
	char dir[64], path[96];
	pid_t pid;
};

/* A child that listens, reads lines until `n_lines` came, then runs `answer` on the socket. */
typedef void peer_fn(int fd);

static void lines_await(int fd, int n_lines)
{
	char c;
	while (n_lines > 0 && read(fd, &c, 1) == 1)
		n_lines -= c == '\n';
}

static void say(int fd, const char *text)
{
	if (write(fd, text, strlen(text)) < 0)
		_exit(1);
}

static struct sliploop *peer_start(struct peer *peer, peer_fn *fn)
{
	struct sockaddr_un addr = {.sun_family = AF_UNIX};
	strcpy(peer->dir, "/tmp/sliploop-call-XXXXXX");
	assert_non_null(mkdtemp(peer->dir));
	snprintf(peer->path, sizeof peer->path, "%s/s", peer->dir);
	strcpy(addr.sun_path, peer->path);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&addr, sizeof addr), 0);
	assert_int_equal(listen(fd, 1), 0);
	peer->pid = fork();
	if (peer->pid == 0) {
		int conn = accept(fd, NULL, NULL);
		fn(conn);
		close(conn);
		_exit(0);
	}
	close(fd);
	struct sliploop_error error;
	struct sliploop *conn = sliploop_connect(peer->path, &error);
	assert_non_null(conn);
	return conn;
}

static void peer_stop(struct peer *peer, struct sliploop *conn)
{
	int status;
	sliploop_close(conn);
	assert_int_equal(waitpid(peer->pid, &status, 0), peer->pid);
	assert_int_equal(status, 0);
	unlink(peer->path);
	rmdir(peer->dir);
}

/* What came back, in the order it came: "2=b 1=a 3!wrong_state". */
struct heard {
	int id;
	char *line;
};

static void hear(void *arg, const struct sliploop_reply *reply)
{
	struct heard *heard = arg;
	size_t len = strlen(heard->line);
	if (reply->error != NULL)
		sprintf(heard->line + len, "%d!%s ", heard->id, reply->error->name);
	else
		sprintf(heard->line + len, "%d=%s ", heard->id,
			json_string_value(json_object_get(reply->result, "x")));
}

static void three_submit(struct sliploop *conn, struct heard heard[3], char *line)
{
	*line = '\0';
	for (int i = 0; i < 3; i++) {
		heard[i] = (struct heard){i + 1, line};
		assert_true(sliploop_submit(conn, "system.ping", NULL, hear, &heard[i]));
	}
	assert_int_equal(sliploop_in_flight(conn), 3);
}

static void peer_overtakes(int fd)
{
	lines_await(fd, 3);
	say(fd, "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"x\":\"b\"}}\n{\"jsonrpc\":\"2.0\",");
	say(fd, "\"method\":\"event\",\"params\":{}}\n{\"id\":1,\"result\":{\"x\":");
	say(fd, "\"a\"}}\n{\"id\":3,\"error\":{\"code\":-32004,\"message\":\"no\",\"data\":");
	say(fd, "{\"class\":\"wrong_state\",\"state\":\"archived\"}}}\n");
}

static void answers_are_matched_by_id(void **state)
{
	struct peer peer;
	struct heard heard[3];
	char line[256];

	(void)state;
	struct sliploop *conn = peer_start(&peer, peer_overtakes);
	three_submit(conn, heard, line);
	assert_true(sliploop_drain(conn));
	assert_string_equal(line, "2=b 1=a 3!wrong_state ");
	assert_int_equal(sliploop_answered(conn), 3);
	peer_stop(&peer, conn);
}

static void peer_goes(int fd)
{
	lines_await(fd, 3);
	say(fd, "{\"id\":1,\"result\":{\"x\":\"a\"}}\n{\"id\":2,\"resu");
}

static void a_broken_connection_is_unavailable(void **state)
{
	struct peer peer;
	struct heard heard[3];
	char line[256];
	struct sliploop_error error;

	(void)state;
	struct sliploop *conn = peer_start(&peer, peer_goes);
	three_submit(conn, heard, line);
	assert_false(sliploop_drain(conn));
	assert_string_equal(line, "1=a 2!unavailable 3!unavailable ");
	assert_false(sliploop_submit(conn, "system.ping", NULL, hear, &heard[0]));
	assert_null(sliploop_call(conn, "system.ping", NULL, &error));
	assert_int_equal(error.class, SLIPLOOP_UNAVAILABLE);
	peer_stop(&peer, conn);
}

static void peer_refuses_the_stream(int fd)
{
	lines_await(fd, 1);
	say(fd, "{\"id\":null,\"error\":{\"code\":-32600,\"message\":\"too long\"}}\n");
}

static void an_error_without_id_is_everyones(void **state)
{
	struct peer peer;
	struct sliploop_error error;

	(void)state;
	struct sliploop *conn = peer_start(&peer, peer_refuses_the_stream);
	assert_null(sliploop_call(conn, "system.ping", NULL, &error));
	assert_int_equal(error.class, SLIPLOOP_INVALID_REQUEST);
	assert_string_equal(error.message, "too long");
	peer_stop(&peer, conn);
}

static void peer_talks_nonsense(int fd)
{
	lines_await(fd, 1);
	say(fd, "HTTP/1.1 400 Bad Request\n");
}

static void peer_answers_another(int fd)
{
	lines_await(fd, 1);
	say(fd, "{\"id\":65,\"result\":{}}\n");
}

static void peer_answers_nothing(int fd)
{
	lines_await(fd, 1);
	say(fd, "{\"id\":1}\n");
}

static void nonsense_ends_the_connection(void **state)
{
	static peer_fn *const peers[] = {
		peer_talks_nonsense, peer_answers_another, peer_answers_nothing};

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct peer peer;
		struct sliploop_error error;
		struct sliploop *conn = peer_start(&peer, peers[i]);
		assert_null(sliploop_call(conn, "system.ping", NULL, &error));
		assert_int_equal(error.class, SLIPLOOP_UNAVAILABLE);
		peer_stop(&peer, conn);
	}
}

#define MANY 150

/* Reads slowly and answers each line when it has it, long ones: both buffers fill. */
static void peer_answers_many(int fd)
{
	char *long_text = malloc(8001);
	memset(long_text, 'y', 8000);
	long_text[8000] = '\0';
	for (int i = 1; i <= MANY; i++) {
		char head[64];
		lines_await(fd, 1);
		snprintf(head, sizeof head, "{\"id\":%d,\"result\":{\"x\":\"", i);
		say(fd, head);
		say(fd, long_text);
		say(fd, "\"}}\n");
	}
	free(long_text);
}

static void count(void *arg, const struct sliploop_reply *reply)
{
	*(int *)arg += json_string_length(json_object_get(reply->result, "x")) == 8000;
}

static void the_window_holds(void **state)
{
	struct peer peer;
	int n_good = 0;

	(void)state;
	struct sliploop *conn = peer_start(&peer, peer_answers_many);
	char *text = malloc(8001);
	memset(text, 'z', 8000);
	text[8000] = '\0';
	for (int i = 0; i < MANY; i++) {
		assert_true(
			sliploop_submit(conn, "order.note", json_pack("{s:s}", "text", text), count, &n_good));
		assert_true(sliploop_in_flight(conn) <= SLIPLOOP_WINDOW);
	}
	assert_true(sliploop_drain(conn));
	assert_int_equal(n_good, MANY);
	free(text);
	peer_stop(&peer, conn);
}

static void peer_waits(int fd)
{
	lines_await(fd, 2); /* the second never comes: the client goes */
}

static void patience_ends(void **state)
{
	struct peer peer;
	struct sliploop_error error;

	(void)state;
	struct sliploop *conn = peer_start(&peer, peer_waits);
	sliploop_patience_put(conn, 20);
	assert_null(sliploop_call(conn, "system.ping", NULL, &error));
	assert_int_equal(error.class, SLIPLOOP_UNAVAILABLE);
	peer_stop(&peer, conn);
}

static void a_line_too_long_is_not_sent(void **state)
{
	struct peer peer;
	struct sliploop_error error;
	char *text = malloc(SLIPLOOP_LINE_MAX + 1);

	(void)state;
	memset(text, 'z', SLIPLOOP_LINE_MAX);
	text[SLIPLOOP_LINE_MAX] = '\0';
	struct sliploop *conn = peer_start(&peer, peer_waits);
	assert_null(sliploop_call(conn, "order.note", json_pack("{s:s}", "text", text), &error));
	assert_int_equal(error.class, SLIPLOOP_INVALID_REQUEST);
	assert_non_null(strstr(error.message, "at most 1048576 can be sent"));
	free(text);
	peer_stop(&peer, conn);
}

/* --- events, and a loop of one's own ------------------------------------------------------------------ */

struct told {
	int n;
	char cursor[8], types[64];
	json_int_t watch;
};

static void be_told(void *arg, const struct sliploop_event *event)
{
	struct told *told = arg;

	told->n++;
	told->watch = event->watch;
	snprintf(told->cursor, sizeof told->cursor, "%s", event->cursor);
	strncat(told->types, event->type, sizeof told->types - strlen(told->types) - 1);
	strncat(told->types, event->at ? "+ " : "- ", sizeof told->types - strlen(told->types) - 1);
}

#define EVENT "{\"jsonrpc\": \"2.0\", \"method\": \"event\", \"params\": "

/* The answer and two events in one piece; then what is no event of ours, and a watch's end. */
static void peer_tells(int fd)
{
	lines_await(fd, 1);
	say(fd,
		"{\"id\": 1, \"result\": {\"watch\": 5, \"cursor\": \"c0\", \"found\": true}}\n" EVENT
		"{\"watch\": 5, \"cursor\": \"c1\", \"type\": \"order.changed\", \"at\": \"t\", \"data\": {}}}\n");
	lines_await(fd, 1);
	say(fd,
		"{\"jsonrpc\": \"2.0\", \"method\": \"other\", \"params\": {}}\n" EVENT "[]}\n" EVENT
		"{\"watch\": 5, \"cursor\": \"c2\", \"type\": \"watch.ended\", \"at\": null, \"data\": {}}}\n"
		"{\"id\": 2, \"result\": {}}\n");
	lines_await(fd, 1);
}

static void events_are_told(void **state)
{
	struct peer peer;
	struct told told = {0};
	struct sliploop_error error;

	(void)state;
	struct sliploop *conn = peer_start(&peer, peer_tells);
	json_t *answer = sliploop_watch(conn, "orders,alarms", NULL, be_told, &told, &error);
	assert_int_equal(json_integer_value(json_object_get(answer, "watch")), 5);
	json_decref(answer);
	answer = sliploop_call(conn, "system.ping", NULL, &error);
	assert_non_null(answer);
	json_decref(answer);
	assert_int_equal(told.n, 2);
	assert_int_equal(told.watch, 5);
	assert_string_equal(told.cursor, "c2");
	assert_string_equal(told.types, "order.changed+ watch.ended- ");
	peer_stop(&peer, conn);
}

/* Says back which topics and which cursor it was asked for. */
static void peer_echoes_topics(int fd)
{
	char line[512] = "";
	ssize_t n = read(fd, line, sizeof line - 1);
	bool is_right = n > 0 && strstr(line, "\"topics\":[\"orders\",\"tasks\"]") &&
		strstr(line, "\"since\":\"c7\"");

	say(fd,
		is_right ? "{\"id\": 1, \"result\": {\"found\": true}}\n"
				 : "{\"id\": 1, \"result\": {}}\n");
	lines_await(fd, 1);
}

static void topics_are_a_list(void **state)
{
	struct peer peer;
	struct sliploop_error error;

	(void)state;
	struct sliploop *conn = peer_start(&peer, peer_echoes_topics);
	json_t *answer = sliploop_watch(conn, "orders,tasks", "c7", be_told, NULL, &error);
	assert_true(json_is_true(json_object_get(answer, "found")));
	json_decref(answer);
	peer_stop(&peer, conn);
}

static void peer_answers_two(int fd)
{
	lines_await(fd, 2);
	say(fd, "{\"id\": 2, \"result\": {}}\n{\"id\": 1, \"result\": {}}\n");
	lines_await(fd, 1);
}

static void count_good(void *arg, const struct sliploop_reply *reply)
{
	*(int *)arg += reply->error == NULL;
}

static void a_loop_of_ones_own(void **state)
{
	struct peer peer;
	int n_good = 0;

	(void)state;
	struct sliploop *conn = peer_start(&peer, peer_answers_two);
	assert_int_equal(sliploop_events_get(conn), POLLIN);
	assert_true(sliploop_submit(conn, "system.ping", NULL, count_good, &n_good));
	assert_true(sliploop_submit(conn, "system.ping", NULL, count_good, &n_good));
	assert_true(sliploop_has_room(conn));
	assert_int_equal(sliploop_events_get(conn), POLLIN | POLLOUT);
	while (n_good < 2) {
		struct pollfd pfd = {.fd = sliploop_fd_get(conn), .events = sliploop_events_get(conn)};

		assert_int_equal(poll(&pfd, 1, 10000), 1);
		assert_true(sliploop_process(conn));
	}
	assert_int_equal(sliploop_events_get(conn), POLLIN);
	peer_stop(&peer, conn);
}

static void the_window_is_no_room(void **state)
{
	struct peer peer;

	(void)state;
	struct sliploop *conn = peer_start(&peer, peer_waits);
	for (int i = 0; i < SLIPLOOP_WINDOW; i++) {
		assert_true(sliploop_has_room(conn));
		assert_true(sliploop_submit(conn, "system.ping", NULL, NULL, NULL));
	}
	assert_false(sliploop_has_room(conn));
	peer_stop(&peer, conn);
}

static void nobody_is_there(void **state)
{
	struct sliploop_error error;
	char path[256];

	(void)state;
	assert_null(sliploop_connect("/nonexistent/sliploop.sock", &error));
	assert_int_equal(error.class, SLIPLOOP_UNAVAILABLE);
	memset(path, 'a', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	assert_null(sliploop_connect(path, &error));
	assert_int_equal(error.class, SLIPLOOP_UNAVAILABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_matched_by_id),
		cmocka_unit_test(a_broken_connection_is_unavailable),
		cmocka_unit_test(an_error_without_id_is_everyones),
		cmocka_unit_test(nonsense_ends_the_connection),
		cmocka_unit_test(the_window_holds),
		cmocka_unit_test(patience_ends),
		cmocka_unit_test(a_line_too_long_is_not_sent),
		cmocka_unit_test(events_are_told),
		cmocka_unit_test(topics_are_a_list),
		cmocka_unit_test(a_loop_of_ones_own),
		cmocka_unit_test(the_window_is_no_room),
		cmocka_unit_test(nobody_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
