import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";

export default function RunsPage() {
  const text = useText().runs;
  return <Page title={text.title}>{null}</Page>;
}
