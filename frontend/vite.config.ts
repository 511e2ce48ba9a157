import react from "@vitejs/plugin-react";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";

const FRAMEWORK =
  /node_modules\/(react|react-dom|scheduler|@tanstack\/(?!(react-)?virtual)[\w-]+|@radix-ui|radix-ui|@floating-ui)\//;
const SHELL =
  /\/src\/(app\/(?!Palette)|i18n\/(?!zh)|lib\/(?!markdown|diff|codepoints)|ui\/(?!Markdown|Diff|JsonTree|ExportMenu))/;
const FIRST = [
  { name: "framework", test: FRAMEWORK },
  { name: "shell", test: SHELL },
];

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  resolve: { tsconfigPaths: true },
  build: {
    outDir: "../src/genchi/server/web",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the page may load nothing but files of its own server: no data: URLs
    chunkSizeWarningLimit: 500,
    // What the shell needs anyway is two files instead of a file for every few shared modules.
    rolldownOptions: { output: { codeSplitting: { groups: FIRST } } },
  },
  server: {
    proxy: { "/api": loadEnv(mode, ".", "GENCHI_").GENCHI_URL ?? "http://127.0.0.1:4318" },
  },
  test: {
    environment: "jsdom",
    include: ["{src,feedback}/**/*.test.{ts,tsx}"],
    // One document for all files of a thread: making one takes longer than the tests in it.
    pool: "threads",
    isolate: false,
  },
}));
