/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the one thread of ours beside the loop's (libcurl has some to resolve names), and passwords while
 * they are hashed (argon2id) or checked there. The thread touches its jobs and nothing else of the daemon; it never decides who may enter.
 */
#include "daemon/hasher.h"

#include <errno.h>
#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/loop.h"

_Static_assert(HASHER_STORED_MAX >= crypto_pwhash_STRBYTES, "room for a hash");

struct jobs {
	struct hash_job *head, *tail;
	int n;
};

struct hasher {
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t has_work;
	struct jobs waiting, done;
	bool is_ending;
	int n_under_way; /* the loop's: submitted, not given back */
	int bell_fd; /* rung by the thread: something is done */
	struct event *on_bell;
};

static void jobs_put(struct jobs *q, struct hash_job *job)
{
	job->next = NULL;
	*(q->tail ? &q->tail->next : &q->head) = job;
	q->tail = job;
	q->n++;
}

static struct hash_job *jobs_take(struct jobs *q)
{
	struct hash_job *job = q->head;

	if (!job)
		return NULL;
	q->head = job->next;
	if (!q->head)
		q->tail = NULL;
	q->n--;
	return job;
}

static void job_free(struct hash_job *job)
{
	sodium_memzero(job, sizeof(*job));
	free(job);
}

/* --- the thread ------------------------------------------------------------------------------------- */

static bool make(const char *password, char stored[HASHER_STORED_MAX])
{
	return crypto_pwhash_str(stored, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
			   crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

/* Whoever has no password, or does not exist, is checked against this: it takes as long. */
static void work_on(struct hash_job *job, const char *nobodys)
{
	if (!job->is_check) {
		job->is_good = make(job->password, job->stored);
		return;
	}
	const char *stored = job->stored[0] ? job->stored : nobodys;
	bool is_right = crypto_pwhash_str_verify(stored, job->password, strlen(job->password)) == 0;

	job->is_good = is_right && job->stored[0];
}

static void *work(void *arg)
{
	struct hasher *h = arg;
	char nobodys[HASHER_STORED_MAX] = "";
	struct hash_job *job;

	(void)make("", nobodys); /* without memory for it there is none for a check either */
	must(pthread_mutex_lock(&h->lock) == 0);
	for (;;) {
		while (!h->is_ending && !h->waiting.head)
			must(pthread_cond_wait(&h->has_work, &h->lock) == 0);
		if (h->is_ending)
			break;
		job = jobs_take(&h->waiting);
		must(pthread_mutex_unlock(&h->lock) == 0);
		work_on(job, nobodys);
		must(pthread_mutex_lock(&h->lock) == 0);
		jobs_put(&h->done, job);
		must(eventfd_write(h->bell_fd, 1) == 0);
	}
	must(pthread_mutex_unlock(&h->lock) == 0);
	return NULL;
}

/* --- the loop's side --------------------------------------------------------------------------------- */

static void on_bell(evutil_socket_t fd, short what, void *arg)
{
	struct hasher *h = arg;
	struct hash_job *job, *next;
	eventfd_t n;

	(void)what;
	(void)eventfd_read(fd, &n);
	must(pthread_mutex_lock(&h->lock) == 0);
	job = h->done.head;
	h->done = (struct jobs){0};
	must(pthread_mutex_unlock(&h->lock) == 0);
	for (; job; job = next) {
		next = job->next;
		h->n_under_way--;
		if (!job->is_check && !job->is_good)
			log_error("a password could not be hashed: no memory for it");
		job->done(job->arg, job);
		job_free(job);
	}
}

bool hasher_submit(struct hasher *h, const char *password, const char *stored,
	void (*done)(void *arg, const struct hash_job *job), void *arg)
{
	if (h->n_under_way >= HASHER_QUEUE_MAX)
		return false;
	struct hash_job *job = xcalloc(1, sizeof(*job));

	must(strlen(password) <= HASHER_PASSWORD_MAX);
	strcpy(job->password, password);
	job->is_check = stored != NULL;
	if (stored)
		snprintf(job->stored, sizeof(job->stored), "%s", stored);
	job->done = done;
	job->arg = arg;
	h->n_under_way++;
	must(pthread_mutex_lock(&h->lock) == 0);
	jobs_put(&h->waiting, job);
	must(pthread_cond_signal(&h->has_work) == 0);
	must(pthread_mutex_unlock(&h->lock) == 0);
	return true;
}

struct hasher *hasher_new(struct event_loop *loop)
{
	struct hasher *h = xcalloc(1, sizeof(*h));
	sigset_t all, before;

	h->bell_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (h->bell_fd < 0)
		die("eventfd: %s", strerror(errno));
	h->on_bell = event_new(loop->base, h->bell_fd, EV_READ | EV_PERSIST, on_bell, h);
	must(h->on_bell && event_add(h->on_bell, NULL) == 0);
	must(pthread_mutex_init(&h->lock, NULL) == 0 && pthread_cond_init(&h->has_work, NULL) == 0);
	/* Signals are the loop's. */
	sigfillset(&all);
	must(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
	if (pthread_create(&h->thread, NULL, work, h) != 0)
		die("no thread for passwords: %s", strerror(errno));
	must(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
	return h;
}

void hasher_free(struct hasher *h)
{
	struct hash_job *job;

	must(pthread_mutex_lock(&h->lock) == 0);
	h->is_ending = true;
	must(pthread_cond_signal(&h->has_work) == 0);
	must(pthread_mutex_unlock(&h->lock) == 0);
	must(pthread_join(h->thread, NULL) == 0);
	while ((job = jobs_take(&h->waiting)) || (job = jobs_take(&h->done))) {
		job->is_good = false;
		job->done(job->arg, job);
		job_free(job);
	}
	event_free(h->on_bell);
	close(h->bell_fd);
	pthread_cond_destroy(&h->has_work);
	pthread_mutex_destroy(&h->lock);
	free(h);
}
