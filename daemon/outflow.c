/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what is to be sent to one connection: answers that are its own, copied, and texts shared with others, by
 * reference. It never decides when to send, nor how much may wait: who puts looks at the count first.
 */
#include "daemon/outflow.h"

#include <event2/buffer.h>

#include "base/die.h"
#include "daemon/kept.h"
#include "daemon/wire.h"

enum { SHARE_MIN = 4096 }; /* bytes: to copy less is cheaper than to count who has it */

void outflow_init(struct outflow *o)
{
	*o = (struct outflow){.bytes = evbuffer_new()};
	must(o->bytes);
}

void outflow_fini(struct outflow *o)
{
	evbuffer_free(o->bytes);
}

void outflow_put(struct outflow *o, const void *bytes, size_t n)
{
	must(evbuffer_add(o->bytes, bytes, n) == 0);
}

static void on_sent(const void *bytes, size_t n, void *arg)
{
	(void)bytes, (void)n;
	kept_drop(arg);
}

void outflow_put_kept(struct outflow *o, struct kept *k)
{
	if (k->len < SHARE_MIN) {
		outflow_put(o, k->text, k->len);
		return;
	}
	must(evbuffer_add_reference(o->bytes, k->text, k->len, on_sent, kept_share(k)) == 0);
}

size_t outflow_count(const struct outflow *o)
{
	return evbuffer_get_length(o->bytes);
}

size_t outflow_count_free(const struct outflow *o)
{
	return o->is_held ? o->n_free : outflow_count(o);
}

void outflow_hold(struct outflow *o)
{
	if (!o->is_held)
		o->n_free = outflow_count(o);
	o->is_held = true;
}

void outflow_let_go(struct outflow *o)
{
	o->is_held = false;
}

void outflow_send(struct outflow *o, struct wire *w)
{
	size_t n, most;

	while ((most = outflow_count_free(o)) > 0 && wire_write(w, o->bytes, most, &n) == WIRE_SOME)
		o->n_free -= o->is_held ? n : 0;
}
