/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SMTP_H
#define SL_DAEMON_SMTP_H

#include <curl/curl.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

struct event_base;
struct event;

/* The talk with a mail server that libcurl has connected to (CURLOPT_CONNECT_ONLY): greeting, TLS and
 * EHLO are behind it. Of ours because libcurl's own waits for the last answer, and the loop with it. */
enum smtp_state { SMTP_MAIL, SMTP_RCPT, SMTP_DATA, SMTP_TEXT, SMTP_OVER };

struct smtp { /* the caller's storage */
	CURL *easy;
	const char *from, *to, *body; /* body: lines that end in CRLF, none begins with a dot */
	enum smtp_state state;
	struct event *event, *timer;
	struct buf out, in;
	char said[128]; /* why it failed */
	void (*done)(void *arg, const char *error); /* NULL: taken */
	void *arg;
};

void smtp_begin(struct smtp *s, struct event_base *base, int64_t timeout_ms);
void smtp_fini(struct smtp *s); /* also one that never began */

#endif
