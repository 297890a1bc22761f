# SPDX-License-Identifier: Apache-2.0
"""The completions for bash, zsh and fish from the programs' tables. Owns how a shell is told; it knows no
method, verb or option by name."""
import re

HEAD = "SPDX-License-Identifier: Apache-2.0\n# Written by packaging/make-manual.py from the programs' own tables: do not edit.\n"
A_FILE = re.compile(r"^(FILE|DIR|PATH|F|MAP|OUT)$")  # an option's argument that lies on this machine


def enum_of(schema):
	if schema.get("type") == "boolean":
		return ["true", "false"]
	inner = schema.get("items", schema)
	return inner.get("enum", [])


def method_rows(tables):
	"""(name, doc, keys, {key: its words})"""
	for method in tables["api"]["methods"]:
		yield (method["name"], method["summary"].rstrip("."), [p["name"] for p in method["params"]],
			{p["name"]: words for p in method["params"] if (words := enum_of(p["schema"]))})


def verb_rows(tables):
	"""(name, doc, options that need no value, options that do, keys, {key: its words})"""
	by_name = {row[0]: row for row in method_rows(tables)}
	for verb in tables["verbs"]:
		flags = verb.get("flags", "").split()
		options = [o for o in verb.get("options", "").split() if o not in flags]
		keys = re.findall(r"\[(\w+)=", verb["usage"])
		words = by_name.get(verb["name"].replace(" ", "."), (None, None, [], {}))[3]
		yield verb["name"], verb["doc"], flags, options, keys, {k: words[k] for k in keys if k in words}


def first_words(tables):
	"""(word, doc): what may stand first."""
	seen = {}
	for name, doc, *_ in verb_rows(tables):
		word, *rest = name.split()
		seen.setdefault(word, []).append(f"{rest[0]}: {doc}" if rest else doc)
	return [(word, "; ".join(docs)) for word, docs in seen.items()]


def all_rows(tables):
	"""(verb or method, its options and keys, {key: its words})"""
	for name, _, flags, options, keys, words in verb_rows(tables):
		yield name, [f"--{o}" for o in flags + options] + [f"{k}=" for k in keys], words
	for name, _, keys, words in method_rows(tables):
		yield name, [f"{k}=" for k in keys], words


def daemon_options(said):
	return [(name, arg, doc) for name, arg, doc in said.rows if arg] + \
		[("--version", None, "print the version"), ("--help", None, "print how it is used")]


def own_options(tables):
	return [(o["name"], o.get("arg"), o["doc"]) for o in tables["options"]] + \
		[("--version", None, "print the version"), ("--help", None, "print how it is used")]


def table(rows):
	return "\n".join(f"{name}|{' '.join(words)}" for name, words in rows)


def shell_tables(tables, said):
	"""What bash and zsh look things up in: lines of `name|word word`."""
	values = [(f"{name} {key}=", words) for name, _, by_key in all_rows(tables) for key, words in by_key.items()]
	values += [(name, arg.split("|")) for name, arg, _ in own_options(tables) if arg and "|" in arg]
	values += [(name, arg.split("|")) for name, arg, _ in daemon_options(said) if arg and "|" in arg]
	return f"""_sliploop_takes='
{table((name, words) for name, words, _ in all_rows(tables))}
'
_sliploop_values='
{table(values)}
'
_sliploop_first='{" ".join([w for w, _ in first_words(tables)] + [row[0] for row in method_rows(tables)])}'
_sliploop_options='{" ".join(name for name, *_ in own_options(tables))}'
_sliploop_with_value='{" ".join(name for name, arg, _ in own_options(tables) if arg)}'
_sliploopd_options='{" ".join(name for name, *_ in daemon_options(said))}'
"""


LOOK_UP = """
# The words of the row that $1 names in table $2.
_sliploop_row() {
	local line
	while IFS= read -r line; do
		case $line in "$1|"*)
			printf '%s' "${line#*|}"
			return
			;;
		esac
	done <<<"$2"
}
"""

