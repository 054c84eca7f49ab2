import { useCallback, useMemo, useRef } from "react";
import { useLocation, useNavigate } from "react-router";
import { readState, type Shape, type State, writeState } from "./codecs";

/** `push` makes a step for the browser's Back; `replace`, which is usual, does not. */
export type Step = "push" | "replace";

/**
 * Keep a page's state in its address.
 *
 *     const SHAPE = { validation: number(), sort: choice(["iou", "lost"], "lost") };
 *     const [state, setState] = useUrlState(SHAPE);
 *     setState({ sort: "iou" });           // others stay
 *
 * @param shape A constant outside the component.
 */
export function useUrlState<S extends Shape>(
  shape: S,
): [State<S>, (change: Partial<State<S>>, step?: Step) => void] {
  const { search, pathname } = useLocation();
  const navigate = useNavigate();
  const place = useRef(pathname);
  place.current = pathname;
  const state = useMemo(() => readState(shape, new URLSearchParams(search)), [shape, search]);
  const setState = useCallback(
    (change: Partial<State<S>>, step: Step = "replace") => {
      // Not the drawn address but the newest: two changes may come between two drawings.
      const written = writeState(shape, new URLSearchParams(window.location.search), change);
      navigate(
        { pathname: place.current, search: written.toString(), hash: window.location.hash },
        { replace: step === "replace", preventScrollReset: true },
      );
    },
    [shape, navigate],
  );
  return [state, setState];
}
