// SPDX-License-Identifier: Apache-2.0
// A customer's contacts as lines people can type: "site: Kunming; phone: 0871". What such a line cannot hold stands as JSON.

const isPlain = (of: unknown): of is Record<string, string> =>
  typeof of === "object" && of !== null && !Array.isArray(of) && Object.entries(of).every(([key, value]) => typeof value === "string" && !/[:;；：]/.test(key) && !/[;；]/.test(value));

export function contactsText(contacts: unknown[]): string[] {
  return contacts.map((one) => (isPlain(one) ? Object.entries(one).map(([key, value]) => `${key}: ${value}`).join("; ") : typeof one === "string" && !/^[[{"]|[:：]/.test(one) ? one : JSON.stringify(one)));
}

export function contactsOf(lines: string[]): unknown[] {
  return lines.map((line) => {
    if (/^[[{"]/.test(line)) {
      try {
        return JSON.parse(line);
      } catch {
        return line;
      }
    }
    const pairs = line.split(/[;；]/).map((part) => /^([^:：]+)[:：](.*)$/.exec(part.trim())).filter((pair) => pair !== null);
    return pairs.length === 0 ? line : Object.fromEntries(pairs.map((pair) => [pair[1]!.trim(), pair[2]!.trim()]));
  });
}
