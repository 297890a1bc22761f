/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "client/sliploop.h"
#include "text.h"

/* How the program ends; what scripts rely on. */
enum cli_status { CLI_OK = 0, CLI_REFUSED = 1, CLI_USAGE = 2, CLI_UNAVAILABLE = 3 };

/* One run of the program: what was asked for on the command line, and the one connection. */
struct cli {
	const char *socket_path; /* NULL: the default */
	const char *token_file;
	bool is_json;
	struct sliploop *conn;
	enum cli_status status; /* set by whoever refuses; the program's exit status */
	bool has_info;
	bool is_virtual;
	int64_t now_at; /* the daemon's now, when has_info */
};

#define CMD_WORDS_MAX 8

/* The words after a verb, its options and KEY=VALUE pairs together in `params`. */
struct cmd_args {
	int n_words;
	const char *words[CMD_WORDS_MAX];
	json_t *params;
};

/* One verb: a row of the table in verbs.c. */
struct cmd_entry {
	const char *name; /* "order show" */
	const char *usage; /* what follows the name, in full */
	enum text doc; /* one line for people */
	const char *flags; /* options without a value: " figures all " */
	const char *options; /* options with a value; NULL: any, they go to the method */
	bool takes_keys; /* KEY=VALUE, each an option by another spelling */
	int min_words, max_words;
	enum cli_status (*run)(struct cli *cli, const struct cmd_args *args);
};

extern const struct cmd_entry *const cmd_table[]; /* ends with NULL */

/* The options every verb and method has, wherever they stand. */
enum cli_option_id { CLI_SOCKET, CLI_TOKEN_FILE, CLI_LANG, CLI_JSON, CLI_OPTION_N };
struct cli_option {
	const char *name; /* "--socket" */
	const char *arg; /* what follows it; NULL: nothing */
	enum text doc; /* one line for people */
};
extern const struct cli_option cli_options[CLI_OPTION_N];

/* session.c: the connection and single calls; they print what went wrong. */
bool cli_connect(struct cli *cli);
json_t *cli_call(struct cli *cli, const char *method, json_t *params);
/* Every page of a .list method, at most `max` items, as one array. */
json_t *cli_list(struct cli *cli, const char *method, json_t *params, size_t max);
bool cli_info(struct cli *cli); /* now and zone, asked once */

/* refusal.c */
void cli_refuse(struct cli *cli, const char *what, const struct sliploop_error *error);
enum cli_status cli_status_of(enum sliploop_class class);
enum cli_status cli_usage(struct cli *cli, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void cli_complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* json_out.c */
void cli_print_json(const json_t *value, bool is_pretty);
enum cli_status cli_print_reply(const json_t *value); /* as it came, on one line */

/* method.c */
enum cli_status cli_run_method(struct cli *cli, const char *method, int n, char **args);

/* field.c; reading replies: absent, null and wrong types are "" or the given default. */
const char *field_text(const json_t *object, const char *key);
int64_t field_integer(const json_t *object, const char *key, int64_t absent);
int64_t field_instant(const json_t *object, const char *key); /* INSTANT_NONE */
int64_t field_span(const json_t *object, const char *key); /* INSTANT_NONE */
/* A list of texts as one line, `between` them; those that do not fit are left out. */
const char *field_texts(const json_t *list, const char *between, char *line, size_t size);
/* "42" or "F-000042" */
bool order_id_parse(const char *text, json_int_t *id);

#endif
