import { defineConfig, mergeConfig } from "vitest/config";
import page from "./vite.config.ts";

export default mergeConfig(
  page,
  defineConfig({
    test: {
      restoreMocks: true,
      testTimeout: 20_000,
      css: { modules: { classNameStrategy: "non-scoped" } },
      // A document costs half a second a file, so only tests that need one get one.
      projects: [
        {
          extends: true,
          test: {
            name: "plain",
            include: ["src/**/*.test.{ts,tsx}"],
            exclude: ["src/**/*.dom.test.{ts,tsx}"],
          },
        },
        {
          extends: true,
          test: {
            name: "document",
            environment: "jsdom",
            include: ["src/**/*.dom.test.{ts,tsx}"],
            setupFiles: ["src/test/setup.ts"],
          },
        },
      ],
    },
  }),
);
