import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";

export default function ClassPage() {
  const text = useText().classes;
  return <Page title={text.title}>{null}</Page>;
}
