/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_sliploop, a plugin for Nagios, Icinga and their like: options, a few questions to the daemon,
 * one line, an exit status. Owns the order of these; what is too much is judged elsewhere.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/judge.h"
#include "client/instant.h"
#include "client/sliploop.h"

enum { PAGE = 1000, PAGES_MAX = 50, TIMEOUT_S = 10, TIMEOUT_MAX_S = 3600 };

static const char help[] =
	"usage: check_sliploop [options]\n"
	"\n"
	"Asks a sliploopd how it is and which alarms stand, prints one line, and exits with\n"
	"0 (OK), 1 (WARNING), 2 (CRITICAL) or 3 (UNKNOWN: it could not find out).\n"
	"\n"
	"  -s, --socket PATH       the daemon's Unix socket ($SLIPLOOP_SOCKET, else\n"
	"                          $XDG_RUNTIME_DIR/sliploop.sock if there is one, else\n"
	"                          /run/sliploop/sliploop.sock)\n"
	"  -k, --token-file FILE   log in with the token in FILE; without it our uid says who we are\n"
	"  -w, --warning LIMITS    when to warn (major:0,minor:30m,lag:10s,queue:50%)\n"
	"  -c, --critical LIMITS   when to call it critical (critical:0,major:30m,lag:60s,queue:90%)\n"
	"  -a, --acknowledged      count alarms that somebody has acknowledged too\n"
	"  -t, --timeout SECONDS   give up after so long, as UNKNOWN (10)\n"
	"  -h, --help, -V, --version\n"
	"\n"
	"LIMITS are parted by commas. NAME:AGE, where NAME is a severity (warning, minor, major,\n"
	"critical) and AGE a number of seconds or one with s, m, h or d after it: an alarm of that\n"
	"severity that has stood so long is too much; with 0, any is. lag:AGE: so long is a due step\n"
	"not fired. queue:SHARE: of the two queues, of changes and of reads, the fuller one has so many\n"
	"percent of its places taken. What is not named is not watched. A store that is away is\n"
	"critical, whatever the limits.\n"
	"\n"
	"The one who asks sees the alarms that are his to see: give him the role monitor.\n";

struct check {
	const char *socket, *token_file;
	struct limits warning, critical;
	bool with_acknowledged;
	int timeout_s;
	struct sliploop *conn;
	int64_t now_at;
	struct finding found;
};

/* --- endings ---------------------------------------------------------------------------------- */

static _Noreturn void __attribute__((format(printf, 1, 2))) give_up(const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fputs("SLIPLOOP UNKNOWN - ", stdout);
	verdict_put_text(stdout, text);
	fputc('\n', stdout);
	exit(VERDICT_UNKNOWN);
}

static void on_late(int signal_number)
{
	static const char line[] = "SLIPLOOP UNKNOWN - no answer in time (--timeout)\n";
	ssize_t n = write(STDOUT_FILENO, line, sizeof(line) - 1);

	(void)n, (void)signal_number;
	_exit(VERDICT_UNKNOWN);
}

/* --- options ---------------------------------------------------------------------------------- */

static void take_limits(struct limits *l, const char *option, const char *text)
{
	char why[256];

	if (!limits_parse(l, text, why, sizeof(why)))
		give_up("--%s %s; --help says how", option, why);
}

static int read_timeout(const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (*end || end == text || n < 1 || n > TIMEOUT_MAX_S)
		give_up("--timeout %s: not a number of seconds from 1 to %d", text, TIMEOUT_MAX_S);
	return (int)n;
}

