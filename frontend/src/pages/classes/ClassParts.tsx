import { useMemo } from "react";
import type { DiagnosisView, RunView, ValidationBrief } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { ErrorBars } from "@/components/charts/ErrorBars";
import { KindLegend } from "@/components/charts/Kinds";
import { percent, score } from "@/lib/format/number";
import { picturesLink } from "@/lib/run/links";
import type { Wanted } from "@/lib/run/validation";
import { Block } from "../run/Block";
import { Findings } from "../run/Findings";
import { Gains } from "../run/Gains";
import overview from "../run/Overview.module.css";
import { seenOf } from "../run/view";
import { ClassFlows } from "./ClassFlows";
import { ClassNumbers } from "./ClassNumbers";
import { ClassValidations } from "./ClassValidations";
import { WorstPictures } from "./WorstPictures";

interface Props {
  run: RunView;
  index: number;
  validation: ValidationBrief;
  wanted: Wanted;
  diagnosis: DiagnosisView;
  onChoose(validation: number): void;
}

/** What is known of a class at one validation. */
export function ClassParts({ run, index, validation, wanted, diagnosis, onChoose }: Props) {
  const text = useText();
  const noClass = text.run.matrix.noClass;
  const seen = useMemo(
    () => seenOf({ run, validation, wanted, diagnosis }, noClass),
    [run, validation, wanted, diagnosis, noClass],
  );
  const result = diagnosis.classes.find((it) => it.index === index);
  if (!result) return null;
  return (
    <>
      <ClassNumbers seen={seen} result={result} />
      <WorstPictures seen={seen} result={result} />
      <div className={overview.pair}>
        <Findings seen={seen} of={index} />
        <Gains seen={seen} of={index} />
      </div>
      <ClassFlows seen={seen} index={index} />
      {result.iou !== null && (
        <Block title={text.classes.lost}>
          <KindLegend />
          <ErrorBars
            rows={[result]}
            unit="union"
            heads={{ missed: `← ${text.run.errors.missed}`, false: `${text.run.errors.false} →` }}
            nameOf={(row) => row.name}
            numberOf={(row) => score(row.iou)}
            linkOf={(_row, kind) => picturesLink(run.brief.id, validation.index, { classIndex: index, kind })}
            describe={(row, part) =>
              text.run.errors.part(
                row.name,
                text.run.errors[part.side],
                text.common.kinds[part.kind],
                percent(part.share),
                text.run.errors.partUnits.union,
              )
            }
          />
        </Block>
      )}
      <ClassValidations run={run} index={index} validation={validation} onChoose={onChoose} />
    </>
  );
}
