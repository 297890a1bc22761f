/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_OUTFLOW_H
#define SL_DAEMON_OUTFLOW_H

#include <stdbool.h>
#include <stddef.h>

struct evbuffer;
struct kept;
struct wire;

/* Bytes on their way out of one connection, in order. From a point on they may be held back. */
struct outflow {
	struct evbuffer *bytes;
	bool is_held;
	size_t n_free; /* while is_held: in front of what is */
};

void outflow_init(struct outflow *o);
void outflow_fini(struct outflow *o);
void outflow_put(struct outflow *o, const void *bytes, size_t n);
void outflow_put_kept(struct outflow *o, struct kept *k); /* shared, not copied, when it is large */
size_t outflow_count(const struct outflow *o); /* bytes not sent */
size_t outflow_count_free(const struct outflow *o); /* of those: may be sent */
void outflow_hold(struct outflow *o); /* what is put from now on, if nothing is held already */
void outflow_let_go(struct outflow *o);
void outflow_send(struct outflow *o, struct wire *w); /* as much as it takes now */

#endif
