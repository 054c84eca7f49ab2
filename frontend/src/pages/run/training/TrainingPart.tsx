import type { RunView, ValidationBrief } from "@/api/runs";
import { Curves } from "./Curves";
import { HeatMap } from "./HeatMap";

interface Props {
  run: RunView;
  validation: ValidationBrief | null;
  onChoose(validation: number): void;
}

/** How the training went: each class over the validations, and all curves. */
export default function TrainingPart({ run, validation, onChoose }: Props) {
  return (
    <>
      {validation && <HeatMap run={run} validation={validation} onChoose={onChoose} />}
      <Curves run={run} validation={validation} />
    </>
  );
}
