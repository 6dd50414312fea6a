import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { budget } from "./tools/budget.ts";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), budget()],
  build: {
    target: ["chrome123", "firefox121", "safari17.5"],
    // What the CSP lets be loaded are files of our own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/api": "http://127.0.0.1:3000", "/connect": "http://127.0.0.1:3000" } },
});
