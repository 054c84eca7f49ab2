import { act, fireEvent, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, test, vi } from "vitest";
import { CellGrid } from "./CellGrid";

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  Element.prototype.scrollIntoView = () => undefined;
});

const heads = (names: string[]) => names.map((name) => ({ key: name, face: name }));
const look = () => ({ colour: "#ffffff", text: "" });

function show(props: Partial<Parameters<typeof CellGrid>[0]>) {
  render(
    <MemoryRouter>
      <CellGrid
        label="Confusions"
        rows={heads(["Paper", "Glass"])}
        columns={heads(["Paper", "Glass", "Metal"])}
        look={look}
        describe={(row, column) => `cell ${row} ${column}`}
        {...props}
      />
    </MemoryRouter>,
  );
}

test("arrows walk from cell to cell; the one that has the focus says what it is and leads on", () => {
  show({ linkOf: (row, column) => `/pictures/${row}/${column}` });
  const first = screen.getByRole("link", { name: "cell 0 0" });
  act(() => first.focus());
  fireEvent.keyDown(first, { key: "ArrowRight" });
  fireEvent.keyDown(screen.getByRole("link"), { key: "ArrowDown" });
  const now = screen.getByRole("link", { name: "cell 1 1" });
  expect(document.activeElement).toBe(now);
  expect(now.getAttribute("href")).toBe("/pictures/1/1");
  fireEvent.keyDown(now, { key: "ArrowDown" });
  expect(screen.getByRole("link", { name: "cell 1 1" })).toBeTruthy();
});

test("a cell without pictures is told, but leads nowhere", () => {
  show({ linkOf: (_row, column) => (column === 0 ? "/here" : null) });
  fireEvent.keyDown(screen.getByRole("link"), { key: "End" });
  expect(screen.queryByRole("link")).toBeNull();
  expect(screen.getByRole("button", { name: "cell 0 2" }).getAttribute("aria-disabled")).toBe("true");
});

test("where cells do something, a press does it for the cell that was reached", () => {
  const pressed = vi.fn();
  show({ onPress: pressed });
  fireEvent.keyDown(screen.getByRole("button"), { key: "ArrowRight" });
  fireEvent.click(screen.getByRole("button"));
  expect(pressed).toHaveBeenCalledExactlyOnceWith(0, 1);
});
