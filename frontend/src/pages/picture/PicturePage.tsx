import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";

export default function PicturePage() {
  const text = useText().picture;
  return <Page title={text.title}>{null}</Page>;
}
