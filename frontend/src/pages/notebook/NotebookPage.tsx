import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";

export default function NotebookPage() {
  const text = useText().notebook;
  return <Page title={text.title}>{null}</Page>;
}
