import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { boxesQuery, type PictureBrief, type RunView, runQuery, thumbnailUrl } from "@/api/pictures";
import { useLanguage, useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { Segmented } from "@/components/Segmented";
import { count } from "@/lib/format/number";
import { useKeys } from "@/lib/keys/useKeys";
import { paths } from "@/lib/paths/paths";
import { pictureLink } from "@/lib/picture/address";
import { listSearch, type PictureFilter, readFilter, wholeNumber, writeFilter } from "@/lib/picture/list";
import { useStore } from "@/lib/store/useStore";
import { Filters } from "./Filters";
import styles from "./Grid.module.css";
import { PictureGrid } from "./PictureGrid";
import { fileSize, SIZES, tileSize } from "./tile-size";
import { usePictureList } from "./usePictureList";

/** The pictures of a run, the costliest first. */
export default function PicturesPage() {
  const { run: id = "" } = useParams();
  const text = useText().picture;
  const run = useQuery(runQuery(id));
  if (run.data && run.data.validations.length > 0) return <Pictures key={id} run={run.data} />;
  return (
    <Page title={text.grid.title}>
      {run.error && <ErrorState error={run.error} page onRetry={() => void run.refetch()} />}
      {run.isPending && <Loading />}
      {run.data && <EmptyState title={text.noValidation} />}
    </Page>
  );
}

function Pictures({ run }: { run: RunView }) {
  const text = useText().picture.grid;
  const language = useLanguage();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const searchField = useRef<HTMLInputElement>(null);
  const [visible, setVisible] = useState<readonly [number, number]>([0, 0]);
  const size = useStore(tileSize);
  const id = run.brief.id;
  const asked = wholeNumber(query.get("validation"));
  const validation = asked ?? run.brief.best ?? run.validations.at(-1)?.index ?? 0;
  const filter = useMemo(() => readFilter(query), [query]);
  const listed = writeFilter(filter).toString();
  const list = usePictureList(id, validation, filter, visible);
  const boxes = useBoxes(id, validation, filter, visible);
  const onVisible = useCallback((first: number, last: number) => setVisible([first, last]), []);

  function show(change: { filter?: PictureFilter; validation?: number | null }): void {
    const chosen = change.validation === undefined ? asked : change.validation;
    const search = listSearch(change.filter ? writeFilter(change.filter).toString() : listed, chosen);
    navigate({ pathname: paths.pictures(id), search }, { replace: true, state: { keepFocus: true } });
  }

  useKeys(text.title, [{ keys: ["/"], label: text.keys.search, run: () => searchField.current?.focus() }]);

  const linkOf = useCallback(
    ({ sample }: PictureBrief, place: number): string =>
      pictureLink(id, sample, {
        validation: asked ?? undefined,
        only: [filter.classIndex, filter.taken].filter((index) => index !== null && index >= 0) as number[],
        box: boxes.get(sample),
        list: listed,
        place,
      }),
    [id, asked, filter, boxes, listed],
  );
  const side = fileSize(size, window.devicePixelRatio);
  const thumbnailOf = useCallback(
    (sample: string): string => thumbnailUrl(id, validation, sample, filter.classIndex, side),
    [id, validation, filter, side],
  );
  return (
    <Page title={text.of(run.brief.name)} hideTitle fill>
      <div className={styles.head}>
        <p className={styles.of}>
          <Link to={paths.run(id)}>{run.brief.name}</Link>
          <span aria-hidden="true"> / </span>
          <strong>{text.title}</strong>
        </p>
        <p role="status" className={styles.count}>
          {list.total === undefined ? "" : text.count(count(list.total, language), list.total)}
        </p>
        <Segmented
          label={text.size}
          value={size}
          options={SIZES.map((value) => ({ value, label: text.sizes[value] }))}
          onChange={tileSize.set}
        />
      </div>
      <Filters
        run={run}
        validation={validation}
        filter={filter}
        groups={list.groups}
        searchField={searchField}
        onValidation={(chosen) => show({ validation: chosen === run.brief.best ? null : chosen })}
        onFilter={(chosen) => show({ filter: chosen })}
      />
      {list.error && <ErrorState error={list.error} onRetry={list.retry} />}
      {!list.error && list.total === undefined && <Loading />}
      {list.total === 0 && <EmptyState title={text.none} />}
      {list.total !== undefined && list.total > 0 && (
        <PictureGrid
          key={`${validation} ${listed}`}
          list={list}
          total={list.total}
          size={size}
          start={wholeNumber(query.get("at"))}
          linkOf={linkOf}
          thumbnailOf={thumbnailOf}
          onVisible={onVisible}
        />
      )}
    </Page>
  );
}

/** Where the errors of the pictures on the screen are, so that a picture opens there. */
function useBoxes(
  run: string,
  validation: number,
  filter: PictureFilter,
  visible: readonly [number, number],
) {
  const { data } = useQuery(boxesQuery(run, validation, filter, visible[0]));
  return useMemo(() => new Map(data?.pictures.map((it) => [it.sample, it.box ?? null])), [data]);
}
