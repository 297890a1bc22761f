/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_PROGRAM_H
#define SL_DAEMON_PROGRAM_H

struct config;
struct reloader;
struct embedded;

/* The daemon at work: its parts made, joined, run until SIGTERM or SIGINT has been answered, and let go. */
struct program_options {
	const struct config *config; /* which a reload changes */
	struct reloader *reloader;
	struct embedded *embedded; /* NULL: the store's server is not ours */
	const char *conninfo;
};
void program_run(const struct program_options *options);

#endif
