/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the way from the outbox to the courier and back: what is taken, how much at a time, when it is
 * tried again and when it is given up. The truth stands in the store; a message that is lost with this
 * process is taken by another. It never decides whom a step tells.
 */
#include "daemon/notices.h"

#include <event2/event.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "api/notice.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/alertmanager.h"
#include "daemon/config.h"
#include "daemon/reload.h"
#include "daemon/courier.h"
#include "daemon/loop.h"
#include "daemon/mail.h"
#include "daemon/secret.h"
#include "daemon/webhook.h"
#include "daemon/zone.h"
#include "store/store.h"

enum { TICK_MS = 500, RETRY_MAX_MS = 60 * 60 * 1000, PRUNE_EVERY_MS = 10 * 60 * 1000 };

struct message { /* under way */
	struct message *next;
	struct notices *notices;
	int64_t id;
	int tries;
	char *receiver;
};

struct secrets { /* from files */
	struct webhook_secrets webhook;
	char password[256]; /* of the mail server; "": nobody logs in */
};

struct notices {
	struct store *store;
	const struct notice_config *config;
	struct courier *courier;
	struct alertmanager *alertmanager; /* NULL: none is told of */
	struct secrets secrets, next_secrets; /* the latter of a configuration being checked */
	struct arena arena; /* what the view holds */
	struct notice_view view;
	struct event *tick;
	struct message *messages;
	int n_messages;
	bool is_pruning, is_claiming, is_draining, is_again; /* again: more may be due than was taken */
	struct arena claim_arena;
	struct notice_batch batch;
	int64_t prune_at;
};

static void claim(struct notices *n);

/* --- what became of one ------------------------------------------------------------------------------ */

static void message_free(struct message *m)
{
	struct message **at = &m->notices->messages;

	while (*at != m)
		at = &(*at)->next;
	*at = m->next;
	m->notices->n_messages--;
	free(m->receiver);
	free(m);
}

/* Should the store not have heard it, the message is tried again in time: at least once. */
static void on_ended(void *arg, enum store_outcome outcome)
{
	struct message *m = arg;
	struct notices *n = m->notices;

	if (outcome != STORE_OK)
		log_warn("what became of message %lld could not be written down: it may be sent again",
			(long long)m->id);
	message_free(m);
	claim(n);
}

static void on_delivered(void *arg, const struct delivery *d)
{
	struct message *m = arg;
	struct notices *n = m->notices;
	struct notice_end end = {.message = m->id, .error = d->error};

	if (d->error) {
		end.is_dead = m->tries >= n->config->tries;
		end.wait_ms = notice_back_off(
			n->config->retry_ms, RETRY_MAX_MS, m->tries, randombytes_random());
		if (end.wait_ms < d->wait_ms)
			end.wait_ms = d->wait_ms;
		log_warn("message %lld did not reach %s: %s; try %d of %d%s", (long long)m->id, m->receiver,
			d->error, m->tries, n->config->tries, end.is_dead ? ", given up" : "");
	}
	store_end_notice(n->store, &end, on_ended, m);
}

/* --- sending ------------------------------------------------------------------------------------------ */

/* The same at every try, and no other store's. */
static const char *message_key(struct notices *n, struct arena *a, int64_t id)
{
	return arena_fmt(a, "msg_%.8s_%lld", store_get_id(n->store), (long long)id);
}

/* As configured now: a reload may have taken a way since the message was. */
static bool can_send(const struct notices *n, enum notice_channel channel)
{
	switch (channel) {
	case NOTICE_MAIL: return n->config->smtp[0] != '\0';
	case NOTICE_WEBHOOK: return n->secrets.webhook.n > 0;
	}
	die_assert(__FILE__, __LINE__, "channel");
}

static void send_message(struct notices *n, const struct notice *first, int n_notices)
{
	struct letter letter = {.timeout_ms = n->config->timeout_ms,
		.ca_file = n->config->ca_file[0] ? n->config->ca_file : NULL};
	struct message *m = xcalloc(1, sizeof(*m));
	struct arena *a = &n->claim_arena;
	struct notice_view view = n->view;
	const char *key = message_key(n, a, first->message);

	view.arena = a;
	m->notices = n;
	m->id = first->message;
	m->tries = first->tries;
	m->receiver = xstrdup(first->receiver);
	m->next = n->messages;
	n->messages = m;
	n->n_messages++;
	switch (notice_get_channel(first->address)) {
	case NOTICE_MAIL:
		letter.url = n->config->smtp;
		if (n->config->smtp_user[0]) {
			letter.user = n->config->smtp_user;
			letter.password = n->secrets.password;
		}
		mail_write(&view, n->config->from, key, first, n_notices, n->batch.real_at, &letter);
		break;
	case NOTICE_WEBHOOK:
		letter.is_public_only = !n->config->may_be_private;
		webhook_write(a, &n->secrets.webhook, key, first, n_notices, n->batch.real_at, &letter);
		break;
	}
	if (!can_send(n, notice_get_channel(first->address)))
		on_delivered(
			m, &(struct delivery){.error = "the configuration has no way to send it any more"});
	else if (!courier_send(n->courier, &letter, on_delivered, m))
		on_delivered(m, &(struct delivery){.error = "too much is under way"});
}

