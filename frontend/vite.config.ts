import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `segscope serve` while the page is developed; its port may be another one.
const api = process.env.SEGSCOPE_API ?? "http://127.0.0.1:7391";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: ["chrome123", "firefox121", "safari17.5"],
    license: { fileName: "licenses.md" }, // of all that is bundled, as those licences ask
    assetsInlineLimit: 0, // the page's policy loads no data: addresses
    modulePreload: { polyfill: false }, // and runs no script within the document
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": {
        target: api,
        // The server refuses writes whose Origin is not its own address.
        headers: { origin: api },
        changeOrigin: true,
      },
    },
  },
});
