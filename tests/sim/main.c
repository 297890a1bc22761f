/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the simulator's command line: which lives are lived, what is said of them, and how a failure is told.
 */
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/die.h"
#include "base/log.h"
#include "sim.h"

struct sim sim;

static const struct {
	const char *name;
	unsigned bits;
} breaks[] = {
	{"locks", BREAK_LOCKS},
	{"fence", BREAK_LOCKS | BREAK_FENCE},
	{"key", BREAK_KEY},
	{"early", BREAK_EARLY},
	{"order", BREAK_ORDER},
	{"clock", BREAK_CLOCK},
	{"due", BREAK_DUE},
	{"leak", BREAK_LEAK},
	{"wake", BREAK_WAKE},
};

struct wanted {
	uint64_t seed, steps;
	int life, a_life, seconds; /* life -1: all */
};

/* --- what is said -------------------------------------------------------------------------------------- */

void say(const char *fmt, ...)
{
	va_list ap;

	if (!sim.is_traced)
		return;
	printf("%7" PRIu64 " %+10.3f ", sim.step, (double)(sim.t_ms % 86400000) / 1000);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

static void say_where(void)
{
	printf("seed %" PRIu64 ", life %d, step %" PRIu64 "; again: --seed %" PRIu64 " --life %d\n",
		sim.seed, sim.life, sim.step, sim.seed, sim.life);
}

_Noreturn void broken(const char *fmt, ...)
{
	va_list ap;

	printf("FAILED ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	say_where();
	fflush(stdout);
	_exit(1);
}

static void on_abort(int signal)
{
	(void)signal;
	printf("FAILED an assertion\n");
	say_where();
	fflush(stdout);
	_exit(1);
}

/* --- the command line ------------------------------------------------------------------------------------ */

static unsigned read_break(const char *name)
{
	for (size_t i = 0; i < N_OF(breaks); i++)
		if (strcmp(breaks[i].name, name) == 0)
			return breaks[i].bits;
	fprintf(stderr, "sim: --break=");
	for (size_t i = 0; i < N_OF(breaks); i++)
		fprintf(stderr, "%s%s", i ? "|" : "", breaks[i].name);
	fprintf(stderr, "\n");
	exit(2);
}

static struct wanted read_options(int argc, char **argv)
{
	static const struct option options[] = {{"seed", 1, NULL, 's'}, {"steps", 1, NULL, 'n'},
		{"life", 1, NULL, 'l'}, {"a-life", 1, NULL, 'a'}, {"seconds", 1, NULL, 't'},
		{"break", 1, NULL, 'b'}, {"trace", 0, NULL, 'v'}, {NULL, 0, NULL, 0}};
	struct wanted w = {.seed = (uint64_t)time(NULL) * 1000 + (uint64_t)getpid() % 1000,
		.steps = UINT64_MAX,
		.life = -1,
		.a_life = 20000};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 's': w.seed = strtoull(optarg, NULL, 10); break;
		case 'n': w.steps = strtoull(optarg, NULL, 10); break;
		case 'l': w.life = atoi(optarg); break;
		case 'a': w.a_life = atoi(optarg); break;
		case 't': w.seconds = atoi(optarg); break;
		case 'b': sim.breaks = read_break(optarg); break;
		case 'v': sim.is_traced = true; break;
		default:
			fprintf(stderr,
				"usage: sim [--seed N] [--steps N | --seconds N | --life N] [--a-life STEPS]"
				" [--break WHAT] [--trace]\n");
			exit(2);
		}
	}
	if (w.steps == UINT64_MAX && !w.seconds)
		w.steps = 1000000;
	return w;
}

static double now(void)
{
	struct timespec t;

	must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct figures {
	uint64_t ok, refused, unsure, replayed, fired, commits;
	int lives;
};

static void live(struct figures *f, int life, int n_steps)
{
	sim.life = life;
	life_run(dice_mix(sim.seed, (uint64_t)life), n_steps);
	f->ok += sim.traffic.n_ok;
	f->refused += sim.traffic.n_refused;
	f->unsure += sim.traffic.n_unsure;
	f->replayed += sim.traffic.n_replayed;
	f->fired += sim.traffic.n_fired;
	f->commits += sim.db.n_commits;
	f->lives++;
}

int main(int argc, char **argv)
{
	struct wanted w = read_options(argc, argv);
	struct figures f = {0};
	double began = now(), took;

	sim.seed = w.seed;
	setvbuf(stdout, NULL, _IOFBF, 1 << 16);
	signal(SIGABRT, on_abort);
	log_set_level(sim.is_traced ? LOG_LEVEL_WARN : LOG_LEVEL_N);
	printf("seed %" PRIu64 "\n", w.seed);
	fflush(stdout);
	if (w.life >= 0)
		live(&f, w.life, w.a_life);
	else
		for (int i = 0; sim.n_steps < w.steps && (!w.seconds || now() - began < w.seconds); i++)
			live(&f, i, w.a_life);
	took = now() - began;
	printf("%d lives, %" PRIu64 " steps in %.1f s (%.0f a minute): %" PRIu64 " commits, %" PRIu64
		   " done, %" PRIu64 " of them said again, %" PRIu64 " refused, %" PRIu64
		   " unsure, %" PRIu64 " steps fired\n",
		f.lives, sim.n_steps, took, (double)sim.n_steps / took * 60, f.commits, f.ok, f.replayed,
		f.refused, f.unsure, f.fired);
	printf("%d passed, 0 failed\n", f.lives);
	return 0;
}
