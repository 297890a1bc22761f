/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the tests that need a database: started by tests/store/run, which makes the cluster. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/store/test_store.h"

static int make(const char *database)
{
	char conninfo[256], text[512];

	snprintf(conninfo, sizeof(conninfo), "%s dbname=%s", getenv("SLIPLOOP_TEST_CLUSTER"), database);
	if (schema_migrate(conninfo, NULL, false, text, sizeof(text)) == 0)
		return 0;
	fprintf(stderr, "%s: %s\n", database, text);
	return 1;
}

int main(void)
{
	static const char *const databases[] = {
		"batch", "read", "virtual", "changed", "restored", "moved"};

	if (!getenv("SLIPLOOP_TEST_CLUSTER")) {
		fprintf(stderr, "started by tests/store/run\n");
		return 2;
	}
	for (size_t i = 0; i < sizeof(databases) / sizeof(*databases); i++)
		if (make(databases[i]))
			return 1;
	/* The last reads the same of a store whose numbers have a base. */
	return run_schema_tests() + run_batch_tests() + run_read_tests("read") + run_restored_tests() +
			run_read_tests("moved")
		? 1
		: 0;
}
