#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The house's rules that a grep can see: who may include whom, where the time, SQL and states live,
# how long a file may be. Prints each offence as FILE:LINE: why; closes with `N passed, N failed`.
set -uo pipefail
shopt -s lastpipe
cd "$(dirname "$0")/.." || exit 1

# LAYER  FOLDER  layers it may include  third-party headers it may include (a pattern)
layers='
base    lib/base     base                      -
core    lib/core     base,core                 -
api     lib/api      base,core,api             jansson\.h|libical/ical\.h
store   lib/store    base,core,store           libpq-fe\.h
client  lib/client   client                    jansson\.h
daemon  daemon       base,core,api,store       event2/.*|sodium\.h|openssl/.*|ini\.h|systemd/.*|curl/curl\.h|zlib\.h
check   clients/check client,check              jansson\.h
cli     clients/cli  client                    jansson\.h|zlib\.h|libsmartcols/.*|xlsxwriter\.h
'
foreign='libpq-fe|jansson|libical/|event2/|event\.h|sodium|openssl/|ini\.h|systemd/|zlib|libsmartcols/|xlsxwriter|cmocka|curl/'
passed=0
failed=0

# verdict NAME: the offences on standard input.
verdict() {
	local offences
	offences=$(cat)
	if [ -z "$offences" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf '%s:\n%s\n' "$1" "$offences" | sed '2,$s/^/    /'
	fi
}

code() { # FOLDER...: its .c and .h files
	find "$@" -name '*.[ch]' ! -path '*/node_modules/*' 2>/dev/null | sort
}

scripts() { # FOLDER...: what is run and not compiled, known by its name or its first line
	find "$@" -type f ! -path '*/__pycache__/*' ! -path '*/node_modules/*' -exec \
		awk 'FNR == 1 && (FILENAME ~ /\.(py|sh)$/ || /^#!/) {print FILENAME} {nextfile}' {} + | sort
}

# grep_code PATTERN FOLDER...: matches outside comments, as FILE:LINE:TEXT
grep_code() {
	local pattern=$1
	shift
	code "$@" | xargs -r grep -nHE -- "$pattern" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*(/?\*|//)'
}

while read -r layer folder may third; do
	[ -n "$layer" ] || continue
	{
		grep_code '^#[[:space:]]*include[[:space:]]+"[a-z]+/' "$folder" |
			grep -vE "include[[:space:]]+\"(${may//,/|}|$layer)/"
		grep_code "^#[[:space:]]*include[[:space:]]+<($foreign)" "$folder" |
			grep -vE "include[[:space:]]+<($third)>"
	} | verdict "$layer includes what its layer may not"
done <<<"$layers"

grep_code '\b(time|gettimeofday|clock_gettime|localtime|localtime_r|gmtime|mktime)[[:space:]]*\(' \
	lib/core lib/api | verdict "the time is handed down, core and api never read it"
grep_code '\b(json_t|PGresult|PGconn|struct event)\b' lib/base lib/core |
	verdict "a library's type in base or core"
grep_code '\bPGresult\b|\bPGconn\b' lib/api daemon clients | verdict "a PGresult outside the store"
grep_code '"[[:space:]]*(select|insert into|update|delete from|create table|begin|commit)\b' \
	lib daemon clients | grep -viE '^lib/store/statements[a-z_]*\.c:' |
	verdict "SQL outside lib/store/statements*.c"
grep_code '(->|\.)state[[:space:]]*=[^=]' lib/core daemon lib/api lib/store |
	grep -vE '^lib/core/(clock|alarm)\.c:|\b(h->|fail\.)state = |:[[:space:]]+\.state = |^lib/store/(load|statements)[a-z_]*\.c:' |
	while IFS=: read -r file line text; do
		sed -n "1,${line}p" "$file" | grep -E '^[a-z].*\(' | tail -n 1 | grep -q '_enter' ||
			echo "$file:$line:$text"
	done | verdict "a state assigned outside its enter function"
grep_code '^[[:space:]]*default:' lib/core lib/api | verdict "default: hides a new word of an enum"
grep_code 'strcmp\((method|[a-z>.-]*->method),' lib daemon | verdict "a method told apart by strcmp"
{ code lib daemon clients tests; scripts lib daemon clients tests packaging .ci; } |
	xargs -r grep -nHE '\b(TODO|FIXME|XXX|HACK)\b' | grep -v '^tests/layers.sh:' |
	verdict "left for later"
{ code lib daemon clients tests; scripts tests packaging .ci; } | xargs -r wc -l | awk '$2 != "total" && $1 > 600 {print $2 ": " $1 " lines"}' |
	verdict "a file over 600 lines"
{ code lib daemon clients tests; scripts tests packaging .ci; } |
	while read -r file; do
		head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' || echo "$file"
	done | verdict "no SPDX line"
find lib daemon clients tests -name '*.[ch]' | grep -E '/(util|utils|common|misc|helpers?)\.[ch]$' |
	verdict "a file named for nothing"
# In Chinese an unknown word is shown as the API has it: the closed sets, and what a row of the history is about.
{
	grep -ohE 'X\([A-Z_]+, "[a-z_]+"\)' lib/core/words.h
	grep -ohE '\bhappen[a-z_]*\(d, [^;]*' lib/core/*.c | grep -v '^happen_clock'
} | grep -oE '"[a-z_]+"' | sort -u | while read -r word; do
	grep -qF "X($word, " clients/cli/words.h || echo "clients/cli/words.h: $word"
	grep -qE "[ {]${word//\"/}: \"" clients/web/src/words.ts || echo "clients/web/src/words.ts: $word"
done | verdict "a word of the product without its Chinese"
# shellcheck disable=SC2016 # perl's
perl -0777 -ne 'while (/\b(?:clock_\w+|flow_\w+|end_\w+|cancel_clocks|start_reservation)\([^;{}]*;|rule = arena_fmt\([^;]*;/g) {
	my $call = $&; while ($call =~ /"([^"]*)"/g) { my $rule = $1;
	$rule =~ s/ \(rules\.md.*//; $rule =~ s/%l*[sd]( -> %s)?/*/; print "$rule\n" } }' lib/core/*.c | sort -u |
	while read -r rule; do
		grep -qF "X(\"$rule\", " clients/cli/words.h || echo "clients/cli/words.h: $rule"
	done | verdict "a rule of clock.explain without its Chinese"
# Two words in a row are a text for people.
# shellcheck disable=SC2016 # perl's
code clients/cli | grep '\.c$' | xargs perl -ne 's,/\*.*,,; next if /^\s*\*|\.name = /;
	while (/"((?:[^"\\]|\\.)*)"/g) { print "$ARGV:$.: $1\n" if $1 =~ /^(?! |--).*[a-z]{2} [a-z]{2}/ }
	close ARGV if eof' | verdict "a text of the command line that is not in texts.h"
# The one select() without a descriptor is until()'s; tests/run waits for what it started.
{ code tests; scripts tests; } | grep -v '^tests/run$' |
	xargs -r grep -nHE '\b(sleep|usleep|nanosleep)[[:space:]]*\(|time\.sleep|select\.select\(\[\], *\[\], *\[\]' |
	grep -vE '^tests/lib/checks\.py:[0-9]+:[[:space:]]+select\.select\(\[\], \[\], \[\], 0\.02\)$' |
	grep -v '^tests/layers\.sh:' | verdict "a test that sleeps"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
