/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the frame round what a watcher is told: how a watch begins, each line of it, how it ends. */
#include "api/command.h"
#include "api/out.h"
#include "base/buf.h"
#include "base/die.h"

const char *encode_watching(struct arena *a, int64_t watch, const char *cursor, bool is_found,
	const char *const snapshot[TOPIC_N])
{
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_int(&o, "watch", watch);
	out_put_text(&o, "cursor", cursor);
	out_put_bool(&o, "found", is_found);
	if (!is_found) {
		out_key(&o, "snapshot");
		out_open(&o, '{');
		for (int i = 0; i < TOPIC_N; i++)
			if (snapshot[i])
				out_put_json(&o, topic_names[i], snapshot[i]);
		out_close(&o, '}');
	}
	out_close(&o, '}');
	return out_finish(&o);
}

const char *encode_unwatched(struct arena *a)
{
	return arena_str(a, "{\"stopped\":true}");
}

/* Into the connection's own buffer: there may be thousands of watchers, each with its line. */
void encode_event(struct buf *line, int64_t watch, const char *cursor, const char *members)
{
	buf_put_fmt(line,
		"{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"watch\":%lld,\"cursor\":\"%s\",",
		(long long)watch, cursor);
	buf_put_str(line, members);
	buf_put_str(line, "}}");
}

/* For programs a word, for people a sentence. */
static const struct {
	const char *reason, *en, *zh;
} ends[] = {
	[WATCH_END_BEHIND] = {"behind", "more than 1 MiB was not taken: start again with this cursor",
		"超过 1 MiB 的内容未被读取，请用此游标重新开始"},
	[WATCH_END_NOBODY] = {"unauthenticated",
		"the token or user this watch began with is not good any more: log in again",
		"开始监视时所用的令牌或用户已失效，请重新登录"},
	[WATCH_END_STORE] = {"unavailable", "the store was away: start again with this cursor",
		"存储曾不可用，请用此游标重新开始"},
};

const char *encode_watch_end(struct arena *a, enum watch_end why, enum lang lang)
{
	return arena_fmt(a,
		"\"type\":\"watch.ended\",\"at\":null,\"data\":{\"reason\":\"%s\",\"text\":\"%s\"}",
		ends[why].reason, lang == LANG_ZH_CN ? ends[why].zh : ends[why].en);
}
