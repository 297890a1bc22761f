/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a program finds the daemon, and the token by which it says who it is: the same for each of
 * them. Owns nothing; never connects.
 */
#include "sliploop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *sliploop_socket_default(void)
{
	const char *named = getenv("SLIPLOOP_SOCKET");
	if (named != NULL && *named != '\0')
		return named;
	static char path[512];
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	if (runtime != NULL && *runtime == '/') {
		int n = snprintf(path, sizeof path, "%s/sliploop.sock", runtime);
		if (n > 0 && (size_t)n < sizeof path && access(path, F_OK) == 0)
			return path;
	}
	return "/run/sliploop/sliploop.sock";
}

bool sliploop_token_read(const char *path, char token[SLIPLOOP_TOKEN_MAX])
{
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return false;
	errno = 0;
	bool is_read = fgets(token, SLIPLOOP_TOKEN_MAX, file) != NULL;
	int why = ferror(file) ? errno : 0;
	fclose(file);
	if (is_read)
		token[strcspn(token, "\r\n \t")] = '\0';
	errno = why;
	return is_read && *token != '\0';
}
