/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the table of commands and the one look-up of a method by its name. It never knows what a
 * command does: that is its row.
 */
#include "api/commands.h"

#include <string.h>

#include "base/die.h"

#define X(name) &cmd_##name,
const struct command *const commands[] = {COMMANDS(X) NULL};
#undef X

const int n_commands = (int)N_OF(commands) - 1;

static int place_find(const char *name)
{
	int low = 0, high = n_commands - 1;

	while (low <= high) {
		int middle = (low + high) / 2;
		int order = strcmp(name, commands[middle]->name);

		if (order == 0)
			return middle;
		if (order < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return -1;
}

const struct command *command_get(const char *name)
{
	int i = place_find(name);

	return i < 0 ? NULL : commands[i];
}

int command_index(const struct command *c)
{
	int i = place_find(c->name);

	must(i >= 0);
	return i;
}

bool command_is_on_order(const struct command *c)
{
	switch (c->target) {
	case TARGET_ORDER:
	case TARGET_TASK:
	case TARGET_RETURN:
	case TARGET_ALARM: return true;
	case TARGET_NONE:
	case TARGET_FEEDBACKS:
	case TARGET_NOTICE: return false;
	}
	die_assert(__FILE__, __LINE__, c->name);
}
