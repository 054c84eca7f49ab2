import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";

export default function ComparePage() {
  const text = useText().compare;
  return <Page title={text.title}>{null}</Page>;
}
