import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { budget } from "./tools/budget.ts";

const root = import.meta.dirname;

export default defineConfig({
  root,
  plugins: [react(), budget()],
  build: {
    target: ["chrome123", "firefox121", "safari17.5"],
    // What the CSP lets be loaded are files of our own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: join(root, "index.html"), plain: join(root, "src/plain.css") },
      output: {
        // The server's own pages link it by this name.
        assetFileNames: ({ names }) => (names.includes("plain.css") ? "plain.css" : "assets/[name]-[hash][extname]"),
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:3000", "/connect": "http://127.0.0.1:3000" } },
});
