/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sliploop, the command line: options, then a verb of the table or a method by its name. Owns the
 * exit status; never knows what a verb does.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "cli.h"
#include "screen.h"

#ifndef SLIPLOOP_VERSION
#define SLIPLOOP_VERSION "0.1.0"
#endif

#define ARGS_MAX 4096

static bool global_put(struct cli *cli, enum cli_option_id id, const char *value)
{
	enum text_lang lang;

	switch (id) {
	case CLI_SOCKET: cli->socket_path = value; return true;
	case CLI_TOKEN_FILE: cli->token_file = value; return true;
	case CLI_JSON: cli->is_json = true; return true;
	case CLI_LANG:
		if (!text_lang_find(value, &lang)) {
			cli_usage(cli, T(LANG_UNKNOWN), value);
			return false;
		}
		text_lang_put(lang);
		return true;
	case CLI_OPTION_N: break;
	}
	return false;
}

/* Returns how many arguments a global option took; 0: it is none, -1: bad. */
static int global_option(struct cli *cli, int n, char **args)
{
	for (int i = 0; i < CLI_OPTION_N; i++) {
		const struct cli_option *option = &cli_options[i];
		size_t len = strlen(option->name);
		if (strncmp(args[0], option->name, len) != 0)
			continue;
		const char *equals = args[0] + len;
		if (*equals != '\0' && (*equals != '=' || option->arg == NULL))
			continue;
		const char *value = *equals == '=' ? equals + 1 : n > 1 ? args[1] : NULL;
		if (option->arg != NULL && value == NULL) {
			cli_usage(cli, T(OPTION_NEEDS_VALUE), option->name);
			return -1;
		}
		if (!global_put(cli, (enum cli_option_id)i, value))
			return -1;
		return option->arg == NULL || *equals == '=' ? 1 : 2;
	}
	return 0;
}

/* Takes the global options out of the arguments; what is left keeps its order. */
static int globals_take(struct cli *cli, int argc, char **argv, char **left)
{
	int n_left = 0;
	bool is_over = false;
	for (int i = 1; i < argc;) {
		if (!is_over && strcmp(argv[i], "--") == 0) {
			is_over = true;
			i++;
			continue;
		}
		int n = is_over ? 0 : global_option(cli, argc - i, argv + i);
		if (n < 0)
			return -1;
		if (n == 0)
			left[n_left++] = argv[i];
		i += n > 0 ? n : 1;
	}
	return n_left;
}

/* How many of the arguments the verb's name takes; 0: it is another verb. */
static int verb_length(const char *name, int n, char **args)
{
	int i = 0;
	while (*name != '\0') {
		size_t len = strcspn(name, " ");
		if (i == n || strlen(args[i]) != len || strncmp(args[i], name, len) != 0)
			return 0;
		i++;
		name += len + (name[len] == ' ');
	}
	return i;
}

static bool has_word(const char *list, const char *word, size_t len)
{
	for (const char *p = list; p != NULL && (p = strchr(p, ' ')) != NULL; p++)
		if (strncmp(p + 1, word, len) == 0 && p[1 + len] == ' ')
			return true;
	return false;
}

/* "--name VALUE", "--name=VALUE" or a flag; returns how many arguments it took, -1: bad. */
static int option_take(
	struct cli *cli, const struct cmd_entry *entry, int n, char **args, json_t *params)
{
	char name[64];
	const char *text = args[0] + 2;
	size_t len = strcspn(text, "=");
	const char *value = text[len] == '=' ? text + len + 1 : NULL;
	if (len == 0 || len >= sizeof name) {
		cli_usage(cli, T(OPTION_UNKNOWN), args[0]);
		return -1;
	}
	memcpy(name, text, len);
	name[len] = '\0';
	if (has_word(entry->flags, name, len) && value == NULL) {
		json_object_set_new(params, name, json_true());
		return 1;
	}
	if (entry->options != NULL && !has_word(entry->options, name, len)) {
		cli_usage(cli, T(OPTION_UNKNOWN), args[0]);
		return -1;
	}
	int taken = value == NULL ? 2 : 1;
	if (value == NULL && n > 1)
		value = args[1];
	if (value == NULL || json_object_set_new(params, name, json_string(value)) != 0) {
		cli_usage(cli, T(OPTION_NEEDS_VALUE), args[0]);
		return -1;
	}
	return taken;
}

