import { Flows } from "./Flows";
import { MatrixBlock } from "./MatrixBlock";
import type { Seen } from "./view";

/** Which class is taken for which: the costliest as flows, all of them as a matrix. */
export default function ConfusionPart({ seen }: { seen: Seen }) {
  return (
    <>
      <MatrixBlock seen={seen} />
      <Flows seen={seen} />
    </>
  );
}
