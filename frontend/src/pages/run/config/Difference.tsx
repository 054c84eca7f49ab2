import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { differenceQuery, type RunView } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { paths } from "@/lib/paths/paths";
import { text as textCodec } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Block } from "../Block";
import { RunPicker } from "../RunPicker";
import styles from "./Config.module.css";

const SHAPE = { against: textCodec() };

/** What the config changes against its parent's or any other run's: in words, and both values. */
export function Difference({ run }: { run: RunView }) {
  const text = useText().run.config;
  const [state, setState] = useUrlState(SHAPE);
  const { id } = run.brief;
  const against = state.against || (run.parent?.id ?? "");
  const { data, error } = useQuery({ ...differenceQuery(id, against), enabled: against !== "" });
  return (
    <Block
      title={text.difference}
      tools={
        <>
          {data && (
            <span>
              {text.against} <Link to={paths.run(data.against.id)}>{data.against.name}</Link>
              {data.against.id === run.parent?.id && ` (${text.parent})`}
            </span>
          )}
          <RunPicker
            label={text.chooseRun}
            leaveOut={[id, against]}
            onPick={(picked) => setState({ against: picked === run.parent?.id ? "" : picked })}
          />
        </>
      }
    >
      {against === "" && <p>{text.noParent}</p>}
      {error && <ErrorState error={error} />}
      {against !== "" && !data && !error && <Loading />}
      {data?.changes.length === 0 && <p>{text.same}</p>}
      {data && data.changes.length > 0 && (
        <>
          <ul className={styles.sentences}>
            {data.changes.map((change) => (
              <li key={`${change.path} ${change.before}`}>{change.sentence}</li>
            ))}
          </ul>
          <div className={styles.scroll}>
            <table className={styles.changes}>
              <thead>
                <tr>
                  <th scope="col">{text.columns.path}</th>
                  <th scope="col">{text.columns.before}</th>
                  <th scope="col">{text.columns.after}</th>
                </tr>
              </thead>
              <tbody>
                {data.changes.map((change) => (
                  <tr key={`${change.path} ${change.before}`}>
                    <th scope="row">
                      <code>{change.path}</code>
                    </th>
                    <Value text={change.before} sign="−" className={styles.before} />
                    <Value text={change.after} sign="+" className={styles.after} />
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Block>
  );
}

function Value({ text, sign, className }: { text: string; sign: string; className: string | undefined }) {
  const absent = useText().run.config.notThere;
  if (text === "") return <td className={styles.absent}>{absent}</td>;
  return (
    <td className={className}>
      <span aria-hidden="true">{sign}</span> <code>{text}</code>
    </td>
  );
}
