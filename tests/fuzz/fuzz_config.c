/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line and the --config file. Lines up to an empty one are arguments, the rest is the file.
 * The same is read twice alike, and what is refused is refused with a reason.
 */
#include <string.h>

#include "base/die.h"
#include "daemon/config.h"
#include "feed.h"

enum { ARGUMENTS_MAX = 24 };

static bool read_config(struct config *c, char **argv, int argc)
{
	char why[512] = "";
	bool is_good = config_read(c, argc, argv, why, sizeof(why));

	must(is_good || why[0]);
	return is_good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct config one, other;
	const char *text = (const char *)data, *line, *fixed, *changed[CONFIG_OPTIONS_MAX];
	char *argv[ARGUMENTS_MAX + 3] = {"sliploopd"};
	struct arena a;
	int argc = 1;

	arena_init(&a);
	while ((line = feed_take_line(&a, &text, &size)) && line[0])
		if (argc <= ARGUMENTS_MAX && strncmp(line, "--config", 8) != 0) /* no file but ours */
			argv[argc++] = arena_str(&a, line);
	argv[argc++] = arena_fmt(&a, "--config=%s", feed_put_file(text, size));
	bool is_good = read_config(&one, argv, argc);

	must(read_config(&other, argv, argc) == is_good);
	if (is_good)
		must(config_compare(&one, &other, changed, &fixed) == 0 && !fixed);
	arena_fini(&a);
	return 0;
}
