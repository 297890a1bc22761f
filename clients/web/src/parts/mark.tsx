// SPDX-License-Identifier: Apache-2.0
// Small marks: severity and tier by shape and word as well as by colour.
import type { Severity, Tier } from "../shapes";
import { t } from "../text";
import { word } from "../words";

const SHAPES: { [S in Severity]: string } = {
  warning: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zm0 2.2a3.3 3.3 0 1 1 0 6.6a3.3 3.3 0 0 1 0-6.6z",
  minor: "M8 1.2L14.8 8L8 14.8L1.2 8z",
  major: "M8 1.6L15.2 14.4H.8z",
  critical: "M5 1h6l4 4v6l-4 4H5l-4-4V5zM7 3.6v5.6h2V3.6zm0 6.9v2h2v-2z",
};

export function SeverityMark({ severity, bare }: { severity: Severity | null; bare?: boolean }) {
  if (!severity) return null;
  return (
    <span class="severity" data-severity={severity} title={word(severity)}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d={SHAPES[severity]} fill-rule="evenodd" /></svg>
      <span class={bare ? "unseen" : undefined}>{word(severity)}</span>
    </span>
  );
}

export function TierMark({ tier }: { tier: Tier }) {
  return <span class="tier" data-tier={tier} title={t("tierN", tier)}><span class="unseen">{t("tier")} </span>{tier}</span>;
}

export function MajorMark() {
  return <span class="tag" data-tone="bad">{t("major")}</span>;
}
