/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of libsliploop, shared by its own files only. */
#ifndef SLIPLOOP_CLIENT_H
#define SLIPLOOP_CLIENT_H

#include "sliploop.h"

#include <stdint.h>

#define CLIENT_OUT_HIGH (256u << 10) /* unsent bytes beyond which a submit waits */
#define CLIENT_OUT_FLUSH (8u << 10) /* unsent bytes beyond which a submit writes */

struct client_buf {
	char *bytes;
	size_t len; /* bytes held, from bytes[0] */
	size_t cap;
	size_t done; /* of these, already sent or already searched for a line's end */
};

struct client_slot {
	uint64_t id; /* 0: free */
	sliploop_reply_fn *fn;
	void *arg;
};

struct sliploop {
	int fd;
	bool broken;
	bool delivering; /* a callback is running */
	int patience_ms;
	uint64_t next_id;
	unsigned n_in_flight;
	unsigned long long n_answered;
	struct client_buf out, in;
	struct sliploop_error failure;
	sliploop_event_fn *event_fn; /* NULL: nobody asked for events */
	void *event_arg;
	struct client_slot slots[SLIPLOOP_WINDOW]; /* at id % SLIPLOOP_WINDOW */
};

/* error.c */
void client_error_put(struct sliploop_error *error, enum sliploop_class class, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void client_error_decode(struct sliploop_error *error, const json_t *object);

/* wire.c */
bool client_wire_append(struct sliploop *conn, const char *bytes, size_t len);
bool client_wire_flush(struct sliploop *conn);
bool client_wire_turn(struct sliploop *conn, int timeout_ms);
void client_wire_fini(struct sliploop *conn);

/* call.c */
void client_line_deliver(struct sliploop *conn, const char *line, size_t len);
void client_break(struct sliploop *conn);

/* watch.c */
void client_event_deliver(struct sliploop *conn, const json_t *params);

#endif
