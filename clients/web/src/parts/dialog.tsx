// SPDX-License-Identifier: Apache-2.0
// A dialog: the browser's own, so that focus stays within and the page behind is out of reach. One at a time.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useKeys } from "../keys";
import { t } from "../text";

const shown = signal<(() => ComponentChildren) | null>(null);

export function openDialog(draw: () => ComponentChildren) {
  shown.value = draw;
}

export function closeDialog() {
  shown.value = null;
}

export const isDialogOpen = () => shown.value !== null;

export function DialogPlace() {
  return <>{shown.value?.()}</>;
}

interface Props {
  title: string;
  /** Its width: "s", "m" or "l". */
  size?: "s" | "m" | "l";
  onClose?: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, size = "m", onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const close = () => {
    closeDialog();
    onClose?.();
  };
  useKeys({ title: "keysEverywhere", rows: [], isModal: true });
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const dialog = ref.current!;
    dialog.showModal();
    const first = dialog.querySelector<HTMLElement>("[data-first], .dialog-body input, .dialog-body select, .dialog-body textarea, .dialog-body button");
    first?.focus();
    return () => {
      dialog.close();
      before?.focus?.();
    };
  }, []);
  return (
    <dialog ref={ref} class={`dialog dialog-${size}`} aria-labelledby="dialog-title"
      onCancel={(e) => { e.preventDefault(); close(); }}
      onClick={(e) => { if (e.target === ref.current) close(); }}>
      <div class="dialog-inner">
        <header class="dialog-head">
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="icon" aria-label={t("close")} onClick={close}>✕</button>
        </header>
        <div class="dialog-body">{children}</div>
      </div>
    </dialog>
  );
}
