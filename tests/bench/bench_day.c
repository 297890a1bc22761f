/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A working day at many desks: a dispatcher and an operator each, who bring fault orders from creation to the
 * archive, one call after the other on an order, many orders at once. Every call carries a key, and one that is
 * refused ends it. Prints calls a second, and the median and 99th percentile of their times in microseconds.
 *
 * `many`: each order goes its whole way and another is begun. `few`: an order a desk is held and
 * resumed for ever, its calls sent ahead of their answers.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"
#include "tests/bench/gauge.h"

enum { CONNECTIONS_MAX = 1024, FLIGHT_MAX = 64, READ_SIZE = 64 * 1024 };

enum desk { DISPATCHER, OPERATOR, DESK_N };

enum named { NOTHING, ORDER, TASK };

struct step {
	const char *method;
	enum desk by;
	enum named named; /* by its id */
	const char *params; /* the rest of them */
};

static const struct step steps[] = {
	{"order.create", DISPATCHER, NOTHING,
		",\"kind\":\"fault\",\"unit\":\"public\",\"service\":\"pstn\",\"tier\":\"A\",\"customer\":\"Dianchi Hotel\","
		"\"title\":\"No dial tone on the second floor\",\"fault\":\"line\",\"submit\":true"},
	{"order.dispatch", DISPATCHER, ORDER,
		",\"tasks\":[{\"name\":\"line\",\"station\":\"km_line\"}]"},
	{"task.accept", OPERATOR, TASK, ""},
	{"order.hold", DISPATCHER, ORDER,
		",\"reason\":\"customer_not_ready\",\"note\":\"nobody on site before noon\""},
	{"order.resume", DISPATCHER, ORDER, ""},
	{"task.complete", OPERATOR, TASK,
		",\"record\":\"joint remade in cabinet 12\",\"cause\":\"corroded joint\",\"side\":\"carrier\","
		"\"impact\":\"one floor without a line\",\"explanation\":\"water in the joint\""},
	{"order.sign", DISPATCHER, ORDER, ",\"accepted\":true,\"by\":\"the duty manager\""},
	{"order.archive", DISPATCHER, ORDER, ""},
};

enum {
	N_STEPS = sizeof(steps) / sizeof(steps[0]),
	STEP_ACCEPT = 2,
	STEP_HOLD = 3,
	STEP_RESUME = 4
};

struct slot { /* an order on its way */
	long long order, task;
	int step; /* of its latest call */
	int64_t sent_us[FLIGHT_MAX];
	unsigned n_sent, n_answered;
};

struct connection {
	int fd;
	struct buf in, out;
};

struct day {
	struct connection *all;
	int n_connections, n_flight, n_slots;
	struct slot *slots;
	bool is_few;
	long long n_keys;
	int poll;
	struct gauge gauge;
};

static void flush(struct connection *c)
{
	while (c->out.len) {
		ssize_t n = send(c->fd, c->out.data, c->out.len, MSG_NOSIGNAL);

		if (n < 0)
			die("a request could not be sent: %s", strerror(errno));
		buf_drop_front(&c->out, (size_t)n);
	}
}

static void login(struct connection *c, const char *token)
{
	char answer[4096];

	buf_put_fmt(&c->out,
		"{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"session.login\",\"params\":{\"token\":\"%s\"}}\n",
		token);
	flush(c);
	ssize_t n = recv(c->fd, answer, sizeof(answer) - 1, 0);
	must(n > 0);
	answer[n] = '\0';
	if (!strstr(answer, "\"result\""))
		die("login: %s", answer);
}

/* A slot belongs to a desk: its two connections stand side by side. */
static struct connection *slot_connection(struct day *d, const struct slot *s, enum desk by)
{
	return &d->all[(int)(s - d->slots) % (d->n_connections / DESK_N) * DESK_N + (int)by];
}

static void ask(struct day *d, struct slot *s)
{
	const struct step *step = &steps[s->step];
	struct connection *c = slot_connection(d, s, step->by);

	buf_put_fmt(&c->out,
		"{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{\"idempotency_key\":\"%d-%lld\"",
		(int)(s - d->slots), step->method, (int)getpid(), ++d->n_keys);
	if (step->named != NOTHING)
		buf_put_fmt(&c->out, ",\"id\":%lld", step->named == TASK ? s->task : s->order);
	buf_put_fmt(&c->out, "%s}}\n", step->params);
	s->sent_us[s->n_sent++ % FLIGHT_MAX] = gauge_now_us();
}

