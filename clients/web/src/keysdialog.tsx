// SPDX-License-Identifier: Apache-2.0
// What `?` shows: the keys that work here and now, from the very tables that run them.
import { layers, shown } from "./keys";
import { Dialog } from "./parts/dialog";
import { t } from "./text";

export function KeysDialog() {
  const tables = layers.value.map((one) => one.get()).filter((layer) => !layer.isModal && layer.rows.length > 0).reverse();
  return (
    <Dialog title={t("keysTitle")} size="l">
      <div class="keys">
        {tables.map((layer) => (
          <section key={layer.title}>
            <h3>{t(layer.title)}</h3>
            <dl>
              {layer.rows.map((row) => (
                <div key={row.keys.join()}>
                  <dt>{row.keys.map((key) => <kbd key={key}>{shown(key)}</kbd>)}</dt>
                  <dd>{row.of ? t(row.text, row.of) : t(row.text)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
