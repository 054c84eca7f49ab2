import { useState } from "react";
import type { Row } from "@/api/notebook";
import { useText } from "@/app/i18n/language";
import { useNotebook } from "../data/notebook";
import { Field } from "./Field";

/** The team's own columns. Those in which this row says nothing wait behind one line. */
export function OwnFields({ row }: { row: Row }) {
  const text = useText().notebook.panel;
  const { ownFields } = useNotebook();
  const [isOpen, setOpen] = useState(false);
  const said = ownFields.filter((field) => row.cells[field]?.text);
  const silent = ownFields.filter((field) => !row.cells[field]?.text);
  return (
    <>
      {said.map((field) => (
        <Field key={field} row={row} field={field} />
      ))}
      {silent.length > 0 && (
        <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{`${text.own}: ${silent.join(", ")}`}</summary>
          {isOpen && silent.map((field) => <Field key={field} row={row} field={field} />)}
        </details>
      )}
    </>
  );
}