/* KEY=VALUE, KEY:=JSON or KEY=@FILE; a key the verb would not read is refused, never passed over. */
static bool key_take(
	struct cli *cli, const struct cmd_entry *entry, const char *arg, json_t *params)
{
	char why[ARGS_WHY_MAX];
	size_t len = strcspn(arg, "=");
	len -= len > 0 && arg[len - 1] == ':';
	if (entry->options != NULL && !has_word(entry->options, arg, len)) {
		cli_usage(cli, T(OPTION_UNKNOWN), arg);
		return false;
	}
	if (!args_put(params, arg, why)) {
		cli_usage(cli, "%s", why);
		return false;
	}
	return true;
}

static bool words_take(
	struct cli *cli, const struct cmd_entry *entry, int n, char **args, struct cmd_args *out)
{
	for (int i = 0; i < n;) {
		if (strncmp(args[i], "--", 2) == 0) {
			int taken = option_take(cli, entry, n - i, args + i, out->params);
			if (taken < 0)
				return false;
			i += taken;
			continue;
		}
		if (entry->takes_keys && strchr(args[i], '=') != NULL) {
			if (!key_take(cli, entry, args[i], out->params))
				return false;
		} else if (out->n_words == CMD_WORDS_MAX) {
			cli_usage(cli, T(TOO_MANY_WORDS), entry->name, entry->usage);
			return false;
		} else {
			out->words[out->n_words++] = args[i];
		}
		i++;
	}
	if (out->n_words < entry->min_words || out->n_words > entry->max_words) {
		cli_usage(cli, T(TOO_MANY_WORDS), entry->name, entry->usage);
		return false;
	}
	return true;
}

static enum cli_status verb_run(struct cli *cli, const struct cmd_entry *entry, int n, char **args)
{
	struct cmd_args words = {.params = json_object()};
	enum cli_status status = CLI_USAGE;
	if (words_take(cli, entry, n, args, &words))
		status = entry->run(cli, &words);
	json_decref(words.params);
	return status;
}

static enum cli_status run(struct cli *cli, int n, char **args)
{
	if (n == 0)
		return cli_usage(cli, "%s", T(NOTHING_ASKED));
	static char help[] = "help";
	if (strcmp(args[0], "--help") == 0 || strcmp(args[0], "-h") == 0)
		args[0] = help;
	if (strcmp(args[0], "--version") == 0) {
		puts("sliploop " SLIPLOOP_VERSION);
		return CLI_OK;
	}
	for (int i = 0; cmd_table[i] != NULL; i++) {
		int len = verb_length(cmd_table[i]->name, n, args);
		if (len > 0)
			return verb_run(cli, cmd_table[i], n - len, args + len);
	}
	if (strchr(args[0], '.') == NULL || args[0][0] == '-')
		return cli_usage(cli, T(VERB_UNKNOWN), args[0]);
	return cli_run_method(cli, args[0], n - 1, args + 1);
}

static void lang_from_environment(void)
{
	static const char *const names[] = {"SLIPLOOP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
	for (int i = 0; i < 4; i++) {
		const char *value = getenv(names[i]);
		enum text_lang lang;
		if (value == NULL || *value == '\0')
			continue;
		if (text_lang_find(value, &lang))
			text_lang_put(lang);
		return;
	}
}

int main(int argc, char **argv)
{
	/* A reader that went away is told by a failed write, not by a signal. */
	signal(SIGPIPE, SIG_IGN);
	screen_init();
	lang_from_environment();

	struct cli cli = {.status = CLI_OK};
	if (argc > ARGS_MAX)
		return cli_usage(&cli, "%s", T(TOO_MANY_ARGUMENTS));
	char *left[ARGS_MAX];
	int n_left = globals_take(&cli, argc, argv, left);
	enum cli_status status = n_left < 0 ? CLI_USAGE : run(&cli, n_left, left);
	sliploop_close(cli.conn);
	if (fflush(stdout) != 0 && errno != EPIPE) {
		cli_complain("%s: %s", T(OUTPUT_FAILED), strerror(errno));
		return CLI_REFUSED;
	}
	return (int)status;
}
