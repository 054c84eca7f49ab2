import type { MeetingView } from "@/api/meetings";
import type { Screen } from "@/lib/meeting/screens";
import { Finished } from "./parts/Finished";
import { Moved } from "./parts/Moved";
import { Questions } from "./parts/Questions";
import { Said } from "./parts/Said";
import { Summary } from "./parts/Summary";
import { Talk } from "./parts/Talk";
import { Unfinished } from "./parts/Unfinished";

/** One section of a meeting; notes are apart, for they are written. */
export function Section({ screen, meeting }: { screen: Screen; meeting: MeetingView }) {
  switch (screen.kind) {
    case "summary":
      return <Summary meeting={meeting} />;
    case "finished":
      return <Finished meeting={meeting} />;
    case "moved":
      return <Moved meeting={meeting} />;
    case "picture":
      return <Talk meeting={meeting} index={screen.index} />;
    case "unfinished":
      return <Unfinished meeting={meeting} />;
    case "questions":
      return <Questions meeting={meeting} />;
    case "said":
      return <Said meeting={meeting} />;
    case "notes":
      return null;
  }
}
