import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { type PictureState, readable, readState, writeState } from "@/lib/picture/address";
import type { Look } from "@/lib/picture/look";
import type { DrawnClass } from "@/lib/picture/palette";
import type { Stage } from "../stage/stage";

/** Browsers allow some hundred changes of the address a minute, sliders make thousands. */
const REST = 250;

/** All that the page shows but where it looks, which the stage holds. */
export type Shown = Omit<PictureState, "aim" | "box">;

export interface PictureStateHandle {
  shown: Shown;
  change(change: Partial<Shown>): void;
  changeLook(change: Partial<Look>): void;
  /** The query of an address that shows the same of another picture, from afar. */
  queryFor(change: Partial<Shown>): string;
}

/** Keep what is shown in the address, and show what the address says. */
export function usePictureState(classes: readonly DrawnClass[], stage: Stage): PictureStateHandle {
  const { search } = useLocation();
  const navigate = useNavigate();
  const written = useRef<string | null>(null);
  const [read, setRead] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>(() => readState(new URLSearchParams(search), classes));
  const newest = useRef(shown);
  newest.current = shown;
  if (read !== search) {
    setRead(search);
    // What this page wrote itself may be older than what is shown.
    if (written.current !== search) setShown(readState(new URLSearchParams(search), classes));
  }

  useEffect(() => {
    if (written.current === search) return;
    const { aim, box } = readState(new URLSearchParams(search), classes);
    if (aim) stage.setAim(aim);
    else stage.lookAround(box);
  }, [search, classes, stage]);

  const write = useCallback(() => {
    const text = searchOf({ ...newest.current, aim: stage.aim.get(), box: stage.box.get() }, classes);
    if (text === window.location.search) return;
    written.current = text;
    const { pathname, hash } = window.location;
    navigate(
      { pathname, search: text, hash },
      { replace: true, preventScrollReset: true, state: { keepFocus: true } },
    );
  }, [classes, navigate, stage]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is written when it rests
  useEffect(() => {
    let timer = setTimeout(write, REST);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(write, REST);
    };
    const ends = [stage.aim.subscribe(again), stage.box.subscribe(again)];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [shown, write, stage]);

  const change = useCallback((more: Partial<Shown>) => setShown((before) => ({ ...before, ...more })), []);
  const changeLook = useCallback(
    (more: Partial<Look>) => setShown((before) => ({ ...before, look: { ...before.look, ...more } })),
    [],
  );
  const queryFor = useCallback(
    (more: Partial<Shown>) => searchOf({ ...newest.current, ...more, aim: null, box: null }, classes),
    [classes],
  );
  return { shown, change, changeLook, queryFor };
}

function searchOf(state: PictureState, classes: readonly DrawnClass[]): string {
  const text = readable(writeState(state, classes));
  return text && `?${text}`;
}
