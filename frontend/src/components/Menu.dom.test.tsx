import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Menu } from "./Menu";

function show() {
  const runs = { first: vi.fn(), off: vi.fn(), tick: vi.fn() };
  render(
    <Menu
      label="More"
      items={[
        { label: "Export", run: runs.first },
        { label: "Delete", run: runs.off, disabled: true },
        { label: "Show tags", run: runs.tick, checked: true },
      ]}
    />,
  );
  const button = screen.getByRole("button", { name: "More" });
  fireEvent.click(button);
  return { ...runs, button };
}

const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });

test("arrows go around, Home and End to the ends", () => {
  show();
  const names = ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Home", "End"].map((key) => {
    press(key);
    return document.activeElement?.textContent;
  });
  expect(names).toEqual(["Delete", "☑Show tags", "Export", "☑Show tags", "Export", "☑Show tags"]);
});

test("what was chosen is done, the menu closes, and the button has the focus", () => {
  const { first, button } = show();
  fireEvent.click(screen.getByRole("menuitem", { name: "Export" }));
  expect(first).toHaveBeenCalledOnce();
  expect(screen.queryByRole("menu")).toBeNull();
  expect(document.activeElement).toBe(button);
});

test("a tick stays open for the next one, and what is off does nothing", () => {
  const { tick, off } = show();
  fireEvent.click(screen.getByRole("menuitemcheckbox", { name: /Show tags/, checked: true }));
  fireEvent.click(screen.getByRole("menuitem", { name: "Delete" }));
  expect(tick).toHaveBeenCalledOnce();
  expect(off).not.toHaveBeenCalled();
  expect(screen.queryByRole("menu")).not.toBeNull();
});

test("Escape and a press beside it close it", () => {
  const { button } = show();
  press("Escape");
  expect(screen.queryByRole("menu")).toBeNull();
  expect(document.activeElement).toBe(button);
  fireEvent.click(button);
  fireEvent(document.body, new MouseEvent("pointerdown", { bubbles: true }));
  expect(screen.queryByRole("menu")).toBeNull();
});
