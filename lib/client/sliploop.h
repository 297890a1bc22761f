/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libsliploop: a small C client of the Sliploop daemon (protocol 1, JSON lines on a Unix socket).
 *
 * Three ways to use one connection, freely mixed:
 *   sliploop_call()    sends one request and waits for its answer;
 *   sliploop_submit()  queues a request and returns; its callback runs later, inside
 *                      sliploop_pump(), sliploop_drain(), sliploop_call() or a submit that has to
 *                      wait for room. Up to SLIPLOOP_WINDOW requests are in flight.
 *   sliploop_watch()   asks for events; theirs is a callback too, run in the same places.
 * In an event loop of your own: wait until sliploop_fd_get() is ready for sliploop_events_get(), then
 * sliploop_process(); submit only while sliploop_has_room(), and nothing ever waits.
 *
 * Requests are decided by the daemon in the order they were submitted. Nothing here is thread-safe:
 * a connection is one thread's at a time. Nothing reconnects: a broken connection reports
 * `unavailable` for everything that was in flight and for all that follows. What was in flight may
 * have happened: send it again, on a new connection, with the same idempotency_key.
 *
 * Parameters and results are jansson's values; instants in them are RFC 3339 texts in UTC, spans
 * ISO 8601 texts, ids integers. sliploop-api(7) has the methods. Memory that cannot be had for a
 * request or an answer is an error `internal` of that call, or ends the connection.
 */
#ifndef SLIPLOOP_H
#define SLIPLOOP_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define SLIPLOOP_WINDOW 64 /* calls in flight, as the protocol allows */
#define SLIPLOOP_LINE_MAX (1u << 20) /* the longest request line that is sent */
#define SLIPLOOP_REPLY_MAX (64u << 20) /* the longest reply line that is accepted */
#define SLIPLOOP_TOKEN_MAX 1024 /* a token with its end, longer ones are cut */
#define SLIPLOOP_MESSAGE_MAX 1024 /* an error's message, longer ones are cut */

/* Every error class of the protocol: identifier, name on the wire, JSON-RPC code. */
/* clang-format off */
#define SLIPLOOP_CLASSES(X)                                    \
	X(PARSE, "parse", -32700)                                  \
	X(INVALID_REQUEST, "invalid_request", -32600)              \
	X(METHOD_NOT_FOUND, "method_not_found", -32601)            \
	X(INVALID_PARAMS, "invalid_params", -32602)                \
	X(INTERNAL, "internal", -32603)                            \
	X(UNAUTHENTICATED, "unauthenticated", -32001)              \
	X(FORBIDDEN, "forbidden", -32002)                          \
	X(NOT_FOUND, "not_found", -32003)                          \
	X(WRONG_STATE, "wrong_state", -32004)                      \
	X(CONFLICT, "conflict", -32005)                            \
	X(IDEMPOTENCY_MISMATCH, "idempotency_mismatch", -32006)    \
	X(NO_POLICY, "no_policy", -32010)                          \
	X(QUOTA_EXCEEDED, "quota_exceeded", -32011)                \
	X(CONFIRMATION_REQUIRED, "confirmation_required", -32012)  \
	X(CONFIRMATION_LAPSED, "confirmation_lapsed", -32013)      \
	X(BAD_CALENDAR, "bad_calendar", -32020)                    \
	X(BAD_ROUTE, "bad_route", -32021)                          \
	X(BAD_POLICY, "bad_policy", -32022)                        \
	X(BAD_CONFIG, "bad_config", -32023)                        \
	X(OVERLOADED, "overloaded", -32030)                        \
	X(UNAVAILABLE, "unavailable", -32031)                      \
	X(UNKNOWN_OUTCOME, "unknown_outcome", -32032)
/* clang-format on */

enum sliploop_class {
	SLIPLOOP_OK,
#define X(id, name, code) SLIPLOOP_##id,
	SLIPLOOP_CLASSES(X)
#undef X
		SLIPLOOP_OTHER /* a class this library does not know yet */
};

struct sliploop_error {
	enum sliploop_class class;
	int code;
	char name[32]; /* the class as it stood on the wire */
	char message[SLIPLOOP_MESSAGE_MAX]; /* for people, in the session's language */
	json_t *data; /* the error's data object or NULL */
};

