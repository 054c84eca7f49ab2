import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { diagnosisQuery, type RunView, runQuery } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { LinkButton } from "@/components/LinkButton";
import { Loading } from "@/components/Loading";
import { paths, withSearch } from "@/lib/paths/paths";
import { chooseValidation, validationCodec } from "@/lib/run/validation";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { NoValidation } from "../run/NoValidation";
import { ValidationBar } from "../run/ValidationBar";
import { ClassChoice } from "./ClassChoice";
import { ClassParts } from "./ClassParts";

const SHAPE = { validation: validationCodec };

/** One class of one run: its worst pictures, what it is confused with, and how it came to this. */
export default function ClassPage() {
  const { run: id = "", class: name = "" } = useParams();
  const text = useText().classes;
  const { data: run, error, refetch } = useQuery(runQuery(id));
  if (error && !run) return <ErrorState error={error} onRetry={refetch} page />;
  if (!run) {
    return (
      <Page title={name}>
        <Loading />
      </Page>
    );
  }
  const own = run.classes.find((it) => it.name === name);
  if (!own) {
    return (
      <Page title={name}>
        <EmptyState title={text.notHere} actions={<LinkButton to={paths.run(id)}>{text.toRun}</LinkButton>}>
          <p>{text.notHereWhy(name)}</p>
        </EmptyState>
      </Page>
    );
  }
  return <ClassOfRun run={run} index={own.index} key={`${id} ${name}`} />;
}

function ClassOfRun({ run, index }: { run: RunView; index: number }) {
  const text = useText().classes;
  const [state, setState] = useUrlState(SHAPE);
  const { id, name: runName, split } = run.brief;
  const own = run.classes[index];
  const validation = chooseValidation(run.validations, state.validation, split);
  const {
    data: diagnosis,
    error,
    refetch,
  } = useQuery({
    ...diagnosisQuery(id, validation?.index ?? 0),
    enabled: validation !== null,
  });
  const name = own?.name ?? "";
  return (
    <Page
      title={name}
      lead={
        <span>
          {text.inRun}{" "}
          <Link to={withSearch(paths.run(id), { validation: state.validation ?? undefined })}>{runName}</Link>
        </span>
      }
      actions={
        <>
          <ClassChoice run={run} index={index} diagnosis={diagnosis} wanted={state.validation} />
          <LinkButton to={paths.classTrend(name)}>{text.trendLink}</LinkButton>
        </>
      }
    >
      {!validation && <NoValidation run={run} />}
      {validation && (
        <ValidationBar
          run={run}
          validation={validation}
          wanted={state.validation}
          onChoose={(wanted) => setState({ validation: wanted })}
        />
      )}
      {error && !diagnosis && <ErrorState error={error} onRetry={refetch} />}
      {validation && !diagnosis && !error && <Loading />}
      {validation && diagnosis && (
        <ClassParts
          run={run}
          index={index}
          validation={validation}
          wanted={state.validation}
          diagnosis={diagnosis}
          onChoose={(wanted) => setState({ validation: wanted })}
        />
      )}
    </Page>
  );
}
