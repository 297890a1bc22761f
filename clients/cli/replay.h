/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_REPLAY_H
#define CLI_REPLAY_H

#include "drive.h"
#include "log_flow.h"
#include "log_read.h"

#define REPLAY_DISPATCHER "replay.dispatcher"
#define REPLAY_FRONT "replay_front"
#define REPLAY_CRC "replay_crc"
#define REPLAY_BACK "replay_back"

struct replay {
	struct drive drive;
	struct log_map map;
	struct log log;
	struct log_case *cases; /* at the places of log.cases */
	size_t event; /* the one being sent */
};

/* replay_cast.c: units, stations, people and limits, put by the admin. */
bool replay_cast(struct replay *replay);

/* replay_verdicts.c: what became of the cases, asked at the last instant. */
struct replay_figures {
	unsigned n_by_state[LOG_STATE_N];
	unsigned n_missed, n_missed_by_tier[3], n_by_tier[3];
	unsigned n_alarms; /* of the order clock at 100 % */
};

bool replay_verdicts(struct replay *replay, const char *path, struct replay_figures *figures);

#endif
