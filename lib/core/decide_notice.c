/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decision to send a dead notice again. It changes nothing else about it: the key stays, so
 * that whoever did get it the first time can tell.
 */
#include "core/notice.h"

static void notice_enter(struct notice *n, enum notice_state state)
{
	n->state = state;
}

enum err decide_notice_resend(struct decision *d, const void *request)
{
	struct notice *n = d->notice;

	(void)request;
	if (!n)
		return refuse(d, ERR_NOT_FOUND, "/params/id", "no such notice", "没有这条通知");
	if (n->state != NOTICE_DEAD) {
		d->fail.state = word_name(WORDS_NOTICE_STATE, n->state);
		return refuse(d, ERR_WRONG_STATE, "/params/id",
			"only a dead notice is sent again: this one is on its way or has arrived",
			"只能重发已放弃的通知：此通知仍在发送中或已送达");
	}
	notice_enter(n, NOTICE_WAITING);
	n->tries = 0;
	n->done_at = INSTANT_NONE;
	return ERR_NONE;
}
