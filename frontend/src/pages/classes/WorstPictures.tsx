import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type ClassResult, worstQuery } from "@/api/runs";
import { useLanguage, useText } from "@/app/i18n/language";
import { Thumbnail, ThumbnailLegend } from "@/components/charts/Thumbnail";
import { ErrorState } from "@/components/ErrorState";
import { LinkButton } from "@/components/LinkButton";
import { Skeleton } from "@/components/Loading";
import { Segmented } from "@/components/Segmented";
import { Select } from "@/components/Select";
import { count, score } from "@/lib/format/number";
import { ERROR_KINDS } from "@/lib/picture/list";
import { boxOf, listedPicture, picturesLink } from "@/lib/run/links";
import { choice, number } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Block } from "../run/Block";
import type { Seen } from "../run/view";
import styles from "./Class.module.css";

const KINDS = ["all", ...ERROR_KINDS] as const;
const ORDERS = ["lost", "iou", "pixels"] as const;
const SHAPE = {
  kind: choice(KINDS, "all"),
  order: choice(ORDERS, "lost"),
  taken: number({ least: -1, integer: true }),
};
const SHOWN = 14;

/** The pictures that cost the class the most, with its errors drawn over them. */
export function WorstPictures({ seen, result }: { seen: Seen; result: ClassResult }) {
  const text = useText().classes.worst;
  const kinds = useText().common.kinds;
  const language = useLanguage();
  const [state, setState] = useUrlState(SHAPE);
  const { run, validation, pairs, nameOf } = seen;
  const id = run.brief.id;
  const kind = state.kind === "all" ? null : state.kind;
  const filter = { classIndex: result.index, kind, taken: state.taken, order: state.order };
  const { data, error, refetch } = useQuery(
    worstQuery(id, validation.index, {
      class_index: result.index,
      ...(kind && { kind }),
      ...(state.taken !== null && { predicted: state.taken }),
      order: state.order,
      limit: SHOWN,
    }),
  );
  const taken = pairs.from(result.index);
  const total = data ? count(data.total, language) : "";
  return (
    <Block
      title={text.title}
      tools={
        <>
          <Segmented
            label={text.kind}
            value={state.kind}
            options={KINDS.map((value) => ({ value, label: value === "all" ? text.all : kinds[value] }))}
            onChange={(value) => setState({ kind: value })}
          />
          <Segmented
            label={text.order}
            value={state.order}
            options={ORDERS.map((value) => ({ value, label: text.orders[value] }))}
            onChange={(order) => setState({ order })}
          />
          <Select
            label={text.taken}
            value={String(state.taken ?? "")}
            options={[
              { value: "", label: text.any },
              ...taken.map((pair) => ({
                value: String(pair.predicted),
                label: nameOf(pair.predicted),
              })),
            ]}
            onChange={(value) => setState({ taken: value === "" ? null : Number(value) })}
          />
          {data && data.total > 0 && (
            <LinkButton kind="primary" to={picturesLink(id, validation.index, filter)}>
              {text.showAll(total)}
            </LinkButton>
          )}
        </>
      }
    >
      <ThumbnailLegend />
      {error && <ErrorState error={error} onRetry={refetch} />}
      {data?.total === 0 && <p>{text.none}</p>}
      <ol className={styles.pictures}>
        {!data &&
          !error &&
          Array.from({ length: Math.min(SHOWN, Math.max(result.images, 1)) }, (_, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places that wait are all alike
            <li key={place}>
              <Skeleton height="11rem" />
            </li>
          ))}
        {data?.pictures.map((picture, place) => {
          const box = boxOf(picture.box);
          return (
            <li key={picture.sample}>
              <Link
                className={styles.card}
                to={listedPicture(id, validation.index, picture.sample, filter, place, box)}
              >
                <Thumbnail
                  run={id}
                  validation={validation.index}
                  sample={picture.sample}
                  classIndex={result.index}
                  box={box}
                />
                <span className={styles.cardHead}>
                  <strong>{text.lost(score(picture.lost, 4))}</strong>
                  <span>{text.iou(score(picture.iou))}</span>
                  <span>{text.wrong(count(picture.wrong, language))}</span>
                </span>
                <span className={styles.sample}>{picture.sample}</span>
              </Link>
            </li>
          );
        })}
      </ol>
    </Block>
  );
}
