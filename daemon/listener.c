/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns a listening socket, Unix or TCP: takes over a stale path, accepts, and asks the kernel who the
 * peer is. When descriptors run out it pauses instead of spinning. It never reads a byte.
 */
#include "daemon/listener.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/address.h"
#include "daemon/loop.h"
#include "daemon/service.h"
#include "daemon/session.h"

enum { BACKLOG = 256, ACCEPTS_A_TURN = 32, RETRY_S = 1 };
enum { /* a peer that is gone without a word is found out within two minutes */
	KEEP_IDLE_S = 60,
	KEEP_EVERY_S = 15,
	KEEP_TIMES = 4,
	UNHEARD_MS = 60000
};

struct listener {
	struct sessions *sessions;
	char *path; /* NULL: TCP */
	struct tls *tls;
	int fd;
	int reserve_fd; /* given up for a moment to hang up on callers when descriptors run out */
	struct event *on_call, *on_retry;
	bool is_paused;
	bool is_handed; /* the service manager's: it listens, and stays when we go */
};

const char *listener_check_path(const char *path)
{
	if (strlen(path) >= sizeof(((struct sockaddr_un *)0)->sun_path))
		return "is longer than the 107 bytes a Unix socket's path may have";
	return NULL;
}

static struct sockaddr_un address_of(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *wrong = listener_check_path(path);

	if (wrong)
		die("--socket %s %s: name a shorter one", path, wrong);
	memcpy(address.sun_path, path, strlen(path));
	return address;
}

/* Nobody answers: the daemon that made it is gone. Anything but a socket is not ours to remove. */
static void remove_stale(const char *path, const struct sockaddr_un *address)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return;
	if (!S_ISSOCK(st.st_mode))
		die("%s is in the way and is not a socket", path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		die("socket: %s", strerror(errno));
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0)
		die("another daemon answers at %s", path);
	if (errno != ECONNREFUSED)
		die("%s: %s", path, strerror(errno));
	close(fd);
	if (unlink(path) != 0)
		die("the stale socket %s cannot be removed: %s", path, strerror(errno));
	log_info("removed a stale socket: %s", path);
}

static void pause_calls(struct listener *l, const char *why)
{
	struct timeval span = {.tv_sec = RETRY_S};

	if (!l->is_paused)
		log_warn("no new connections for now: %s", why);
	l->is_paused = true;
	event_del(l->on_call);
	must(event_add(l->on_retry, &span) == 0);
}

/* Hanging up tells the callers more than a queue that nobody serves. */
static void hang_up_one(struct listener *l)
{
	if (l->reserve_fd >= 0)
		close(l->reserve_fd);
	int fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0)
		close(fd);
	l->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void set_option(int fd, int level, int name, int value)
{
	if (setsockopt(fd, level, name, &value, sizeof(value)) != 0)
		log_warn("a socket option (%d, %d): %s", level, name, strerror(errno));
}

static void add_tcp(struct listener *l, int fd, const struct address *from)
{
	char source[ADDRESS_TEXT];

	set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, KEEP_IDLE_S);
	set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, KEEP_EVERY_S);
	set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEP_TIMES);
	set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, UNHEARD_MS);
	sessions_add(l->sessions, fd,
		&(struct peer){.uid = -1,
			.source = address_spell_source(from, source),
			.is_tcp = true,
			.tls = l->tls});
}

static void add_unix(struct listener *l, int fd)
{
	struct ucred who;
	socklen_t size = sizeof(who);
	int64_t uid = -1;
	char source[32];

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0)
		uid = who.uid;
	snprintf(source, sizeof(source), "uid %lld", (long long)uid);
	sessions_add(l->sessions, fd, &(struct peer){.uid = uid, .source = source});
}

