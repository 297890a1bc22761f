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

static const char *const count_names[COUNT_N] = {
#define X(id, name) name,
	COUNTS(X)
#undef X
};

void count(enum count what)
{
	sim.counts[what]++;
}

static void live(int life, int n_steps)
{
	sim.life = life;
	life_run(dice_mix(sim.seed, (uint64_t)life), n_steps);
}

static void print_figures(int n_lives, double took)
{
	printf("%d lives, %" PRIu64 " steps in %.1f s, %.0f a minute:", n_lives, sim.n_steps, took,
		(double)sim.n_steps / took * 60);
	for (int i = 0; i < COUNT_N; i++)
		printf("%s %" PRIu64 " %s", i ? "," : "", sim.counts[i], count_names[i]);
	printf("\n%d passed, 0 failed\n", n_lives);
}

int main(int argc, char **argv)
{
	struct wanted w = read_options(argc, argv);
	double began = now();
	int n = 0;

	sim.seed = w.seed;
	setvbuf(stdout, NULL, _IOFBF, 1 << 16);
	signal(SIGABRT, on_abort);
	log_set_level(sim.is_traced ? LOG_LEVEL_WARN : LOG_LEVEL_N);
	printf("seed %" PRIu64 "\n", w.seed);
	fflush(stdout);
	if (w.life >= 0)
		live(w.life, w.a_life), n++;
	else
		for (; sim.n_steps < w.steps && (!w.seconds || now() - began < w.seconds); n++)
			live(n, w.a_life);
	print_figures(n, now() - began);
	return 0;
}
