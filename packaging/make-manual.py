#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what the manuals (man/) and completions (completion/) have from the programs' own tables.

Owns which files those are. The rest of a manual page is written by hand, around the parts between
`begin` and `end`.

	packaging/make-manual.py [--bin DIR]           write them
	packaging/make-manual.py [--bin DIR] --check   end non-zero when they are not what it would write
"""
import argparse
import json
import pathlib
import subprocess
import sys

import manual_completion
import manual_pages

HERE = pathlib.Path(__file__).resolve().parent


def run(*argv):
	return subprocess.run(argv, capture_output=True, text=True, check=True).stdout


def written(bin_dir):
	"""Every file and what it should hold."""
	tables = json.loads(run(bin_dir / "print_tables"))
	said = manual_pages.Help(run(bin_dir / "sliploopd", "--help"))
	known = {s["name"] for s in tables["settings"]}
	told = {name.removeprefix("--") for name, arg, _ in said.rows if arg} - {"config"}
	if known != told:
		raise SystemExit(f"sliploopd --help and its table of options differ in {sorted(known ^ told)}")
	for page in sorted((HERE / "man").iterdir()):
		yield page, manual_pages.fill(page.read_text(), tables, said)
	for name, write in manual_completion.FILES.items():
		yield HERE / "completion" / name, write(tables, said)


def main():
	parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
	parser.add_argument("--bin", type=pathlib.Path, default=HERE.parent / "build/debug/bin", metavar="DIR",
		help="where sliploopd and print_tables are (build/debug/bin)")
	parser.add_argument("--check", action="store_true")
	args = parser.parse_args()
	stale = []
	for path, text in written(args.bin.resolve()):
		if path.exists() and path.read_text() == text:
			continue
		stale.append(path)
		if not args.check:
			path.parent.mkdir(exist_ok=True)
			path.write_text(text)
	for path in stale:
		print(f"{path.relative_to(HERE.parent)}: {'not current' if args.check else 'written'}")
	return 1 if args.check and stale else 0


if __name__ == "__main__":
	sys.exit(main())
