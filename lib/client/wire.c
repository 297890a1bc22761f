/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The socket and the two byte buffers of a connection: partial writes and reads, lines cut out of
 * the stream. Owns the descriptor; never looks inside a line.
 */
#include "client.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define READ_CHUNK (64u << 10)

struct sliploop *sliploop_connect(const char *socket_path, struct sliploop_error *error)
{
	struct sockaddr_un addr = {.sun_family = AF_UNIX};
	if (strlen(socket_path) >= sizeof addr.sun_path) {
		client_error_put(
			error, SLIPLOOP_UNAVAILABLE, "%s: the socket's path is too long", socket_path);
		return NULL;
	}
	strcpy(addr.sun_path, socket_path);

	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0) {
		client_error_put(error, SLIPLOOP_UNAVAILABLE, "%s: %s", socket_path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	struct sliploop *conn = calloc(1, sizeof *conn);
	if (conn == NULL) {
		client_error_put(error, SLIPLOOP_INTERNAL, "out of memory");
		close(fd);
		return NULL;
	}
	conn->fd = fd;
	conn->next_id = 1;
	return conn;
}

int sliploop_fd_get(const struct sliploop *conn)
{
	return conn->fd;
}

short sliploop_events_get(const struct sliploop *conn)
{
	return conn->out.len > 0 ? POLLIN | POLLOUT : POLLIN;
}

static bool wire_fail(
	struct sliploop *conn, enum sliploop_class class, const char *what, const char *why)
{
	if (!conn->broken) {
		client_error_put(&conn->failure, class, why != NULL ? "%s: %s" : "%s", what, why);
		client_break(conn);
	}
	return false;
}

static bool buf_reserve(struct client_buf *buf, size_t more, size_t max)
{
	if (more > max || buf->len > max - more)
		return false;
	if (buf->len + more <= buf->cap)
		return true;
	size_t cap = buf->cap == 0 ? 4096 : buf->cap;
	while (cap < buf->len + more)
		cap *= 2;
	char *bytes = realloc(buf->bytes, cap);
	if (bytes == NULL)
		return false;
	buf->bytes = bytes;
	buf->cap = cap;
	return true;
}

static void buf_drop_front(struct client_buf *buf, size_t n)
{
	memmove(buf->bytes, buf->bytes + n, buf->len - n);
	buf->len -= n;
}

bool client_wire_append(struct sliploop *conn, const char *bytes, size_t len)
{
	if (!buf_reserve(&conn->out, len, SLIPLOOP_LINE_MAX + 2 * CLIENT_OUT_HIGH))
		return wire_fail(conn, SLIPLOOP_INTERNAL, "out of memory for a request", NULL);
	memcpy(conn->out.bytes + conn->out.len, bytes, len);
	conn->out.len += len;
	return true;
}

/* Writes what the socket takes now. */
bool client_wire_flush(struct sliploop *conn)
{
	struct client_buf *out = &conn->out;
	while (out->done < out->len) {
		ssize_t n = send(
			conn->fd, out->bytes + out->done, out->len - out->done, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0) {
			out->done += (size_t)n;
			continue;
		}
		if (errno == EAGAIN)
			break;
		/* What the daemon said before it closed is still to be read: let the read find the end. */
		if (errno == EPIPE || errno == ECONNRESET) {
			out->done = out->len;
			break;
		}
		if (errno != EINTR)
			return wire_fail(
				conn, SLIPLOOP_UNAVAILABLE, "cannot write to the daemon", strerror(errno));
	}
	if (out->done > 0) {
		buf_drop_front(out, out->done);
		out->done = 0;
	}
	return true;
}

static void lines_deliver(struct sliploop *conn)
{
	struct client_buf *in = &conn->in;
	size_t start = 0;
	while (!conn->broken) {
		char *end = memchr(in->bytes + in->done, '\n', in->len - in->done);
		if (end == NULL)
			break;
		size_t stop = (size_t)(end - in->bytes);
		in->done = stop + 1;
		client_line_deliver(conn, in->bytes + start, stop - start);
		start = stop + 1;
	}
	if (conn->broken)
		return;
	if (start > 0)
		buf_drop_front(in, start);
	in->done = in->len;
}

static bool wire_read(struct sliploop *conn)
{
	if (!buf_reserve(&conn->in, READ_CHUNK, SLIPLOOP_REPLY_MAX))
		return wire_fail(
			conn, SLIPLOOP_INTERNAL, "a reply is longer than this client accepts", NULL);
	ssize_t n = recv(conn->fd, conn->in.bytes + conn->in.len, READ_CHUNK, MSG_DONTWAIT);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ||
			wire_fail(conn, SLIPLOOP_UNAVAILABLE, "cannot read from the daemon", strerror(errno));
	if (n == 0)
		return wire_fail(conn, SLIPLOOP_UNAVAILABLE, "the daemon closed the connection", NULL);
	conn->in.len += (size_t)n;
	lines_deliver(conn);
	return !conn->broken;
}

/* One turn: waits up to timeout_ms (-1: the connection's patience) until bytes can move. */
bool client_wire_turn(struct sliploop *conn, int timeout_ms)
{
	if (conn->broken || !client_wire_flush(conn))
		return false;
	bool has_patience = timeout_ms < 0 && conn->patience_ms > 0;
	struct pollfd pfd = {.fd = conn->fd, .events = sliploop_events_get(conn)};
	int n = poll(&pfd, 1, has_patience ? conn->patience_ms : timeout_ms);
	if (n < 0)
		return errno == EINTR ||
			wire_fail(conn, SLIPLOOP_UNAVAILABLE, "cannot wait for the daemon", strerror(errno));
	if (n == 0)
		return !has_patience ||
			wire_fail(conn, SLIPLOOP_UNAVAILABLE, "the daemon does not answer", NULL);
	if (pfd.revents & (POLLIN | POLLHUP | POLLERR))
		return wire_read(conn);
	return true;
}

void client_wire_fini(struct sliploop *conn)
{
	close(conn->fd);
	free(conn->out.bytes);
	free(conn->in.bytes);
}
