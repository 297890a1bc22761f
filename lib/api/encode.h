/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_ENCODE_H
#define SL_API_ENCODE_H

#include "api/command.h"
#include "api/out.h"

/* Inside lib/api only: things as objects of the API (api.md, What an order looks like). */

void encode_order(struct out *o, const struct view *v, const struct order *order);
void encode_clock(
	struct out *o, const struct view *v, const struct order *order, const struct clock *c);
/* Closed by the caller, who may add what the place calls for. */
void encode_task_open(struct out *o, const struct task *t);
void encode_return_open(struct out *o, const struct order *order, const struct return_slip *r);
/* Which order a task, slip or clock of a list belongs to: order, number, kind, tier ... */
void encode_order_head(struct out *o, const struct order *order);
void encode_loops(struct out *o, const struct order *order);

void encode_alarm(
	struct out *o, const struct alarm *a, int64_t order, enum order_kind kind, const char *task);
/* One row of a history, as it is listed. */
void encode_happening(struct out *o, const struct order *order, const struct happening *h);
void encode_feedback(struct out *o, const struct feedback *f);
struct notice;
void encode_notice(struct out *o, const struct notice *n);

/* The name of a task by its id, cancelled ones too; NULL: none. */
const char *encode_task_name(const struct order *order, int64_t id);

void encode_org_row(struct out *o, enum org_noun noun, const void *row);
const char *org_noun_key(enum org_noun noun); /* "unit" */
const char *org_noun_plural(enum org_noun noun); /* "limits" */

#endif
