import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { BrowserRouter } from "react-router";
import { followWorkspace } from "@/api/events";
import { Toaster } from "@/components/Toaster";
import { keys } from "@/lib/keys/registry";
import { useLanguage } from "./i18n/language";
import { queries } from "./queries";
import { PageRoutes } from "./routes";
import { Shell } from "./Shell";

/** The whole page. */
export function App() {
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => followWorkspace(queries), []);
  useEffect(() => {
    window.addEventListener("keydown", keys.handle);
    return () => window.removeEventListener("keydown", keys.handle);
  }, []);
  return (
    <QueryClientProvider client={queries}>
      {/* Transitions would draw sliders and fields late that are kept in the address. */}
      <BrowserRouter useTransitions={false}>
        <Shell>
          <PageRoutes />
        </Shell>
      </BrowserRouter>
      <Toaster />
    </QueryClientProvider>
  );
}
