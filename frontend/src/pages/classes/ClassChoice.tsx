import { useNavigate } from "react-router";
import type { DiagnosisView, RunView } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { IconButton } from "@/components/IconButton";
import { Select } from "@/components/Select";
import { sortBy } from "@/lib/charts/sort";
import { score } from "@/lib/format/number";
import { useKeys } from "@/lib/keys/useKeys";
import { classLink } from "@/lib/run/links";
import type { Wanted } from "@/lib/run/validation";

interface Props {
  run: RunView;
  index: number;
  diagnosis: DiagnosisView | undefined;
  wanted: Wanted;
}

/** Goes to another class of the run; the weakest is the first. */
export function ClassChoice({ run, index, diagnosis, wanted }: Props) {
  const text = useText().classes;
  const navigate = useNavigate();
  const ious = new Map(diagnosis?.classes.map((it) => [it.index, it.iou]));
  const sorted = sortBy(run.classes, (it) => ious.get(it.index), "up");
  const at = sorted.findIndex((it) => it.index === index);
  const [before, after] = [sorted[at - 1], sorted[at + 1]];
  const go = (name: string | undefined) => {
    if (name !== undefined) navigate(classLink(run.brief.id, name, wanted), { state: { keepFocus: true } });
  };
  useKeys(text.title, [
    { keys: ["k"], label: text.previous, run: () => go(before?.name) },
    { keys: ["j"], label: text.next, run: () => go(after?.name) },
  ]);
  return (
    <>
      <IconButton label={text.previous} shortcut="k" disabled={!before} onClick={() => go(before?.name)}>
        ◀
      </IconButton>
      <Select
        label={text.choose}
        hideLabel
        value={String(index)}
        options={sorted.map((it) => ({
          value: String(it.index),
          label: diagnosis ? `${it.name} ${score(ious.get(it.index))}` : it.name,
        }))}
        onChange={(value) => go(run.classes[Number(value)]?.name)}
      />
      <IconButton label={text.next} shortcut="j" disabled={!after} onClick={() => go(after?.name)}>
        ▶
      </IconButton>
    </>
  );
}
