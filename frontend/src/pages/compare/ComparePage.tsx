import { useQuery } from "@tanstack/react-query";
import { comparisonQuery } from "@/api/comparison";
import { ApiError } from "@/api/errors";
import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { COMPARE_STATE } from "@/lib/compare/address";
import { useKeys } from "@/lib/keys/useKeys";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { ChooseTwo } from "./ChooseTwo";
import styles from "./Compare.module.css";
import { Comparison } from "./Comparison";
import { ComparePicture } from "./picture/ComparePicture";
import { Refused } from "./Refused";
import { SideBar } from "./SideBar";

/** Two sides, compared on the same pictures; with a picture in the address, that one pixel by pixel. */
export default function ComparePage() {
  const text = useText().compare;
  const [state, setState] = useUrlState(COMPARE_STATE);
  const { a, b, validation } = state;
  const sides = { a, b, validation };
  const plain = useQuery(comparisonQuery(sides, false));
  const counted = useQuery({
    ...comparisonQuery(sides, true),
    enabled: state.pixels && plain.data !== undefined,
  });
  const found = counted.data ?? plain.data;
  const isReady = a !== "" && b !== "";
  const swap = () => setState({ a: b, b: a, seeds: [state.seeds[1] ?? "0", state.seeds[0] ?? "0"] });

  useKeys(text.title, [{ keys: ["x"], label: text.sides.swap, run: swap }]);
  if (found && state.picture)
    return <ComparePicture found={found} state={state} onChange={setState} onSwap={swap} />;
  const title = found ? text.titled(found.a.name, found.b.name) : text.title;
  const { error } = plain;
  return (
    <Page title={title} hideTitle={found !== undefined}>
      <div className={styles.page}>
        <SideBar state={state} found={found} onChange={setState} onSwap={swap} />
        {!isReady && <ChooseTwo a={a} b={b} />}
        {isReady && plain.isPending && <Loading label={text.comparing} />}
        {error instanceof ApiError && error.code === "not_comparable" ? (
          <Refused reason={error.message} a={a} b={b} />
        ) : (
          error && <ErrorState error={error} onRetry={() => void plain.refetch()} />
        )}
        {found && !error && (
          <Comparison
            found={found}
            state={state}
            isCounting={counted.isFetching && counted.data === undefined}
            countError={counted.error}
            onChange={setState}
          />
        )}
      </div>
    </Page>
  );
}
