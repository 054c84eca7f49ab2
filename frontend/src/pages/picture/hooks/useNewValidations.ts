import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onServerEvent } from "@/api/events";
import { pictureKeys } from "@/api/pictures";

/** While a run trains, its pictures get new epochs: they are asked for when there is one more, and not at each step. */
export function useNewValidations(run: string, known: number): void {
  const client = useQueryClient();
  useEffect(
    () =>
      onServerEvent("run", ({ id, validations }) => {
        if (id !== run || validations === known) return;
        void client.invalidateQueries({ queryKey: pictureKeys.pictures(run) });
      }),
    [client, run, known],
  );
}
