import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { Tabs } from "./Tabs";

function Shown() {
  const [value, setValue] = useState<"a" | "b" | "c">("a");
  const tabs = (["a", "b", "c"] as const).map((tab) => ({ value: tab, label: `tab ${tab}` }));
  return (
    <Tabs label="Views" value={value} tabs={tabs} onChange={setValue}>
      panel {value}
    </Tabs>
  );
}

test("arrows choose a tab and take the focus along, around the ends", () => {
  render(<Shown />);
  screen.getByRole("tab", { name: "tab a" }).focus();
  for (const [key, expected] of [
    ["ArrowLeft", "c"],
    ["ArrowRight", "a"],
    ["ArrowRight", "b"],
    ["End", "c"],
  ] as const) {
    fireEvent.keyDown(document.activeElement as Element, { key });
    expect(document.activeElement?.textContent).toBe(`tab ${expected}`);
    expect(screen.getByRole("tabpanel", { name: `tab ${expected}` }).textContent).toBe(`panel ${expected}`);
  }
});

test("one tab alone is in the order of Tab", () => {
  render(<Shown />);
  expect(screen.getAllByRole("tab").map((tab) => tab.tabIndex)).toEqual([0, -1, -1]);
});
