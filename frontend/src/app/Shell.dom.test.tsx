import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { BrowserRouter, Link, Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { identity } from "@/api/identity";
import { queryKeys } from "@/api/query-keys";
import { keys } from "@/lib/keys/registry";
import { language } from "./i18n/language";
import { Page } from "./Page";
import { PageBoundary } from "./PageBoundary";
import { queries } from "./queries";
import { Shell } from "./Shell";

const SESSION = {
  version: "1",
  workspace: "재활용",
  user: "server-user",
  role: "admin",
  token: "t",
  runs: 0,
};

function Broken(): never {
  throw new Error("planted");
}

function show(address = "/") {
  window.history.replaceState(null, "", address);
  queries.setQueryData(queryKeys.session, SESSION);
  const page = (title: string) => (
    <Page title={title}>
      <Link to="/runs">go to runs</Link>
      <Link to="/runs" state={{ keepFocus: true }}>
        step to runs
      </Link>
    </Page>
  );
  return render(
    <QueryClientProvider client={queries}>
      <BrowserRouter useTransitions={false}>
        <Shell>
          <PageBoundary place={window.location.pathname}>
            <Routes>
              <Route path="/" element={page("Home")} />
              <Route path="/runs" element={page("All runs")} />
              <Route path="/compare" element={<Broken />} />
            </Routes>
          </PageBoundary>
        </Shell>
      </BrowserRouter>
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  window.addEventListener("keydown", keys.handle);
  act(() => language.set("en"));
});

afterEach(() => {
  window.removeEventListener("keydown", keys.handle);
  act(() => identity.set(""));
});

test("the tab and the focus follow a navigation, so that a screen reader says where one is", () => {
  show();
  expect(document.title).toBe("Home · segscope");
  fireEvent.click(screen.getByText("go to runs"));
  expect(document.title).toBe("All runs · segscope");
  expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1, name: "All runs" }));
});

test("a step within a page leaves the focus alone", () => {
  show();
  const before = screen.getByRole("link", { name: "Runs" });
  before.focus();
  fireEvent.click(screen.getByText("step to runs"));
  expect(document.activeElement).toBe(before);
});

test("the name is asked once, with the server's user proposed, and kept", () => {
  show();
  const field = screen.getByLabelText(/What is your name/) as HTMLInputElement;
  expect(field.value).toBe("server-user");
  fireEvent.change(field, { target: { value: "  김  민준 " } });
  fireEvent.click(screen.getByText("That is me"));
  expect(identity.get()).toBe("김 민준");
  expect(window.localStorage.getItem("segscope.name")).toBe("김 민준");
  expect(screen.queryByLabelText(/What is your name/)).toBeNull();
});

test("? lists the keys, and letters lead to pages", () => {
  show();
  fireEvent.keyDown(document.body, { key: "?", shiftKey: true });
  expect(screen.getByRole("dialog", { name: "Keys" }).textContent).toContain("Meeting");
  fireEvent(screen.getByRole("dialog"), new Event("cancel", { cancelable: true }));
  fireEvent.keyDown(document.body, { key: "g" });
  fireEvent.keyDown(document.body, { key: "r" });
  expect(window.location.pathname).toBe("/runs");
});

test("another language changes all texts at once", () => {
  show();
  act(() => language.set("ko"));
  expect(screen.getByRole("link", { name: "실험 노트" })).toBeTruthy();
  expect(screen.getByText("재활용").title).toContain("워크스페이스");
});

test("a page with a defect leaves the header, and says what to do", () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined); // React tells of the planted one
  show("/compare");
  expect(screen.getByText("planted")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Runs" })).toBeTruthy();
});
