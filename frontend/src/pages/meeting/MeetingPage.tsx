import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";

export default function MeetingPage() {
  const text = useText().meeting;
  return <Page title={text.title}>{null}</Page>;
}
