// SPDX-License-Identifier: Apache-2.0
// Writes src/api.ts from what the daemon says of itself (rpc.discover, as JSON on standard input):
//   sliploop --json rpc.discover | node scripts/api.mjs > src/api.ts
// The description names an answer's members but not their shapes: those are src/shapes.ts, by name.

const MEMBERS = {
  order: "Order", task: "TaskItem", return: "ReturnItem", alarm: "Alarm", clock: "Clock",
  segments: "Segment[]", cursor: "string", next_cursor: "string | null", seconds: "number", at: "string",
  unit: "Unit", station: "Station", user: "User", customer: "Customer", hold_reason: "HoldReason",
  route: "Route", token: "string", id: "number", watch: "number", found: "boolean",
  rows: "Record<string, string | number | null>[]", broken: "LoopItem[]", forecast: "Forecast",
  limits: "Limit[]", quotas: "Quota[]", targets: "Target[]", ladder: "Ladder", calendar: "Calendar",
};
const ITEMS = {
  "order.list": "Order", "order.history": "Happening", "task.list": "TaskItem", "return.list": "ReturnItem",
  "alarm.list": "Alarm", "feedback.list": "Feedback", "feedback.read": "Feedback", "unit.list": "Unit",
  "station.list": "Station", "user.list": "User", "customer.list": "Customer", "route.list": "Route",
  "hold_reason.list": "HoldReason", "report.loops": "LoopItem", "calendar.list": "Calendar",
  "ladder.list": "Ladder", "policy.list": "Limit", "quota.list": "Quota", "target.list": "Target",
  "forecast.list": "Forecast", "token.list": "Token",
};
const WHOLE = { "system.info": "SystemInfo", "system.health": "SystemHealth", "session.whoami": "Whoami" };
const OF_METHOD = { "token.revoke": { token: "Token" }, "token.issue": { user: "string", expires_at: "string" } };

function type(schema, indent) {
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((one) => type({ type: one }, indent)).join(" | ");
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "boolean") return "boolean";
  if (schema.type === "string") return "string";
  if (schema.type === "array") {
    const item = schema.items ? type(schema.items, indent) : "unknown";
    return /[|{ ]/.test(item) ? `(${item})[]` : `${item}[]`;
  }
  if (schema.properties) {
    const required = new Set(schema.required ?? []);
    const rows = Object.entries(schema.properties).map(
      ([name, of]) => `${indent}  ${name}${required.has(name) ? "" : "?"}: ${type(of, indent + "  ")};`);
    return `{\n${rows.join("\n")}\n${indent}}`;
  }
  return "Record<string, unknown>";
}

function answer(method) {
  if (WHOLE[method.name]) return WHOLE[method.name];
  const members = Object.keys(method.result.schema.properties ?? {});
  if (members.length === 0) return "Record<string, unknown>";
  const typed = members.map((name) => {
    if (name === "items") return `items: ${ITEMS[method.name] ?? "Record<string, unknown>"}[]`;
    return `${name}: ${OF_METHOD[method.name]?.[name] ?? MEMBERS[name] ?? "unknown"}`;
  });
  return `{ ${typed.join("; ")} }`;
}

let text = "";
for await (const chunk of process.stdin) text += chunk;
const methods = JSON.parse(text).methods;
const shapes = new Set();
const lines = [];
for (const method of methods) {
  const result = answer(method);
  for (const word of result.match(/\b[A-Z]\w+/g) ?? []) if (word !== "Record") shapes.add(word);
  lines.push(`  /** ${method.summary} */`, `  "${method.name}": {`, "    params: {");
  for (const p of method.params)
    lines.push(`      ${p.name}${p.required ? "" : "?"}: ${type(p.schema, "      ")};`);
  lines.push("    };", `    result: ${result};`, "  };");
}
const changing = methods.filter((m) => m.params.some((p) => p.name === "idempotency_key"));
const all = Math.max(...methods.map((m) => m["x-roles"].length));
const restricted = methods.filter((m) => !m["x-open"] && m["x-roles"].length < all);
console.log(`// SPDX-License-Identifier: Apache-2.0
// Made by scripts/api.mjs from the daemon's rpc.discover: do not edit.
import type { ${[...shapes].sort().join(", ")} } from "./shapes";

export interface Methods {
${lines.join("\n")}
}

export type Method = keyof Methods;

/** Methods that change something: they take an idempotency_key. */
export const CHANGING = new Set<string>(${JSON.stringify(changing.map((m) => m.name))});

/** Who may ever call a method; what is not here everybody may. */
export const ROLES: { [method: string]: string } = {
${restricted.map((m) => `  "${m.name}": ${JSON.stringify(m["x-roles"].join(" "))},`).join("\n")}
};`);
