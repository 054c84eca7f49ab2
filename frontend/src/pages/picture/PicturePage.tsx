import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { runQuery } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { Workbench } from "./Workbench";

/** One picture of a run. */
export default function PicturePage() {
  const { run: id = "", "*": sample = "" } = useParams();
  const text = useText().picture;
  const run = useQuery(runQuery(id));
  if (run.data && run.data.validations.length > 0)
    return <Workbench key={id} run={run.data} sample={sample} />;
  return (
    <Page title={text.named(sample)}>
      {run.error && <ErrorState error={run.error} page onRetry={() => void run.refetch()} />}
      {run.isPending && <Loading />}
      {run.data && <EmptyState title={text.noValidation} />}
    </Page>
  );
}
