// SPDX-License-Identifier: Apache-2.0
// Dispatching an order: by a route, or by tasks on stations drawn as they will run.
import type { Order } from "./shapes";
export function DispatchDialog(_: { order: Order }) {
  return null;
}
