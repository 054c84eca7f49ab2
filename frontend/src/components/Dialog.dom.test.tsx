import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { Dialog } from "./Dialog";

function Opener({ onClose = () => undefined, field = false }: { onClose?(): void; field?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        open
      </button>
      <Dialog
        open={open}
        title="Rename"
        onClose={() => {
          onClose();
          setOpen(false);
        }}
      >
        {field ? <input aria-label="new name" /> : <p>words</p>}
      </Dialog>
    </>
  );
}

function openIt() {
  const button = screen.getByText("open");
  button.focus();
  fireEvent.click(button);
  return button;
}

test("it is named by its title, and a field in it has the focus", () => {
  render(<Opener field />);
  openIt();
  expect(screen.getByRole("dialog", { name: "Rename" })).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText("new name"));
});

test("Escape asks to close it, and the focus goes back to where it was", () => {
  const closed = vi.fn();
  render(<Opener onClose={closed} />);
  const button = openIt();
  fireEvent(screen.getByRole("dialog"), new Event("cancel", { cancelable: true }));
  expect(closed).toHaveBeenCalledOnce();
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(button);
});

test("a click beside it closes it, a click in it does not", () => {
  render(<Opener />);
  openIt();
  fireEvent.click(screen.getByText("words"));
  expect(screen.queryByRole("dialog")).not.toBeNull();
  fireEvent.click(screen.getByRole("dialog"));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("keys pressed in it do not reach the page's commands", () => {
  const heard = vi.fn();
  window.addEventListener("keydown", heard);
  render(<Opener field />);
  openIt();
  fireEvent.keyDown(screen.getByLabelText("new name"), { key: "x" });
  window.removeEventListener("keydown", heard);
  expect(heard).not.toHaveBeenCalled();
});
