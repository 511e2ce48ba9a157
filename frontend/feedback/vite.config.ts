/** Builds `/feedback.js`: one small classic script, which any page may load. */
import { defineConfig } from "vite";

export default defineConfig({
  root: "feedback",
  publicDir: false,
  build: {
    outDir: "../../src/genchi/server/web",
    emptyOutDir: false, // the app was built there before
    target: "es2019",
    lib: {
      entry: "snippet.ts",
      formats: ["iife"],
      name: "genchiSnippet",
      fileName: () => "feedback.js",
    },
  },
});
