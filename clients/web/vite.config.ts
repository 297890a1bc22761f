// SPDX-License-Identifier: Apache-2.0
// How the console is built: hashed names, nothing inline (the daemon's Content-Security-Policy allows none).
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
  build: {
    outDir: process.env.SLIPLOOP_WEB_OUT ?? "../../build/web",
    emptyOutDir: true,
    target: "es2021",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
});
