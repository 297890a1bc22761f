// SPDX-License-Identifier: Apache-2.0
// The set-up: what the loop runs on, section by section; each is offered to those whose role may put it. The sections'
// screens are their own.
import type { ComponentChildren } from "preact";
import type { Method } from "../api";
import { href } from "../router";
import { may } from "../session";
import { t } from "../text";
import { Calendars } from "../setup/calendars";
import { Ladders } from "../setup/ladders";
import { Limits } from "../setup/limits";
import { NOUNS } from "../setup/nouns";
import { Records } from "../setup/records";
import { Replay } from "../setup/replay";
import { Routes } from "../setup/routes";
import { s } from "../setup/text";
import { OfPerson, Tokens } from "../setup/tokens";

interface Section {
  id: string;
  title: () => string;
  put: Method;
  draw: (open: string | undefined) => ComponentChildren;
}

const noun = (id: string, more?: (key: string) => ComponentChildren): Section => ({
  id, title: () => NOUNS[id]!.title(), put: NOUNS[id]!.put, draw: (open) => <Records key={id} section={id} noun={NOUNS[id]!} open={open} more={more} />,
});

const PARTS: { title: "partOrganisation" | "partPolicy"; sections: Section[] }[] = [
  { title: "partOrganisation", sections: [
    noun("units"), noun("stations"), noun("people", (user) => <OfPerson key={user} user={user} />),
    { id: "tokens", title: () => s("tokens"), put: "token.issue", draw: () => <Tokens /> },
    noun("customers"), noun("reasons"),
  ] },
  { title: "partPolicy", sections: [
    { id: "limits", title: () => s("limits"), put: "policy.put", draw: (open) => <Limits open={open} /> },
    { id: "ladders", title: () => s("ladders"), put: "ladder.put", draw: (open) => <Ladders open={open} /> },
    { id: "routes", title: () => s("routes"), put: "route.put", draw: (open) => <Routes open={open} /> },
    { id: "calendars", title: () => s("calendars"), put: "calendar.put", draw: (open) => <Calendars open={open} /> },
    noun("quotas"), noun("targets"), noun("forecast"),
    { id: "replay", title: () => s("replay"), put: "policy.replay", draw: () => <Replay /> },
  ] },
];

export default function Setup({ path: [section, open] }: { path: string[] }) {
  const parts = PARTS.map((part) => ({ ...part, sections: part.sections.filter((one) => may(one.put)) })).filter((part) => part.sections.length > 0);
  const all = parts.flatMap((part) => part.sections);
  const here = section ? all.find((one) => one.id === section) : all[0];
  return (
    <div class="setup">
      <nav class="setup-nav" aria-label={s("sections")}>
        {parts.map((part) => (
          <div key={part.title}>
            <h2>{s(part.title)}</h2>
            <ul>{part.sections.map((one) => <li key={one.id}><a href={href(`setup/${one.id}`)} aria-current={one === here ? "page" : undefined}>{one.title()}</a></li>)}</ul>
          </div>
        ))}
      </nav>
      <div class="setup-body" data-open={open ? "" : undefined}>{here ? here.draw(open) : <p class="notice">{t("noSuchScreen")}</p>}</div>
    </div>
  );
}
