import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { Toaster } from "./Toaster";
import { tell, tellError, toasts } from "./toasts";

beforeEach(() => {
  vi.useFakeTimers();
  render(<Toaster />);
});

afterEach(() => {
  act(() => toasts.set([]));
  vi.useRealTimers();
});

test("what was done is said politely and goes by itself", () => {
  act(() => tell("Saved"));
  expect(screen.getByRole("status").textContent).toContain("Saved");
  act(() => vi.advanceTimersByTime(10_000));
  expect(screen.getByRole("status").textContent).toBe("");
});

test("an error is the server's sentence, said at once, and stays until it is dismissed", () => {
  act(() =>
    tellError(new ApiError(422, "wrong_use", "the row 7 is no row of this notebook: load it again.")),
  );
  act(() => vi.advanceTimersByTime(60_000));
  expect(screen.getByRole("alert").textContent).toContain("The row 7 is no row of this notebook");
  act(() => screen.getByLabelText("Dismiss this message").click());
  expect(screen.getByRole("alert").textContent).toBe("");
});

test("no server is told in the page's own words", () => {
  act(() => tellError(new ApiError(0, "unreachable", "x")));
  expect(screen.getByRole("alert").textContent).toContain("segscope serve");
});

test("the same error twice is told once, and a name keeps its small letter", () => {
  act(() => tellError(new ApiError(404, "not_found", "batch_1/a.jpg: there is no such picture.")));
  act(() => tellError(new ApiError(404, "not_found", "batch_1/a.jpg: there is no such picture.")));
  expect(screen.getByRole("alert").textContent?.match(/batch_1/g)).toHaveLength(1);
});
