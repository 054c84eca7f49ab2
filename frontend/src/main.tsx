import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { wearTheme } from "@/app/theme";
import "@/app/tokens.css";
import "@/app/base.css";

wearTheme();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(<App />);