/* What a callback gets; all of it is borrowed and ends with the callback. */
struct sliploop_reply {
	json_t *result; /* NULL when refused */
	const struct sliploop_error *error; /* NULL when answered */
};

/* A callback must not submit, call, pump or close on the same connection: it may note that it wants to. */
typedef void sliploop_reply_fn(void *arg, const struct sliploop_reply *reply);

/* One committed change, or that a watch has ended; borrowed, it ends with the callback. */
struct sliploop_event {
	json_int_t watch; /* which one of this connection, as watch.start answered */
	const char *cursor; /* keep that of the last event handled: a later watch goes on after it */
	const char
		*type; /* "order.changed", "alarm.raised", ..., and "watch.ended": data.reason says why */
	const char *at; /* its instant, NULL for watch.ended */
	json_t *data;
};

typedef void sliploop_event_fn(void *arg, const struct sliploop_event *event);

struct sliploop;

/*
 * The daemon's socket when nobody says which: $SLIPLOOP_SOCKET, else $XDG_RUNTIME_DIR/sliploop.sock if
 * there is one, else /run/sliploop/sliploop.sock. Borrowed; the next call may overwrite it.
 */
const char *sliploop_socket_default(void);

/*
 * The token in a file: its first line up to the first blank. False with errno: it cannot be read; false
 * with errno 0: there is no token in it.
 */
bool sliploop_token_read(const char *path, char token[SLIPLOOP_TOKEN_MAX]);

/* Connects to the daemon's Unix socket. On failure *error says why and NULL is returned. */
struct sliploop *sliploop_connect(const char *socket_path, struct sliploop_error *error);
void sliploop_close(struct sliploop *conn);

/* How long to wait while the daemon says nothing, in ms; 0, the default, waits for ever. */
void sliploop_patience_put(struct sliploop *conn, int patience_ms);

/*
 * Queues one request; takes over `params` (NULL means {}). Returns false when the connection is
 * broken or the request cannot be sent (sliploop_failure_get says why); then the callback is not run.
 */
bool sliploop_submit(
	struct sliploop *conn, const char *method, json_t *params, sliploop_reply_fn *fn, void *arg);

/*
 * Moves bytes and runs callbacks: once what is ready, waiting up to timeout_ms (-1: no limit but
 * patience) for something to be. Returns false when the connection is broken.
 */
bool sliploop_pump(struct sliploop *conn, int timeout_ms);

/* Pumps until nothing is in flight. Returns false when the connection is broken. */
bool sliploop_drain(struct sliploop *conn);

unsigned sliploop_in_flight(const struct sliploop *conn);
unsigned long long sliploop_answered(const struct sliploop *conn); /* answers received so far */

/*
 * Sends one request and waits for its answer; takes over `params`. Returns the result, owned by
 * the caller, or NULL with *error filled (give it to sliploop_error_fini afterwards).
 */
json_t *sliploop_call(
	struct sliploop *conn, const char *method, json_t *params, struct sliploop_error *error);

/*
 * watch.start on `topics` ("orders,alarms,tasks", or some of them), waiting for its answer; from then on, and
 * for every watch of this connection, fn is told each event. since: the cursor of the last event
 * handled before, NULL: from now on. Returns the answer, owned by the caller: {watch, cursor, found,
 * snapshot}; or NULL with *error filled. watch.stop ends it, by any call.
 */
json_t *sliploop_watch(struct sliploop *conn, const char *topics, const char *since,
	sliploop_event_fn *fn, void *arg, struct sliploop_error *error);

/* For an event loop of your own (level-triggered: poll, epoll without EPOLLET, libevent, ...). */
int sliploop_fd_get(
	const struct sliploop *conn); /* to wait on; it stays the same until the close */
short sliploop_events_get(
	const struct sliploop *conn); /* POLLIN, with POLLOUT while bytes wait to be sent */
/* Moves what can be moved without waiting and runs callbacks. Returns false when the connection is broken. */
bool sliploop_process(struct sliploop *conn);
bool sliploop_has_room(const struct sliploop *conn); /* the next submit will not wait */

/* Why the connection broke or a submit was not taken. Borrowed. */
const struct sliploop_error *sliploop_failure_get(const struct sliploop *conn);

void sliploop_error_fini(struct sliploop_error *error);
enum sliploop_class sliploop_class_find(const char *name);
const char *sliploop_class_name(enum sliploop_class class);

#endif
