import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { runQuery } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { RunActions, RunLead } from "./RunHead";
import { RunParts } from "./RunParts";

/** What is known of one run, at one of its validations: what fails, why, and what to try. */
export default function RunPage() {
  const { run: id = "" } = useParams();
  const text = useText().run;
  const { data: run, error, refetch } = useQuery(runQuery(id));
  if (error && !run) return <ErrorState error={error} onRetry={refetch} page />;
  if (!run) {
    return (
      <Page title={text.title}>
        <Loading />
      </Page>
    );
  }
  return (
    <Page title={run.brief.name} actions={<RunActions run={run} />} lead={<RunLead run={run} />}>
      <RunParts run={run} key={run.brief.id} />
    </Page>
  );
}
