import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  addPin,
  deletePin,
  type PictureAddress,
  type PictureView,
  type Pin,
  pictureKeys,
  pictureQuery,
} from "@/api/pictures";
import { currentText } from "@/app/i18n/language";
import { tell, tellError } from "@/components/toasts";
import type { Point } from "@/lib/picture/view";
import type { Stage } from "../stage/stage";

const NONE: readonly Pin[] = [];

/** Notes at spots of a picture: reading, writing, taking away. */
export function useNotes({
  pins = NONE,
  stage,
  ...address
}: PictureAddress & { pins?: readonly Pin[]; stage: Stage }) {
  const client = useQueryClient();
  const { run, validation, split, sample } = address;
  const [isAdding, setAdding] = useState(false);
  const [spot, setSpot] = useState<Point | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture ends what was begun on this one
  useEffect(() => {
    setAdding(false);
    setSpot(null);
    setChosen(null);
  }, [run, sample]);

  // The same pins are seen at all validations of the picture.
  function keep(change: (pins: readonly Pin[]) => Pin[]): void {
    const { queryKey } = pictureQuery(run, validation, sample);
    client.setQueryData<PictureView>(queryKey, (view) => view && { ...view, pins: change(view.pins) });
    void client.invalidateQueries({
      queryKey: pictureKeys.pictures(run),
      predicate: (query) => query.queryKey.at(-1) === sample,
    });
  }

  const adding = useMutation({
    mutationFn: addPin,
    onSuccess: (pin) => {
      keep((before) => [...before.filter((it) => it.number !== pin.number), pin]);
      setChosen(pin.number);
      cancel();
    },
    onError: tellError,
  });
  const removing = useMutation({
    mutationFn: (pin: Pin) => deletePin(pin.number),
    onSuccess: (_, pin) => {
      keep((before) => before.filter((it) => it.number !== pin.number));
      const text = currentText().picture.notes;
      tell(text.removed, { label: text.undo, run: () => put({ x: pin.x ?? 0, y: pin.y ?? 0 }, pin.text) });
    },
    onError: tellError,
  });

  function put(where: Point, words: string): void {
    const size = stage.picture ?? { width: 1, height: 1 };
    const x = Math.min(Math.max(where.x, 0), size.width);
    const y = Math.min(Math.max(where.y, 0), size.height);
    adding.mutate({ run, split, sample, x, y, text: words });
  }

  function cancel(): void {
    setAdding(false);
    setSpot(null);
  }

  return {
    pins,
    isAdding,
    spot,
    chosen,
    begin: () => setAdding(true),
    cancel,
    /** Begin a note at a spot that is known. */
    beginAt(where: Point) {
      setAdding(true);
      setSpot({ x: where.x + 0.5, y: where.y + 0.5 });
    },
    tap(where: Point) {
      if (isAdding) setSpot(where);
    },
    save: (words: string) => spot && put(spot, words),
    choose(pin: Pin) {
      setChosen(pin.number);
      stage.goTo({ x: pin.x ?? 0, y: pin.y ?? 0 }, stage.mainSize);
    },
    remove: (pin: Pin) => removing.mutate(pin),
  };
}

export type NotesHandle = ReturnType<typeof useNotes>;
