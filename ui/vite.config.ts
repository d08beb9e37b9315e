import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  // The window has its own pinned web view, so there is nothing older to lower the code to.
  build: { target: "es2022", chunkSizeWarningLimit: 1500 },
  server: { port: 5173, strictPort: true },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
