/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_TESTS_STORE_H
#define SL_TESTS_STORE_H

/* cmocka wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/request.h"
#include "core/org.h"
#include "store/store.h"

/* A store under test: its loop is poll(), and a call is waited for. */
struct bed {
	char conninfo[256];
	struct store *store;
	struct {
		int fd;
		bool read, write;
	} watched[CHANNEL_N];
	int n_came, n_went;
	bool is_done;
	enum store_outcome outcome;
	struct arena arena;
	struct id_pool ids;
};

void bed_open(struct bed *b, const char *database, bool is_virtual);
void bed_close(struct bed *b);
void bed_turn(struct bed *b); /* waits for whatever comes next */
enum store_outcome bed_wait(struct bed *b); /* until the call is answered */
void bed_done(void *arg, enum store_outcome outcome);
enum store_outcome bed_refresh(struct bed *b, struct org *g);

enum store_outcome bed_load(struct bed *b, const struct batch_wants *wants, struct batch *batch);
enum store_outcome bed_save(struct bed *b, const struct batch_save *save);
enum store_outcome bed_drop(struct bed *b);
enum store_outcome bed_find(struct bed *b, enum find what, const struct viewer *v,
	const struct request_find *r, struct found *found);
/* Saves those orders in a batch of their own. */
enum store_outcome bed_put(struct bed *b, struct order **orders, int n);
struct order *bed_get(struct bed *b, int64_t id); /* loaded, and dropped again */

/* Straight to the server, beside the store: NULL when it went well, else the SQLSTATE. */
const char *bed_sql(struct bed *b, const char *sql);
int64_t bed_number(struct bed *b, const char *sql);

/* An order whose every field holds something of its own. */
struct order *sample_full(struct arena *a, int64_t id);
/* A fault at the CRC with its clocks, armed at due_at. */
struct order *sample_fault(struct arena *a, int64_t id, int64_t due_at);

extern const struct request_find find_all;
extern const struct viewer sees_all;

int run_batch_tests(void);
int run_read_tests(const char *database);
int run_restored_tests(void);
int run_schema_tests(void);

#endif