BASH = """
# What stands before the cursor, as the user wrote it: bash cuts words at = and : too.
_sliploop_before() {
	local line=${COMP_LINE:0:COMP_POINT}
	read -ra before <<<"$line"
	current=
	if [[ $line != *[[:space:]] ]]; then
		current=${before[-1]}
		unset 'before[-1]'
	fi
}

# The words that $current begins; of what bash holds for words of their own only the rest is given.
_sliploop_offer() {
	local cut=${current%"${current##*[=:]}"}
	[[ $COMP_WORDBREAKS == *=* ]] || cut=
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
	COMPREPLY=("${COMPREPLY[@]#"$cut"}")
	if [ ${#COMPREPLY[@]} = 0 ]; then
		compopt -o default 2>/dev/null # a file, then
	elif [[ ${COMPREPLY[0]} == *= ]]; then
		compopt -o nospace 2>/dev/null
	fi
}

# The verb or method in the words after the program's name.
_sliploop_verb() {
	local i skip=
	verb=
	for ((i = 1; i < ${#before[@]}; i++)); do
		if [ -n "$skip" ]; then
			skip=
		elif [[ " $_sliploop_with_value " == *" ${before[i]} "* ]]; then
			skip=yes
		elif [[ ${before[i]} != -* ]]; then
			verb=${verb:+$verb }${before[i]}
			[[ $_sliploop_takes == *$'\\n'"$verb "* ]] || return
		fi
	done
}

_sliploop() {
	local before current verb key words
	_sliploop_before
	_sliploop_verb
	if [[ " $_sliploop_with_value " == *" ${before[-1]} "* ]]; then
		_sliploop_offer "$(_sliploop_row "${before[-1]}" "$_sliploop_values")"
	elif [ -z "$verb" ]; then
		_sliploop_offer "$_sliploop_first $_sliploop_options"
	elif [[ $_sliploop_takes == *$'\\n'"$verb "* ]] && [[ $_sliploop_takes != *$'\\n'"$verb|"* ]]; then
		_sliploop_offer "$(grep "^$verb " <<<"$_sliploop_takes" | cut -d' ' -f2 | cut -d'|' -f1)"
	elif [ "$verb" = help ]; then
		_sliploop_offer "$_sliploop_first"
	elif [[ $current == *=* ]]; then
		key=${current%%=*}=
		words=$(_sliploop_row "$verb $key" "$_sliploop_values")
		_sliploop_offer "${words:+$key${words// / $key}}"
	else
		_sliploop_offer "$(_sliploop_row "$verb" "$_sliploop_takes") $_sliploop_options"
	fi
}

_sliploopd() {
	local before current
	_sliploop_before
	local words
	words=$(_sliploop_row "${before[-1]}" "$_sliploop_values")
	if [ -n "$words" ]; then
		_sliploop_offer "$words"
	elif [[ ${before[-1]} == --* && $current != --* ]]; then
		COMPREPLY=()
		compopt -o default 2>/dev/null
	elif [ ${#before[@]} = 1 ]; then
		_sliploop_offer "migrate verify $_sliploopd_options"
	elif [ "${before[1]}" = migrate ]; then
		_sliploop_offer "--status --restored $_sliploopd_options"
	else
		_sliploop_offer "$_sliploopd_options"
	fi
}

complete -F _sliploop sliploop
complete -F _sliploopd sliploopd
"""

ZSH = """
_sliploop_offer() { # WORD...
	compadd -S '' -- ${(M)@:#*=}
	compadd -- ${@:#*=}
}

# The verb or method in the words before the cursor.
_sliploop_verb() {
	local word skip=
	verb=
	for word in ${words[2,CURRENT-1]}; do
		if [[ -n $skip ]]; then
			skip=
		elif [[ " $_sliploop_with_value " == *" $word "* ]]; then
			skip=yes
		elif [[ $word != -* ]]; then
			verb=${verb:+$verb }$word
			[[ $_sliploop_takes == *$'\\n'"$verb "* ]] || return
		fi
	done
}

_sliploop() {
	local verb found key
	_sliploop_verb
	local before=${words[CURRENT-1]} current=${words[CURRENT]}
	if [[ " $_sliploop_with_value " == *" $before "* ]]; then
		found=$(_sliploop_row $before $_sliploop_values)
		if [[ -n $found ]]; then _sliploop_offer ${=found}; else _files; fi
	elif [[ -z $verb ]]; then
		_sliploop_offer ${=_sliploop_first} ${=_sliploop_options}
	elif [[ $_sliploop_takes == *$'\\n'"$verb "* && $_sliploop_takes != *$'\\n'"$verb|"* ]]; then
		found=(${${${(M)${(f)_sliploop_takes}:#$verb *}#$verb }%%|*})
		_sliploop_offer $found
	elif [[ $verb == help ]]; then
		_sliploop_offer ${=_sliploop_first}
	elif [[ $current == *=* ]]; then
		key=${current%%=*}=
		found=$(_sliploop_row "$verb $key" $_sliploop_values)
		if [[ -n $found ]]; then _sliploop_offer $key${^=found}; else _files; fi
	else
		found=$(_sliploop_row $verb $_sliploop_takes)
		_sliploop_offer ${=found} ${=_sliploop_options}
		[[ $current == -* ]] || _files
	fi
}

_sliploopd() {
	local before=${words[CURRENT-1]} current=${words[CURRENT]} found
	found=$(_sliploop_row $before $_sliploop_values)
	if [[ -n $found ]]; then
		_sliploop_offer ${=found}
	elif [[ $before == --* && $current != --* ]]; then
		_files
	else
		((CURRENT > 2)) || _sliploop_offer migrate verify
		[[ ${words[2]} != migrate ]] || _sliploop_offer --status --restored
		_sliploop_offer ${=_sliploopd_options}
	fi
}

case $service in
sliploopd) _sliploopd "$@" ;;
*) _sliploop "$@" ;;
esac
"""


