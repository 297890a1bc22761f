/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks a server on a Unix socket the same again and again over many connections, whatever it speaks, as
 * long as each answer has the same bytes: so two servers are measured by one and the same client. An answer
 * of other bytes, a refusal perhaps, ends it.
 * Prints answers a second, and the median and 99th percentile of their times in microseconds.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "tests/bench/gauge.h"

enum { FLIGHT_MAX = 256, READ_SIZE = 256 * 1024 };

struct load {
	char *request, *answer;
	size_t request_len, answer_len;
	int n_flight;
	struct gauge gauge;
};

struct connection {
	int fd;
	size_t n_read; /* of the answer under way */
	int64_t sent_us[FLIGHT_MAX]; /* of those not answered: a ring */
	unsigned n_sent, n_answered;
};

static char *read_file(const char *path, size_t *len)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) != 0)
		die("%s: %s", path, strerror(errno));
	char *text = xcalloc(1, (size_t)st.st_size + 1);
	ssize_t n = read(fd, text, (size_t)st.st_size);

	must(n == st.st_size);
	close(fd);
	*len = (size_t)n;
	return text;
}

/* As many at once as were answered at once: requests are short, the socket has room. */
static void ask(const struct load *l, struct connection *c, int n)
{
	static char many[FLIGHT_MAX * 4096];
	size_t len = 0;

	must(l->request_len <= 4096 && n <= FLIGHT_MAX);
	for (int i = 0; i < n; i++, len += l->request_len) {
		memcpy(many + len, l->request, l->request_len);
		c->sent_us[c->n_sent++ % FLIGHT_MAX] = gauge_now_us();
	}
	if (send(c->fd, many, len, MSG_NOSIGNAL) != (ssize_t)len)
		die("a request could not be sent: %s", strerror(errno));
}

static void take(struct load *l, struct connection *c)
{
	static char bytes[READ_SIZE];
	ssize_t n = recv(c->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	int n_done = 0;

	if (n == 0 || (n < 0 && errno != EAGAIN))
		die("the server hung up");
	for (size_t at = 0; n > 0 && at < (size_t)n;) {
		size_t len = l->answer_len - c->n_read;

		len = len < (size_t)n - at ? len : (size_t)n - at;
		if (memcmp(l->answer + c->n_read, bytes + at, len) != 0)
			die("another answer: %.*s", (int)len, bytes + at);
		at += len;
		c->n_read += len;
		if (c->n_read < l->answer_len)
			break;
		c->n_read = 0;
		n_done++;
		gauge_add(&l->gauge, gauge_now_us() - c->sent_us[c->n_answered % FLIGHT_MAX]);
		c->n_answered++;
	}
	if (n_done)
		ask(l, c, n_done);
}

int main(int argc, char **argv)
{
	struct load l = {0};
	struct epoll_event ready[64];

	if (argc != 7)
		die("usage: bench_load SOCKET CONNECTIONS FLIGHT SECONDS REQUEST-FILE ANSWER-FILE");
	int n_connections = atoi(argv[2]);
	l.n_flight = atoi(argv[3]);
	l.request = read_file(argv[5], &l.request_len);
	l.answer = read_file(argv[6], &l.answer_len);
	must(n_connections > 0 && l.n_flight > 0 && l.n_flight <= FLIGHT_MAX && l.answer_len > 0);
	struct connection *all = xcalloc((size_t)n_connections, sizeof(*all));
	int poll = epoll_create1(EPOLL_CLOEXEC);

	for (int i = 0; i < n_connections; i++) {
		all[i].fd = gauge_dial(argv[1]);
		must(epoll_ctl(poll, EPOLL_CTL_ADD, all[i].fd,
				 &(struct epoll_event){.events = EPOLLIN, .data.ptr = &all[i]}) == 0);
		ask(&l, &all[i], l.n_flight);
	}
	gauge_begin(&l.gauge);
	int64_t ends = gauge_now_us() + (int64_t)(atof(argv[4]) * 1e6);

	while (gauge_now_us() < ends) {
		int n = epoll_wait(poll, ready, 64, 1000);

		for (int i = 0; i < n; i++)
			take(&l, ready[i].data.ptr);
	}
	gauge_print(&l.gauge);
	return 0;
}
