// SPDX-License-Identifier: Apache-2.0
// The customer of a slip: one of the register, found by any part of name, title or number, or a text of its own.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { customers, unitTitle } from "../directory";
import { Box, type FormState } from "../parts/fields";
import type { Customer } from "../shapes";
import { t } from "../text";
import { customerFor } from "./slipform";
import { f } from "./text";

const SHOWN_MAX = 12;

interface Props {
  form: FormState;
  /** One of the register was chosen; none: any text. */
  chosen: (customer: Customer | undefined) => void;
  isFixed?: boolean;
}

export function CustomerField({ form, chosen, isFixed }: Props) {
  const id = useId();
  const isOpen = useSignal(false);
  const place = useSignal(-1);
  const name = String(form.values.value.customer ?? "");
  const known = customers.get().get(name);
  const typed = useSignal<string | null>(null);
  const text = typed.value ?? (known ? known.title : name);
  const wanted = text.trim().toLowerCase();
  const fits = (one: Customer) => `${one.name} ${one.title} ${one.number ?? ""}`.toLowerCase().includes(wanted);
  const found = isOpen.value ? [...customers.get().values()].filter(fits).slice(0, SHOWN_MAX) : [];
  const at = Math.min(place.value, found.length - 1);

  const take = (customer: Customer) => {
    typed.value = null;
    isOpen.value = false;
    place.value = -1;
    form.put({ customer: customer.name });
    chosen(customer);
  };
  const type = (value: string) => {
    typed.value = value;
    isOpen.value = true;
    place.value = -1;
    const exact = customerFor(customers.get(), value);
    form.put({ customer: exact?.name ?? value });
    chosen(exact);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isOpen.value) isOpen.value = true;
      else place.value = Math.max(-1, Math.min(found.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
      event.preventDefault();
    } else if (event.key === "Enter" && isOpen.value && found[at] && !event.isComposing) {
      take(found[at]!);
      event.preventDefault();
    } else if (event.key === "Escape" && isOpen.value) {
      isOpen.value = false;
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const hint = known ? `${known.name}${known.number ? ` · ${known.number}` : ""} · ${t("tierN", known.tier)} · ${unitTitle(known.unit)}` : name.trim() ? f("customerFree") : f("customerHint");
  return (
    <Box label={f("fieldCustomer")} isNeeded hint={hint} wrong={form.wrong("customer")} isWide>
      {(aria) => (
        <div class="combo">
          <input {...aria} name="customer" type="text" role="combobox" required readOnly={isFixed} autocomplete="off" spellcheck={false} value={text}
            aria-expanded={isOpen.value && found.length > 0} aria-controls={`${id}list`} aria-autocomplete="list" aria-activedescendant={isOpen.value && at >= 0 ? `${id}-${at}` : undefined}
            onInput={(e) => type(e.currentTarget.value)} onKeyDown={press} onFocus={(e) => e.currentTarget.select()} onBlur={() => setTimeout(() => { isOpen.value = false; typed.value = null; }, 150)} />
          <ul id={`${id}list`} class="combo-list" role="listbox" aria-label={f("customerMatches")} hidden={!isOpen.value || found.length === 0}>
            {found.map((one, i) => (
              <li key={one.name} id={`${id}-${i}`} role="option" aria-selected={i === at} onMouseDown={(e) => { e.preventDefault(); take(one); }}>
                <span class="tier" data-tier={one.tier}>{one.tier}</span> <span class="cut">{one.title}</span> <span class="dim cut">{one.number ?? one.name} · {unitTitle(one.unit)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Box>
  );
}