static long long number_behind(const char *line, const char *mark)
{
	const char *at = strstr(line, mark);

	if (!at)
		die("no %s in %s", mark, line);
	return strtoll(at + strlen(mark), NULL, 10);
}

/* The next call on an order: the next of its way, or holding and resuming it in turn. */
static void go_on(struct day *d, struct slot *s)
{
	if (d->is_few && s->step >= STEP_ACCEPT) {
		int ahead = s->step == STEP_ACCEPT ? d->n_flight : 1;

		for (; ahead > 0; ahead--) {
			s->step = s->step == STEP_HOLD ? STEP_RESUME : STEP_HOLD;
			ask(d, s);
		}
		return;
	}
	s->step = (s->step + 1) % N_STEPS;
	ask(d, s);
}

static void take_answer(struct day *d, char *line)
{
	if (strstr(line, "\"error\""))
		die("refused: %s", line);
	long long id = number_behind(line, "\"id\":");
	struct slot *s = &d->slots[id];

	must(id >= 0 && id < d->n_slots);
	gauge_add(&d->gauge, gauge_now_us() - s->sent_us[s->n_answered++ % FLIGHT_MAX]);
	if (s->step == 0)
		s->order = number_behind(line, "\"order\":{\"id\":");
	else if (s->step == 1)
		s->task = number_behind(line, "\"tasks\":[{\"id\":");
	go_on(d, s);
}

static void take(struct day *d, struct connection *c)
{
	static char bytes[READ_SIZE];
	ssize_t n = recv(c->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	size_t at = 0;
	char *end;

	if (n == 0 || (n < 0 && errno != EAGAIN))
		die("the server hung up");
	if (n < 0)
		return;
	buf_put(&c->in, bytes, (size_t)n);
	while ((end = memchr(c->in.data + at, '\n', c->in.len - at))) {
		*end = '\0';
		take_answer(d, c->in.data + at);
		at = (size_t)(end - c->in.data) + 1;
	}
	buf_drop_front(&c->in, at);
}

static void flush_all(struct day *d)
{
	for (int i = 0; i < d->n_connections; i++)
		flush(&d->all[i]);
}

static void live(struct day *d, double seconds)
{
	struct epoll_event ready[64];
	int64_t ends = gauge_now_us() + (int64_t)(seconds * 1e6);

	while (gauge_now_us() < ends) {
		int n = epoll_wait(d->poll, ready, 64, 1000);

		for (int i = 0; i < n; i++)
			take(d, ready[i].data.ptr);
		flush_all(d);
	}
}

int main(int argc, char **argv)
{
	struct day d = {0};

	if (argc != 8 || (strcmp(argv[5], "many") != 0 && strcmp(argv[5], "few") != 0))
		die("usage: bench_day SOCKET CONNECTIONS FLIGHT SECONDS many|few DISPATCHER-TOKEN OPERATOR-TOKEN");
	d.n_connections = atoi(argv[2]);
	d.n_flight = atoi(argv[3]);
	d.is_few = strcmp(argv[5], "few") == 0;
	must(d.n_connections >= DESK_N && d.n_connections <= CONNECTIONS_MAX &&
		d.n_connections % DESK_N == 0 && d.n_flight > 0 && d.n_flight <= FLIGHT_MAX);
	d.n_slots = d.is_few ? d.n_connections / DESK_N : d.n_connections * d.n_flight;
	if (d.n_connections == DESK_N && d.n_flight == 1)
		d.n_slots = 1; /* a lone caller */
	d.all = xcalloc((size_t)d.n_connections, sizeof(*d.all));
	d.slots = xcalloc((size_t)d.n_slots, sizeof(*d.slots));
	gauge_begin(&d.gauge);
	d.poll = epoll_create1(EPOLL_CLOEXEC);
	for (int i = 0; i < d.n_connections; i++) {
		struct connection *c = &d.all[i];

		c->fd = gauge_dial(argv[1]);
		login(c, argv[6 + i % DESK_N]);
		must(epoll_ctl(d.poll, EPOLL_CTL_ADD, c->fd,
				 &(struct epoll_event){.events = EPOLLIN, .data.ptr = c}) == 0);
	}
	for (int i = 0; i < d.n_slots; i++)
		ask(&d, &d.slots[i]);
	flush_all(&d);
	live(&d, 1); /* until each order is somewhere else on its way */
	gauge_begin(&d.gauge);
	live(&d, atof(argv[4]));
	gauge_print(&d.gauge);
	return 0;
}
