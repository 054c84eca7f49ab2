import type { ComparisonView } from "@/api/comparison";
import { ErrorState } from "@/components/ErrorState";
import type { CompareState } from "@/lib/compare/address";
import { Forest } from "./Forest";
import { KindTable } from "./KindTable";
import { MovedPictures } from "./MovedPictures";
import { PixelBlock } from "./PixelBlock";
import { Verdict } from "./Verdict";

interface Props {
  found: ComparisonView;
  state: CompareState;
  isCounting: boolean;
  countError: Error | null;
  onChange(change: Partial<CompareState>, step?: "push" | "replace"): void;
}

/** What came of a comparison: the verdict in words first, then what it rests on. */
export function Comparison({ found, state, isCounting, countError, onChange }: Props) {
  return (
    <>
      <Verdict found={found} />
      <Forest found={found} order={state.sort} onOrder={(sort) => onChange({ sort })} />
      <MovedPictures
        found={found}
        order={state.order}
        search={state}
        onOrder={(order) => onChange({ order })}
      />
      <KindTable found={found} />
      {countError ? (
        <ErrorState error={countError} />
      ) : (
        <PixelBlock
          found={found}
          isAsked={state.pixels}
          isCounting={isCounting}
          onAsk={() => onChange({ pixels: true })}
        />
      )}
    </>
  );
}
