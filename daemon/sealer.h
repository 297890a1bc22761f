/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SEALER_H
#define SL_DAEMON_SEALER_H

#include <stdbool.h>
#include <stdint.h>

struct event_loop;
struct store;

/*
 * Seals the history within a second of its commits, any daemon of a store in turn, and exports the head of the
 * chain: what the log says of it is out of reach of whoever can rewrite the store.
 */
enum { SEALER_HEAD_TEXT = 96 }; /* HASH@N: the hash in hex, N rows of the history */

struct sealer;
struct sealer *sealer_new(struct event_loop *loop);
void sealer_free(struct sealer *s);
void sealer_set_store(struct sealer *s, struct store *store);
/* When nothing is committed any more: seals what is left and exports the head; true: that is done. */
bool sealer_finish(struct sealer *s);

const char *sealer_get_head(const struct sealer *s); /* HASH@N; NULL: not known yet */
int64_t sealer_count_rows(const struct sealer *s); /* sealed */
int64_t sealer_get_lag_ms(
	const struct sealer *s); /* how long the same row has been the first to be sealed */
/* Whose transaction it has waited for these seconds: process, role, program; NULL: nobody's. */
const char *sealer_get_holder(const struct sealer *s);

#endif