static void on_call(evutil_socket_t fd, short what, void *arg)
{
	struct listener *l = arg;

	(void)what;
	for (int i = 0; i < ACCEPTS_A_TURN; i++) {
		struct address from = {.len = sizeof(from.at)};
		int peer = accept4(
			fd, (struct sockaddr *)&from.at, &from.len, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (peer < 0) {
			if (errno == EMFILE || errno == ENFILE) {
				hang_up_one(l);
				pause_calls(l, strerror(errno));
			} else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR &&
				errno != ECONNABORTED) {
				pause_calls(l, strerror(errno));
			}
			return;
		}
		if (l->path)
			add_unix(l, peer);
		else
			add_tcp(l, peer, &from);
	}
}

void listener_resume(struct listener *l)
{
	if (!l || !l->is_paused)
		return;
	l->is_paused = false;
	event_del(l->on_retry);
	must(event_add(l->on_call, NULL) == 0);
}

static void on_retry(evutil_socket_t fd, short what, void *arg)
{
	struct listener *l = arg;

	(void)fd, (void)what;
	if (loop_has_spare_descriptors()) {
		listener_resume(l);
		return;
	}
	hang_up_one(l);
	pause_calls(l, strerror(EMFILE));
}

static struct listener *listener_new(
	struct event_loop *loop, const char *path, int fd, struct sessions *sessions)
{
	struct listener *l = xcalloc(1, sizeof(*l));

	l->sessions = sessions;
	l->path = path ? xstrdup(path) : NULL;
	l->fd = fd;
	l->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	l->on_call = event_new(loop->base, l->fd, EV_READ | EV_PERSIST, on_call, l);
	l->on_retry = event_new(loop->base, -1, 0, on_retry, l);
	must(l->on_call && l->on_retry);
	return l;
}

void listener_start(struct listener *l)
{
	if (!l->is_handed && listen(l->fd, BACKLOG) != 0)
		die("%s: %s", l->path ? l->path : "--listen", strerror(errno));
	must(event_add(l->on_call, NULL) == 0);
}

static int make_unix(const char *path)
{
	struct sockaddr_un address = address_of(path);

	remove_stale(path, &address);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		die("socket: %s", strerror(errno));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		die("%s: %s", path, strerror(errno));
	/* Anyone may connect: who he is the kernel says, and what he may do his roles. A stranger is
	 * refused by the daemon in words, not by the file system without any. */
	if (chmod(path, 0666) != 0)
		die("%s: %s", path, strerror(errno));
	return fd;
}

struct listener *listener_open(struct event_loop *loop, const char *path, struct sessions *sessions)
{
	int fd = service_take_socket("socket");
	bool is_handed = fd >= 0;
	struct listener *l = listener_new(loop, path, is_handed ? fd : make_unix(path), sessions);

	l->is_handed = is_handed;
	listener_start(l);
	return l;
}

static int make_tcp(const struct address *at)
{
	char text[ADDRESS_TEXT];
	int on = 1;
	int fd = socket(at->at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	address_spell(at, text);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
		bind(fd, (struct sockaddr *)&at->at, at->len) != 0)
		die("--listen %s: %s", text, strerror(errno));
	return fd;
}

struct listener *listener_open_tcp(
	struct event_loop *loop, struct address *at, struct tls *tls, struct sessions *sessions)
{
	int fd = service_take_socket("listen");
	bool is_handed = fd >= 0;

	if (!is_handed)
		fd = make_tcp(at);
	at->len = sizeof(at->at);
	if (getsockname(fd, (struct sockaddr *)&at->at, &at->len) != 0)
		die("--listen: %s", strerror(errno));
	if (!tls && !address_is_loopback(at)) /* of its own address config.c has seen to it */
		die("--listen: the service manager's socket is for other machines too: that needs --tls-cert and --tls-key");
	struct listener *l = listener_new(loop, NULL, fd, sessions);

	l->is_handed = is_handed;
	l->tls = tls;
	return l;
}

void listener_close(struct listener *l)
{
	if (l->path && !l->is_handed)
		unlink(l->path);
	event_free(l->on_call);
	event_free(l->on_retry);
	close(l->fd);
	if (l->reserve_fd >= 0)
		close(l->reserve_fd);
	free(l->path);
	free(l);
}
