import { useState } from "react";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { useText } from "./i18n/language";
import { NameForm } from "./NameForm";
import { useName } from "./useName";

/** Says who is here, and lets that be changed. */
export function NameButton() {
  const text = useText().shell.name;
  const { name } = useName();
  const [open, setOpen] = useState(false);
  if (!name) return null;
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)} title={text.change} aria-label={text.current(name)}>
        {name}
      </Button>
      <Dialog open={open} title={text.change} onClose={() => setOpen(false)}>
        <NameForm onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
