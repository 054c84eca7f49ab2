import { useRef, useState } from "react";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { bytes } from "@/lib/format/number";
import styles from "./Dialogs.module.css";

interface Props {
  file: File | null;
  onFile(file: File): void;
}

/** Takes a file: by the system's dialog, or dropped. */
export function FilePick({ file, onFile }: Props) {
  const text = useText().notebook.sheet;
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button within does the same
    <div
      className={isOver ? `${styles.file} ${styles.over}` : styles.file}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const dropped = event.dataTransfer.files[0];
        if (dropped) onFile(dropped);
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.xlsx"
        aria-label={text.choose}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onFile(chosen);
          event.target.value = ""; // the same file, changed meanwhile, is a choice, too
        }}
      />
      <Button onClick={() => input.current?.click()}>{file ? text.another : text.choose}</Button>
      <span>{file ? `${file.name} · ${bytes(file.size)}` : `${text.kinds} ${text.drop}`}</span>
    </div>
  );
}
