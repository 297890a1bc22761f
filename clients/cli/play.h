/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_PLAY_H
#define CLI_PLAY_H

#include "drive.h"
#include "reference.h"

/*
 * What a play knows from answers: the ids saved under names, and the latest known form of every
 * order. `fn`s run as answers arrive.
 */
struct ledger {
	json_t *names; /* name -> index into saved */
	json_t *orders; /* "42" -> the order as last answered */
	json_t *shaping; /* "42" -> how many requests are under way that add tasks or return slips */
	struct ledger_saved *saved;
	size_t n_saved, cap;
};

enum ledger_state { LEDGER_AWAITED, LEDGER_KNOWN, LEDGER_REFUSED };

struct ledger_saved {
	enum ledger_state state;
	unsigned long line;
	json_int_t id, order; /* 0: there is none */
};

void ledger_init(struct ledger *ledger);
void ledger_fini(struct ledger *ledger);
size_t ledger_await(struct ledger *ledger, const char *name, unsigned long line);
void ledger_learn(struct ledger *ledger, json_t *result);
void ledger_save(struct ledger *ledger, size_t index, const json_t *result);
void ledger_shaping_add(struct ledger *ledger, json_int_t order, int n);
bool ledger_is_shaping(const struct ledger *ledger, json_int_t order);
/* The id a reference to a known saved thing stands for; 0 when nothing known answers to it. */
json_int_t ledger_find(const struct ledger *ledger, const struct ledger_saved *saved,
	const struct reference *reference);

#endif