static void options_take(struct check *c, int argc, char **argv)
{
	static const struct option options[] = {
		{"socket", required_argument, NULL, 's'},
		{"token-file", required_argument, NULL, 'k'},
		{"warning", required_argument, NULL, 'w'},
		{"critical", required_argument, NULL, 'c'},
		{"acknowledged", no_argument, NULL, 'a'},
		{"timeout", required_argument, NULL, 't'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{NULL, 0, NULL, 0},
	};
	int letter;

	c->socket = sliploop_socket_default();
	c->timeout_s = TIMEOUT_S;
	take_limits(&c->warning, "warning", "major:0,minor:30m,lag:10s,queue:50%");
	take_limits(&c->critical, "critical", "critical:0,major:30m,lag:60s,queue:90%");
	opterr = 0;
	while ((letter = getopt_long(argc, argv, "s:k:w:c:at:hV", options, NULL)) != -1)
		switch (letter) {
		case 's': c->socket = optarg; break;
		case 'k': c->token_file = optarg; break;
		case 'w': take_limits(&c->warning, "warning", optarg); break;
		case 'c': take_limits(&c->critical, "critical", optarg); break;
		case 'a': c->with_acknowledged = true; break;
		case 't': c->timeout_s = read_timeout(optarg); break;
		case 'h': fputs(help, stdout); exit(VERDICT_UNKNOWN); /* never a green light */
		case 'V': puts("check_sliploop " SLIPLOOP_VERSION); exit(VERDICT_UNKNOWN);
		default:
			give_up(
				"%s: no such option, or its value is missing; --help says how", argv[optind - 1]);
		}
	if (optind < argc)
		give_up("unexpected: %s; --help says how", argv[optind]);
}

/* --- questions -------------------------------------------------------------------------------- */

static json_t *ask(
	struct check *c, const char *method, json_t *params, struct sliploop_error *error)
{
	json_t *result = sliploop_call(c->conn, method, params, error);

	if (!result && error->class != SLIPLOOP_UNAVAILABLE && error->class != SLIPLOOP_OVERLOADED)
		give_up("%s: %s", method, error->message);
	return result;
}

static json_t *must_ask(struct check *c, const char *method, json_t *params)
{
	struct sliploop_error error;
	json_t *result = ask(c, method, params, &error);

	if (!result)
		give_up("%s: %s", method, error.message);
	return result;
}

static void log_in(struct check *c)
{
	char token[SLIPLOOP_TOKEN_MAX];

	if (!sliploop_token_read(c->token_file, token))
		give_up("%s: %s", c->token_file, errno ? strerror(errno) : "there is no token in it");
	json_decref(must_ask(c, "session.login", json_pack("{s:s}", "token", token)));
}

static void read_health(struct check *c)
{
	struct finding *f = &c->found;
	json_t *health = must_ask(c, "system.health", NULL), *info = must_ask(c, "system.info", NULL);
	const char *store = json_string_value(json_object_get(health, "store"));
	const char *outage = json_string_value(json_object_get(health, "outage"));
	const char *problem = json_string_value(json_object_get(health, "problem"));
	const char *now = json_string_value(json_object_get(info, "now"));

	/* Of clocks that differ the store knows nothing: it works on. */
	f->is_store_away = !store || strcmp(store, "ok") != 0;
	f->takes_no_changes = !f->is_store_away && outage && strcmp(outage, "clock_stepped") != 0;
	snprintf(f->problem, sizeof(f->problem), "%s", problem ? problem : "");
	f->lag_ms = json_integer_value(json_object_get(health, "lag_ms"));
	f->n_queued = json_integer_value(json_object_get(health, "queue"));
	f->queue_max = json_integer_value(json_object_get(health, "queue_max"));
	f->n_sessions = json_integer_value(json_object_get(health, "sessions"));
	if (!f->is_store_away && (!now || !instant_parse(now, &c->now_at)))
		give_up("system.info: the daemon does not say what time it is");
	json_decref(health);
	json_decref(info);
}

static void count_alarm(struct check *c, const json_t *alarm)
{
	const char *severity = json_string_value(json_object_get(alarm, "severity"));
	const char *raised = json_string_value(json_object_get(alarm, "raised_at"));
	enum subject s;
	int64_t at;

	if (!severity || !subject_find(severity, strlen(severity), &s) || s >= SUBJECT_SEVERITIES ||
		!raised || !instant_parse(raised, &at))
		give_up("alarm.list: an alarm without a severity or a time that is known here");
	int64_t age_s = c->now_at > at ? (c->now_at - at) / 1000 : 0;

	c->found.alarms[s].n++;
	if (age_s > c->found.alarms[s].oldest_s)
		c->found.alarms[s].oldest_s = age_s;
}

/* False: too many calls wait, or the store went away meanwhile. */
static bool read_alarms(struct check *c, const char *state)
{
	json_t *cursor = NULL;

	for (int n = 0; n < PAGES_MAX; n++) {
		json_t *params = json_pack("{s:s, s:i}", "state", state, "limit", PAGE), *alarm;
		struct sliploop_error error;
		size_t i;

		if (cursor)
			json_object_set_new(params, "cursor", cursor);
		json_t *page = ask(c, "alarm.list", params, &error);
		if (!page) {
			c->found.is_store_away = error.class == SLIPLOOP_UNAVAILABLE;
			c->found.has_more = true; /* what was counted until here still stands */
			snprintf(c->found.problem, sizeof(c->found.problem), "%.250s", error.message);
			sliploop_error_fini(&error);
			return false;
		}
		json_array_foreach(json_object_get(page, "items"), i, alarm) count_alarm(c, alarm);
		cursor = json_object_get(page, "next_cursor");
		cursor = json_is_string(cursor) ? json_incref(cursor) : NULL;
		json_decref(page);
		if (!cursor)
			return true;
	}
	json_decref(cursor);
	c->found.has_more = true;
	return true;
}

int main(int argc, char **argv)
{
	static struct check c;
	struct sliploop_error error;

	options_take(&c, argc, argv);
	signal(SIGALRM, on_late);
	alarm((unsigned)c.timeout_s);
	c.conn = sliploop_connect(c.socket, &error);
	if (!c.conn)
		give_up("%s", error.message);
	if (c.token_file)
		log_in(&c);
	read_health(&c);
	if (!c.found.is_store_away)
		c.found.is_counted = read_alarms(&c, "raised") &&
			(!c.with_acknowledged || read_alarms(&c, "acknowledged"));
	sliploop_close(c.conn);
	enum verdict v = finding_judge(&c.found, &c.warning, &c.critical, stdout);
	return fflush(stdout) == 0 ? (int)v : VERDICT_UNKNOWN;
}
