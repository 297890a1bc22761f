/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SESSION_INSIDE_H
#define SL_DAEMON_SESSION_INSIDE_H

#include "daemon/caller.h"
#include "daemon/lines.h"
#include "daemon/outflow.h"
#include "daemon/session.h"
#include "daemon/wire.h"

/* session.c has one connection, sessions.c all of them; nobody else includes this. */
struct event;

struct session {
	struct caller caller; /* first: one is the other */
	struct sessions *all;
	struct session *prev, *next;
	struct wire wire;
	int64_t heard_ms; /* when it came, sent its last frame, or began to close */
	struct event *on_read, *on_write;
	struct lines lines;
	struct outflow out;
	struct session *next_due; /* to be sent to, when is_due */
	bool is_due;
	struct event *on_hold; /* NULL: nothing is held back */
	int64_t held_ms;
	bool is_tcp;
	bool is_eof; /* the client sends no more */
	bool is_closing; /* we read no more: answer what was asked, then hang up */
	bool is_in_turn;
	int n_turn; /* frames taken in it */
	bool is_stopped; /* it took no more for a reason of ours, though lines are there */
	struct event *on_next; /* the next turn, when lines are left from this one; NULL: none are */
};

struct sessions {
	struct sessions_options options;
	struct session *head;
	int n, max;
	bool is_full; /* it was said */
	struct event *on_sweep;
	struct session *due; /* have something to be sent, or may go on */
	struct event *on_due;
	struct buf event; /* being spelt */
};

/* session.c */
struct session *session_new(struct sessions *all, int fd, const struct peer *peer);
void session_free(struct session *s);
void session_turn(
	struct session *s); /* all it can do now; may free s when called from outside a turn */
void session_dismiss(
	struct session *s, const struct failure *f); /* the last thing said: an error of no call */
void session_close(struct session *s); /* reads no more; ends when all is answered */
void session_let_go(struct session *s); /* of answers held back */
void sessions_turn_due(struct sessions *all); /* those who were answered in this turn of the loop */

#endif
