import { Link } from "react-router";
import { paths } from "@/lib/paths/paths";
import { useText } from "./i18n/language";
import { Page } from "./Page";

/** Nothing is at this address; also for a run or a picture that is not there. */
export function NotFound() {
  const text = useText().common.error;
  return (
    <Page title={text.notFound}>
      <p>{text.notFoundWhy}</p>
      <p>
        <Link to={paths.notebook()}>{text.home}</Link>
      </p>
    </Page>
  );
}
