import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { makeRow } from "@/lib/notebook/fixtures";
import { type Notebook, NotebookContext } from "../data/notebook";
import { CellInput, type Then } from "./CellInput";

const row = makeRow(3, { cells: { hypothesis: ["old words", 4] } });
const others = [makeRow(1, { cells: { tags: "loss, augment" } }), row];

/** A cell that is active, as the grid holds it. */
function Cell({
  field = "hypothesis",
  text = "old words",
  onSave,
}: {
  field?: string;
  text?: string;
  onSave: Saved;
}) {
  const [isEditing, setEditing] = useState(false);
  return (
    // The parts that a cell's field needs of the page are its rows.
    <NotebookContext value={{ rows: others } as unknown as Notebook}>
      <button type="button" onClick={() => setEditing(true)}>
        edit
      </button>
      <CellInput
        row={row}
        field={field}
        label="cell"
        describedBy=""
        text={text}
        isEditing={isEditing}
        onBegin={() => setEditing(true)}
        onSave={(said, base, then) => {
          setEditing(false);
          onSave(said, base, then);
        }}
        onCancel={() => setEditing(false)}
      />
    </NotebookContext>
  );
}

type Saved = (text: string, base: number, then: Then) => void;

function show(field?: string, text?: string) {
  const onSave = vi.fn<Saved>();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Cell field={field} text={text} onSave={onSave} />
    </QueryClientProvider>,
  );
  const input = screen.getByLabelText<HTMLTextAreaElement>("cell");
  const type = (value: string) => {
    input.value = value;
    input.setSelectionRange(value.length, value.length);
    fireEvent.input(input);
  };
  return { onSave, input, type };
}

test("the first key begins a new text, and Enter saves it on the version that was seen", () => {
  const { onSave, input, type } = show();
  type("n");
  type("new");
  fireEvent.keyDown(input, { key: "Enter" });
  expect(onSave).toHaveBeenCalledExactlyOnceWith("new", 4, "down");
});

test("F2 goes on with the old text; Tab saves and goes on, Escape leaves it", () => {
  const { onSave, input, type } = show();
  fireEvent.click(screen.getByText("edit"));
  expect(input.value).toBe("old words");
  type("old words, more");
  fireEvent.keyDown(input, { key: "Tab", shiftKey: true });
  expect(onSave).toHaveBeenLastCalledWith("old words, more", 4, "previous");
  fireEvent.click(screen.getByText("edit"));
  type("thrown away");
  fireEvent.keyDown(input, { key: "Escape" });
  expect(onSave).toHaveBeenCalledTimes(1);
  expect(input.value).toBe("");
});

test("a syllable that is put together is neither saved nor a command, and the Enter behind it saves", () => {
  const { onSave, input, type } = show();
  fireEvent.compositionStart(input);
  type("하");
  for (const key of ["Enter", "Escape", "Tab", "z"])
    fireEvent.keyDown(input, { key, isComposing: true, keyCode: 229, ctrlKey: key === "z" });
  type("한");
  expect(onSave).not.toHaveBeenCalled();
  fireEvent.compositionEnd(input);
  fireEvent.keyDown(input, { key: "Enter", keyCode: 13 });
  expect(onSave).toHaveBeenCalledExactlyOnceWith("한", 4, "down");
});

test("an Enter that an input method passes on as a line break saves once", () => {
  const { onSave, input, type } = show();
  fireEvent.compositionStart(input);
  type("글");
  fireEvent.keyDown(input, { key: "Process", code: "Enter", isComposing: true, keyCode: 229 });
  const lineBreak = new InputEvent("beforeinput", {
    inputType: "insertLineBreak",
    cancelable: true,
    bubbles: true,
  });
  fireEvent(input, lineBreak);
  expect(lineBreak.defaultPrevented).toBe(true);
  expect(onSave).toHaveBeenCalledExactlyOnceWith("글", 4, "down");
});

test("Shift+Enter is left to the field, Alt+Enter breaks the line", () => {
  const { onSave, input, type } = show();
  type("one");
  expect(fireEvent.keyDown(input, { key: "Enter", shiftKey: true })).toBe(true);
  fireEvent.keyDown(input, { key: "Enter", altKey: true });
  expect(input.value).toBe("one\n");
  expect(onSave).not.toHaveBeenCalled();
});

test("leaving the field, and the page, saves", () => {
  const { onSave, input, type } = show();
  act(() => input.focus());
  type("left");
  act(() => input.blur());
  expect(onSave).toHaveBeenLastCalledWith("left", 4, "stay");
  type("page");
  fireEvent(window, new Event("pagehide"));
  expect(onSave).toHaveBeenLastCalledWith("page", 4, "stay");
});

test("a tag is completed by the arrow and Enter, and the next Enter saves", () => {
  const { onSave, input, type } = show("tags", "");
  type("au");
  fireEvent.keyDown(input, { key: "ArrowDown" });
  fireEvent.keyDown(input, { key: "Enter" });
  expect(input.value).toBe("augment");
  fireEvent.keyDown(input, { key: "Enter" });
  expect(onSave).toHaveBeenCalledExactlyOnceWith("augment", 0, "down");
});

test("a status may be any word, or one of the list by a press", () => {
  const { onSave, input, type } = show("status", "");
  type("half done");
  fireEvent.keyDown(input, { key: "Enter" });
  expect(onSave).toHaveBeenLastCalledWith("half done", 0, "down");
  type("ado");
  fireEvent.pointerDown(screen.getByRole("option", { name: "adopted" }));
  expect(onSave).toHaveBeenLastCalledWith("adopted", 0, "stay");
});
