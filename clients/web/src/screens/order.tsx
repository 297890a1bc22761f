// SPDX-License-Identifier: Apache-2.0
// PLACEHOLDER.
export default function Screen(_: { path: string[] }) {
  return <h1>order</h1>;
}
