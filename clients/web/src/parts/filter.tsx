// SPDX-License-Identifier: Apache-2.0
// A choice that stands in the URL's query: what a list is filtered by.
import { param, setQuery } from "../router";
import { t, type Text } from "../text";

export function FilterSelect({ name, label, options }: { name: string; label: Text; options: [string, string][] }) {
  return (
    <label class="filter"><span class="unseen">{t(label)}</span>
      <select value={param(name)} onChange={(e) => setQuery({ [name]: e.currentTarget.value || null })} data-set={param(name) ? "" : undefined}>
        <option value="">{t("anyOf", t(label))}</option>
        {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </label>
  );
}
