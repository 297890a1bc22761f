// SPDX-License-Identifier: Apache-2.0
// A graphile-worker at the settings that were fastest here, whose task does nothing but look at the clock. It
// works until N jobs have run and prints JSON: how late they began, and when the last one did. What it has yet
// to write when the last job has begun is not held against it.
"use strict";
const [, , modules, connectionString, wanted, localSize, pollInterval] = process.argv;
const { run, Logger } = require(`${modules}/graphile-worker`);

const now = () => performance.timeOrigin + performance.now();
const late = [];
let last = 0;
let allDone;
const all = new Promise((resolve) => { allDone = resolve; });

async function main() {
	const runner = await run({
		preset: {
			worker: {
				connectionString,
				concurrentJobs: 24,
				maxPoolSize: 10,
				pollInterval: Number(pollInterval),
				localQueue: { size: Number(localSize) },
				completeJobBatchDelay: 0,
				failJobBatchDelay: 0,
			},
		},
		logger: new Logger(() => () => {}),
		noHandleSignals: true,
		taskList: {
			due: async ({ at }) => {
				last = now();
				if (late.push(last - at) === Number(wanted)) allDone();
			},
		},
	});
	console.log("ready");
	await all;
	await runner.stop();
	late.sort((a, b) => a - b);
	console.log(JSON.stringify({ n: late.length, last_ms: last, least_ms: late[0],
		p99_ms: late[Math.floor(late.length * 0.99)] }));
}

main().catch((problem) => {
	console.error(problem);
	process.exit(1);
});
