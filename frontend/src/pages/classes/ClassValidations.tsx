import type { RunView, ValidationBrief } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Trend } from "@/components/charts/Trend";
import { LinkButton } from "@/components/LinkButton";
import { score } from "@/lib/format/number";
import { paths } from "@/lib/paths/paths";
import { alongside } from "@/lib/run/validation";
import { Block } from "../run/Block";

interface Props {
  run: RunView;
  index: number;
  validation: ValidationBrief;
  onChoose(validation: number): void;
}

/** The class's IoU over this run's validations; a press on a point shows that validation. */
export function ClassValidations({ run, index, validation, onChoose }: Props) {
  const text = useText().classes;
  const own = alongside(run.validations, validation);
  const points = own.map((it) => ({
    key: String(it.index),
    value: it.iou[index] ?? null,
    title: text.trendPoint(it.epoch, score(it.iou[index])),
  }));
  if (own.length < 2) return null;
  const [first, last] = [own[0], own.at(-1)];
  return (
    <Block
      title={text.trend}
      tools={<LinkButton to={paths.classTrend(run.classes[index]?.name ?? "")}>{text.trendLink}</LinkButton>}
    >
      <Trend
        label={`${text.trend}: ${points.map((point) => point.title).join(", ")}`}
        points={points}
        chosen={own.indexOf(validation)}
        ends={first && last && [text.epoch(first.epoch), text.epoch(last.epoch)]}
        onPick={(at) => {
          const picked = own[at];
          if (picked) onChoose(picked.index);
        }}
      />
    </Block>
  );
}
