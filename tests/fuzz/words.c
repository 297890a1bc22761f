/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the fuzzers' dictionary from the tables themselves: methods, their parameters and the words these
 * may be, and the options of the daemon from its own help. It knows none of them by name.
 */
#include <stdio.h>
#include <string.h>

#include "api/command.h"
#include "daemon/config.h"

static void print_params(const struct params *params)
{
	for (int i = 0; i < params->n; i++) {
		const struct param *p = &params->at[i];

		printf("\"\\\"%s\\\":\"\n", p->name);
		for (int k = 0; p->choices && p->choices[k]; k++)
			printf("\"\\\"%s\\\"\"\n", p->choices[k]);
		if (p->row)
			print_params(p->row);
	}
}

static void print_table(void)
{
	for (int i = 0; i < n_commands; i++) {
		printf("\"%s \"\n", commands[i]->name);
		print_params(commands[i]->params);
	}
	for (int set = 0; set < WORDS_N; set++)
		for (int i = 1; i <= word_count((enum words)set); i++)
			printf("\"\\\"%s\\\"\"\n", word_name((enum words)set, i));
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "options") == 0)
		return config_print(CONFIG_HELP);
	print_table();
	return 0;
}
