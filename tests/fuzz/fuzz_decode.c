/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines into calls. An input that begins with a small letter is "METHOD PARAMS", so that every command is
 * as near as any other: a METHOD that is none stands for one of them all. Any other input is a whole line.
 * Whatever is refused is answered by good JSON; a call that is taken reads the same from its canonical text.
 */
#include <string.h>

#include "api/command.h"
#include "base/die.h"
#include "feed.h"

static const struct command *choose(const char *name)
{
	const struct command *c = command_get(name);
	unsigned sum = 0;

	for (const char *s = name; !c && *s; s++)
		sum = sum * 31 + (unsigned char)*s;
	return c ? c : commands[sum % (unsigned)n_commands];
}

static bool holds_secret(const struct params *params)
{
	for (int i = 0; i < params->n; i++)
		if (params->at[i].flags & PARAM_SECRET)
			return true;
	return false;
}

static void check_canonical(struct arena *a, const struct call *c)
{
	struct frame again;
	const char *params = strchr(c->canonical, ' ') + 1;
	const char *text = arena_fmt(a,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}", c->command->name, params);

	if (strlen(text) > FRAME_MAX)
		return;
	decode_frame(a, text, strlen(text), "k", &again);
	must(again.n_calls == 1 && again.calls[0].fail.err == ERR_NONE);
	must(strcmp(again.calls[0].canonical, c->canonical) == 0);
}

static const char *answer(struct arena *a, const struct call *c, enum lang lang)
{
	const char *id = c->id ? c->id : "null";

	if (c->fail.err == ERR_NONE) {
		must(c->command && c->request);
		if (c->canonical && !holds_secret(c->command->params))
			check_canonical(a, c);
		return encode_result(a, id, "{}", false);
	}
	must(!c->request);
	feed_check_failure(&c->fail);
	return encode_error(a, id, "t-1", &c->fail, lang, c->command, NULL);
}

static void check_frame(struct arena *a, const char *text, size_t len, const char *key)
{
	const char *answers[FRAME_CALLS_MAX];
	struct frame f;

	decode_frame(a, text, len, key, &f);
	must(f.n_calls >= 1 && f.n_calls <= FRAME_CALLS_MAX);
	for (int i = 0; i < f.n_calls; i++) {
		answers[i] = answer(a, &f.calls[i], i % 2 ? LANG_ZH_CN : LANG_EN);
		feed_check_json(answers[i]);
	}
	feed_check_json(encode_batch(a, answers, f.n_calls));
	(void)frame_may_be_long(text, len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct arena a;

	arena_init(&a);
	if (size > 0 && text[0] >= 'a' && text[0] <= 'z') {
		const char *space = memchr(text, ' ', size);
		size_t n = space ? (size_t)(space - text) : size;
		const struct command *c = choose(arena_strn(&a, text, n));
		const char *head = arena_fmt(
			&a, "{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"method\":\"%s\",\"params\":", c->name);
		size_t len = strlen(head) + (size - n) + 1;
		char *line = arena_alloc(&a, len + 1);

		memcpy(line, head, strlen(head));
		memcpy(line + strlen(head), text + n, size - n);
		line[len - 1] = '}';
		check_frame(&a, line, len, NULL);
		check_frame(&a, line, len, "key-1");
	} else {
		check_frame(&a, text, size, NULL);
	}
	arena_fini(&a);
	return 0;
}
