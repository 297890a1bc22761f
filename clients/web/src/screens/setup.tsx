// SPDX-License-Identifier: Apache-2.0
export default function Setup(_: { path: string[] }) {
  return <h1>setup</h1>;
}
