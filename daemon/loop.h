/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_LOOP_H
#define SL_DAEMON_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct event_base;

/* The event loop and the only clock of this process. */
struct event_loop {
	struct event_base *base;
};

void loop_init(struct event_loop *l);
void loop_fini(struct event_loop *l);
void loop_run(struct event_loop *l); /* until loop_stop() */
void loop_stop(struct event_loop *l);

/* Monotonic ms: for deadlines and for the distance from the store's clock, never for instants. */
int64_t loop_now_ms(void);
/* This machine's clock, only to hold it against the store's: no instant comes from it. */
int64_t loop_wall_ms(void);
int64_t loop_now_us(void); /* the same, for what takes less */
/* So many descriptors more could be had: what the store's connections and a look into a file take must not go to
 * callers who only wait to be let in. */
enum { LOOP_SPARE = 16 };
bool loop_has_spare_descriptors(void);
/* Blocking; for the start and the end, when no loop runs. */
void loop_pause_ms(int64_t ms);

#endif