def bash(tables, said):
	return f"# shellcheck shell=bash\n# {HEAD}\n{shell_tables(tables, said)}{LOOK_UP}{BASH}"


def zsh(tables, said):
	return f"#compdef sliploop sliploopd\n# {HEAD}\n{shell_tables(tables, said)}{LOOK_UP}{ZSH}"


def quoted(words):
	return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_option(program, name, arg, doc, condition=None):
	line = f"complete -c {program}" + (f" -n {quoted(condition)}" if condition else "") + f" -l {name[2:]}"
	if arg and "|" in arg:
		line += f" -x -a {quoted(arg.replace('|', ' '))}"
	elif arg:
		line += " -r" if A_FILE.match(arg) else " -x"
	return f"{line} -d {quoted(doc)}"


def fish_condition(name):
	return " && ".join(f"__fish_seen_subcommand_from {word}" for word in name.split())


def fish_docs(tables):
	for word, doc in first_words(tables):
		yield word, doc
	for name, doc, *_ in method_rows(tables):
		yield name, doc


def fish(tables, said):
	starts = [word for word, _ in fish_docs(tables)]
	lines = [f"# {HEAD}", f"set -g __sliploop_first {' '.join(starts)}", "",
		"function __sliploop_needs_verb", "\tnot __fish_seen_subcommand_from $__sliploop_first", "end", "",
		"complete -c sliploop -n __sliploop_needs_verb -f"]
	lines += [fish_option("sliploop", *row) for row in own_options(tables)]
	lines += [f"complete -c sliploop -n __sliploop_needs_verb -f -a {word} -d {quoted(doc)}"
		for word, doc in fish_docs(tables)]
	lines.append("complete -c sliploop -n '__fish_seen_subcommand_from help' -f -a \"$__sliploop_first\"")
	for name, doc, flags, options, *_ in verb_rows(tables):
		word, *rest = name.split()
		if rest:
			lines.append(f"complete -c sliploop -n '__fish_seen_subcommand_from {word} && "
				f"not __fish_seen_subcommand_from {rest[0]}' -f -a {rest[0]} -d {quoted(doc)}")
		lines += [f"complete -c sliploop -n {quoted(fish_condition(name))} -l {o}" + (" -r" if o in options else "")
			for o in flags + options]
	for name, words, by_key in all_rows(tables):
		keys = [f"{key}={word}" for key in (w[:-1] for w in words if w.endswith("=")) for word in by_key.get(key, [""])]
		if keys:
			lines.append(f"complete -c sliploop -n {quoted(fish_condition(name))} -a {quoted(' '.join(keys))}")
	lines += [fish_option("sliploopd", *row) for row in daemon_options(said)]
	lines += ["complete -c sliploopd -n __fish_is_first_arg -f -a 'migrate verify'",
		"complete -c sliploopd -n '__fish_seen_subcommand_from migrate' -l status -l restored"]
	return "\n".join(lines) + "\n"


FILES = {"sliploop.bash": bash, "_sliploop": zsh, "sliploop.fish": fish}
