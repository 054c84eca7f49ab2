import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";

export default function RunPage() {
  const text = useText().run;
  return <Page title={text.title}>{null}</Page>;
}
