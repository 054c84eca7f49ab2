import { useMemo } from "react";
import { Link } from "react-router";
import type { ObjectBin } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { useDark } from "@/components/charts/useDark";
import { heat, inkOnHeat, LOST } from "@/lib/charts/heat";
import { sortBy } from "@/lib/charts/sort";
import { percent } from "@/lib/format/number";
import { classLink } from "@/lib/run/links";
import { Block } from "./Block";
import styles from "./Errors.module.css";
import type { Seen } from "./view";

const BINS = ["small", "medium", "large", "inside", "at the frame"] as const;

/** How much of small and large objects is found, and of those at the frame. */
export function ObjectTable({ seen }: { seen: Seen }) {
  const text = useText().run.errors;
  const { diagnosis, run, wanted } = seen;
  const found = useMemo(() => {
    const cells = new Map<string, ObjectBin>();
    for (const bin of [...diagnosis.sizes, ...diagnosis.places]) cells.set(`${bin.index} ${bin.bin}`, bin);
    return cells;
  }, [diagnosis]);
  const rows = sortBy(diagnosis.classes, (it) => it.iou, "up").filter((it) =>
    BINS.some((bin) => found.has(`${it.index} ${bin}`)),
  );
  return (
    <Block title={text.objects} why={text.objectsWhy}>
      {rows.length === 0 ? (
        <p>{text.noObjects}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.objects}>
            <thead>
              <tr>
                <td />
                {BINS.map((bin) => (
                  <th key={bin} scope="col">
                    {text.bins[bin]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.index}>
                  <th scope="row">
                    <Link to={classLink(run.brief.id, row.name, wanted)}>{row.name}</Link>
                  </th>
                  {BINS.map((bin) => (
                    <ObjectCell key={bin} bin={found.get(`${row.index} ${bin}`)} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Block>
  );
}

function ObjectCell({ bin }: { bin: ObjectBin | undefined }) {
  const text = useText().run.errors;
  const dark = useDark();
  if (!bin || bin.recall === null) return <td />;
  const ground = heat(LOST, 1 - bin.recall, dark);
  return (
    <td style={{ background: ground, color: inkOnHeat(ground) }}>
      <strong>{percent(bin.recall)}</strong>{" "}
      <span className={styles.few}>
        {text.missedOf(bin.missed, bin.objects)}
        {bin.invented > 0 && ` · ${text.invented(bin.invented)}`}
      </span>
    </td>
  );
}
