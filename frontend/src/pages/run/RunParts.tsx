import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { diagnosisQuery, type RunView, type ValidationBrief } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { ErrorState } from "@/components/ErrorState";
import { Skeleton } from "@/components/Loading";
import { Tabs } from "@/components/Tabs";
import { chooseValidation, validationCodec, type Wanted } from "@/lib/run/validation";
import { choice } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { NoValidation } from "./NoValidation";
import { OverviewPart } from "./OverviewPart";
import styles from "./RunPage.module.css";
import { ValidationBar } from "./ValidationBar";
import { type Seen, seenOf } from "./view";

const TrainingPart = lazy(() => import("./training/TrainingPart"));
const ConfusionPart = lazy(() => import("./ConfusionPart"));
const ErrorPart = lazy(() => import("./ErrorPart"));
const SuspectPart = lazy(() => import("./SuspectPart"));
const ConfigPart = lazy(() => import("./config/ConfigPart"));

const PARTS = ["overview", "training", "confusions", "errors", "labels", "config"] as const;
type Part = (typeof PARTS)[number];
const UNMEASURED: readonly Part[] = ["overview", "training", "config"];
const SHAPE = { validation: validationCodec, part: choice(PARTS, "overview") };

/** The parts of a run's page below its head; one validation is shown in all of them. */
export function RunParts({ run }: { run: RunView }) {
  const text = useText().run;
  const [state, setState] = useUrlState(SHAPE);
  const { id, split } = run.brief;
  const validation = chooseValidation(run.validations, state.validation, split);
  const {
    data: diagnosis,
    error,
    refetch,
    isPlaceholderData: isOld,
  } = useQuery({
    ...diagnosisQuery(id, validation?.index ?? 0),
    enabled: validation !== null,
  });
  const suspects = diagnosis?.suspects.length;
  // Without a validation most parts have nothing to show.
  const parts = validation ? PARTS : UNMEASURED;
  const part = parts.find((it) => it === state.part) ?? "overview";
  const tabs = parts.map((value) => ({
    value,
    label: value === "labels" && suspects ? `${text.tabs.labels} (${suspects})` : text.tabs[value],
  }));
  const content = {
    run,
    validation,
    wanted: state.validation,
    diagnosis,
    failed: error && !diagnosis ? <ErrorState error={error} onRetry={refetch} /> : null,
  };
  return (
    <>
      {validation && (
        <ValidationBar
          run={run}
          validation={validation}
          wanted={state.validation}
          onChoose={(wanted) => setState({ validation: wanted })}
        />
      )}
      <Tabs label={text.tabs.label} value={part} tabs={tabs} onChange={(next) => setState({ part: next })}>
        <div className={`${styles.part} ${isOld ? styles.old : ""}`} aria-busy={isOld}>
          <Suspense fallback={<Waiting />}>
            <PartOf part={part} {...content} onChoose={(index) => setState({ validation: index })} />
          </Suspense>
        </div>
      </Tabs>
    </>
  );
}

interface ContentProps {
  part: Part;
  run: RunView;
  validation: ValidationBrief | null;
  wanted: Wanted;
  diagnosis: Seen["diagnosis"] | undefined;
  failed: React.ReactNode;
  onChoose(validation: number): void;
}

function PartOf({ part, run, validation, wanted, diagnosis, failed, onChoose }: ContentProps) {
  const noClass = useText().run.matrix.noClass;
  const seen = useMemo<Seen | null>(() => {
    if (!validation || !diagnosis) return null;
    return seenOf({ run, validation, wanted, diagnosis }, noClass);
  }, [run, validation, wanted, diagnosis, noClass]);

  if (part === "config") return <ConfigPart run={run} />;
  if (part === "training") return <TrainingPart run={run} validation={validation} onChoose={onChoose} />;
  if (!validation) return <NoValidation run={run} />;
  if (failed) return failed;
  if (!seen) return <Waiting />;
  if (part === "confusions") return <ConfusionPart seen={seen} />;
  if (part === "errors") return <ErrorPart seen={seen} />;
  if (part === "labels") return <SuspectPart seen={seen} />;
  return <OverviewPart seen={seen} />;
}

/** Holds about the room of what comes. */
function Waiting() {
  return (
    <div className={styles.waiting}>
      <Skeleton height="5rem" />
      <Skeleton height="18rem" />
      <Skeleton height="24rem" />
    </div>
  );
}
