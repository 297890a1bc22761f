/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions of the department: the industry manager confirms, the leader approves, the
 * clerk forwards, and whoever holds the slip sends it back.
 */
#include "core/flow.h"
#include "core/happen.h"

enum err decide_confirm(struct decision *d, const void *request)
{
	const struct request_confirm *r = request;

	happen(d, "confirmed");
	if (r->needs_leader != GIVEN_NOT)
		d->order->needs_leader = r->needs_leader == GIVEN_TRUE;
	flow_next_review(d);
	return ERR_NONE;
}

enum err decide_approve(struct decision *d, const void *request)
{
	(void)request;
	happen(d, "approved");
	flow_next_review(d);
	return ERR_NONE;
}

enum err decide_forward(struct decision *d, const void *request)
{
	(void)request;
	happen(d, "forwarded");
	flow_next_review(d);
	return ERR_NONE;
}

enum err decide_send_back(struct decision *d, const void *request)
{
	const struct request_text *r = request;

	happen(d, "sent_back")->text = r->text;
	flow_send_back(d, r->text);
	return ERR_NONE;
}