static void on_claimed(void *arg, enum store_outcome outcome)
{
	struct notices *n = arg;
	const struct notice *first = n->batch.notices;

	n->is_claiming = false;
	if (outcome == STORE_REFUSED && store_get_outage(n->store) == OUTAGE_NONE)
		log_error("the store refused the outbox: %s", store_problem(n->store, CHANNEL_NOTICE));
	while (outcome == STORE_OK && first) {
		const struct notice *next = first;
		int n_notices = 0;

		for (; next && next->message == first->message; next = next->next)
			n_notices++;
		send_message(n, first, n_notices);
		first = next;
	}
	arena_fini(&n->claim_arena);
	if (n->is_again)
		claim(n);
}

/* --- taking ------------------------------------------------------------------------------------------- */

/* Receivers that have something under way get no more until that is over. */
static void add_busy(struct notices *n, struct names *busy)
{
	for (const struct message *m = n->messages; m; m = m->next)
		names_add(&n->claim_arena, busy, m->receiver);
}

static void claim(struct notices *n)
{
	struct notice_claim c = {
		.window_ms = n->config->digest_ms,
		.lease_ms = 2 * n->config->timeout_ms + 1000,
		.messages_max = NOTICES_IN_FLIGHT - n->n_messages,
		.a_receiver_max = NOTICES_A_RECEIVER,
		.has_mail = can_send(n, NOTICE_MAIL),
		.has_webhooks = can_send(n, NOTICE_WEBHOOK),
	};

	n->is_again = n->is_claiming;
	if (n->is_claiming || n->is_draining || c.messages_max <= 0 || !store_is_ready(n->store) ||
		(!c.has_mail && !c.has_webhooks))
		return;
	n->is_claiming = true;
	arena_init(&n->claim_arena);
	n->batch = (struct notice_batch){.arena = &n->claim_arena};
	add_busy(n, &c.busy);
	store_claim_notices(n->store, &c, &n->batch, on_claimed, n);
}

static void on_pruned(void *arg, enum store_outcome outcome)
{
	((struct notices *)arg)->is_pruning = false;
	if (outcome == STORE_REFUSED)
		log_warn("old notices could not be thrown away");
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct notices *n = arg;
	int64_t now_ms = loop_now_ms();

	(void)fd, (void)what;
	claim(n);
	if (n->is_draining || !store_is_ready(n->store))
		return;
	if (now_ms >= n->prune_at && !n->is_pruning) {
		n->is_pruning = true;
		n->prune_at = now_ms + PRUNE_EVERY_MS;
		store_prune_notices(n->store, on_pruned, n);
	}
	if (n->alertmanager)
		alertmanager_tick(n->alertmanager, now_ms);
}

/* --- a configuration read again ------------------------------------------------------------------------- */

static bool load_password(char *password, size_t max, const char *path, char *why, size_t size)
{
	if (secret_read_line(password, max, path))
		return true;
	snprintf(why, size, "--notice-smtp-password-file %s: there is no password in it", path);
	return false;
}

/* The files are read at every reload: secrets change under the name they had. */
static bool check_config(void *arg, const struct config *next, char *why, size_t size)
{
	struct notices *n = arg;
	struct secrets *s = &n->next_secrets;
	const struct notice_config *c = &next->notice;

	sodium_memzero(s, sizeof(*s));
	return (!c->secret_file[0] || webhook_load_secrets(&s->webhook, c->secret_file, why, size)) &&
		(!c->smtp_password_file[0] ||
			load_password(s->password, sizeof(s->password), c->smtp_password_file, why, size));
}

static void apply_config(void *arg, const struct config *now)
{
	struct notices *n = arg;

	(void)now;
	n->secrets = n->next_secrets;
	sodium_memzero(&n->next_secrets, sizeof(n->next_secrets));
}

/* --- from outside --------------------------------------------------------------------------------------- */

struct notices *notices_new(struct event_loop *loop, struct store *store, const struct config *live,
	struct reloader *reloader)
{
	const struct notice_config *config = &live->notice;
	char why[RELOAD_WHY_MAX];
	struct notices *n = xcalloc(1, sizeof(*n));
	struct timeval span = {.tv_usec = TICK_MS * 1000};
	struct zone_shift *shifts = NULL;

	n->store = store;
	n->config = config;
	n->courier = courier_new(loop);
	arena_init(&n->arena);
	n->view.lang = strcmp(config->lang, "zh-CN") == 0 ? LANG_ZH_CN : LANG_EN;
	if (zone_list_shifts(&n->arena, live->zone, &shifts, &n->view.n_shifts))
		n->view.shifts = shifts;
	else
		n->view.n_shifts = 0;
	if (!check_config(n, live, why, sizeof(why)))
		die("%s", why);
	apply_config(n, live);
	reloader_add(reloader, &(struct reload_hook){check_config, apply_config, n});
	if (config->alertmanager[0])
		n->alertmanager = alertmanager_new(&(struct alertmanager_options){
			.store = store, .courier = n->courier, .config = config, .view = n->view});
	n->tick = event_new(loop->base, -1, EV_PERSIST, on_tick, n);
	must(n->tick && event_add(n->tick, &span) == 0);
	return n;
}

void notices_drain(struct notices *n)
{
	n->is_draining = true;
}

bool notices_is_idle(const struct notices *n)
{
	return n->n_messages == 0 && !n->is_claiming && !n->is_pruning &&
		!alertmanager_is_asking(n->alertmanager);
}

void notices_free(struct notices *n)
{
	event_free(n->tick);
	courier_free(n->courier);
	alertmanager_free(n->alertmanager);
	while (n->messages)
		message_free(n->messages);
	if (n->is_claiming)
		arena_fini(&n->claim_arena);
	arena_fini(&n->arena);
	sodium_memzero(&n->secrets, sizeof(n->secrets));
	sodium_memzero(&n->next_secrets, sizeof(n->next_secrets));
	free(n);
}
