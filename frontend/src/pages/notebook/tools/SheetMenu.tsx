import { type SheetFormat, sheetAddress } from "@/api/notebook";
import { useText } from "@/app/i18n/language";
import { Menu } from "@/components/Menu";
import { tell, tellError } from "@/components/toasts";

const FORMATS: readonly SheetFormat[] = ["xlsx", "csv", "tsv"];

/** The notebook as a file, and a file into the notebook. */
export function SheetMenu({ onImport }: { onImport(): void }) {
  const all = useText();
  const text = all.notebook.tools;

  function copyLink(): void {
    navigator.clipboard.writeText(window.location.href).then(() => tell(all.common.copied), tellError);
  }

  return (
    <Menu
      label={text.sheet}
      items={[
        ...FORMATS.map((format) => ({
          label: text.export(format.toUpperCase()),
          run: () => window.location.assign(sheetAddress(format)),
        })),
        { label: text.import, run: onImport },
        { label: text.copyLink, run: copyLink },
      ]}
    />
  );
}
