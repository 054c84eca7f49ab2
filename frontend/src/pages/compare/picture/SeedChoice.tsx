import type { ComparisonView } from "@/api/comparison";
import { useText } from "@/app/i18n/language";
import { IconButton } from "@/components/IconButton";
import { Select } from "@/components/Select";
import type { Change } from "./ComparePicture";
import styles from "./ComparePicture.module.css";

interface Props {
  found: ComparisonView;
  seeds: readonly [number, number];
  onChange: Change;
  onSwap(): void;
}

/** Which sides these are; of several runs a side one is looked at. */
export function SeedChoice({ found, seeds, onChange, onSwap }: Props) {
  const all = useText().compare;
  const text = all.picture;
  const choice = (place: 0 | 1) => {
    const side = place === 0 ? found.a : found.b;
    const letter = place === 0 ? "A" : "B";
    if (side.runs.length < 2) return null;
    return (
      <Select
        label={text.seed(letter)}
        value={String(seeds[place])}
        options={side.runs.map((run, index) => ({
          value: String(index),
          label: text.seedOf(index + 1, run.name, run.seed === null ? "" : String(run.seed)),
        }))}
        onChange={(value) =>
          onChange({ seeds: seeds.map((old, at) => (at === place ? value : String(old))) })
        }
      />
    );
  };
  return (
    <div className={styles.steps}>
      {choice(0)}
      <IconButton label={all.sides.swap} shortcut="x" onClick={onSwap}>
        ⇄
      </IconButton>
      {choice(1)}
    </div>
  );
}
