/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_BASE_OUTAGE_H
#define SL_BASE_OUTAGE_H

#include <stdint.h>

#include "base/err.h"

/*
 * Every way in which the daemon cannot do its work for a while and nobody but people can help: its name, when it
 * is worth trying again (0: calls are answered as ever), what it is, and what to do. All of them end by
 * themselves once their cause is gone: no restart.
 */
#define OUTAGE_TABLE(X) \
	X(AWAY, "store_away", 1000, "the store is away", "数据库暂不可用", \
		"see that the database server runs and can be reached: the daemon connects by itself", \
		"请检查数据库服务是否运行且可连接；服务会自动重新连接") \
	X(FULL, "disk_full", 10000, "the disk under the database is full", "数据库所在磁盘已满", \
		"make room on that disk, or give it more", "请清理或扩充该磁盘") \
	X(READ_ONLY, "read_only", 10000, "the database is read-only", "数据库处于只读状态", \
		"promote the standby, name the primary in --store, or turn default_transaction_read_only off", \
		"请将备库提升为主库，或在 --store 中指向主库，或关闭 default_transaction_read_only") \
	X(SCHEMA_NEWER, "schema_newer", 60000, "the store's schema is newer than this daemon", \
		"数据库结构版本比本服务新", "replace this daemon by one of the newer version", \
		"请将本服务升级到对应的新版本") \
	X(SCHEMA_BEHIND, "schema_behind", 60000, "the store's schema is older than this daemon", \
		"数据库结构版本比本服务旧", "run sliploopd migrate", "请执行 sliploopd migrate") \
	X(RESTORED, "store_restored", 60000, "the store was restored from another server", \
		"数据库恢复自另一台服务器", "run sliploopd migrate", "请执行 sliploopd migrate") \
	X(CLOCK, "clock_stepped", 0, "the clock of this machine and that of the store differ", \
		"本机时钟与数据库时钟不一致", \
		"set both by NTP; until then what is due goes by the store's clock alone", \
		"请用 NTP 校准两台机器；在此之前，一切到期以数据库时钟为准")

enum outage {
	OUTAGE_NONE,
#define X(id, ...) OUTAGE_##id,
	OUTAGE_TABLE(X)
#undef X
		OUTAGE_N
};

const char *outage_name(enum outage o); /* "disk_full" */
int64_t outage_retry_ms(enum outage o);
const char *outage_text(enum outage o, enum lang lang);
const char *outage_advice(enum outage o, enum lang lang);

#endif
