import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Link, useLocation } from "react-router";
import { dropView, keepView, type SavedView, viewsQuery } from "@/api/notebook";
import { queryKeys } from "@/api/query-keys";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { IconButton } from "@/components/IconButton";
import { Popover } from "@/components/Popover";
import { tell, tellError } from "@/components/toasts";
import { isNotebookView, viewAddress } from "@/lib/notebook/address";
import styles from "./Tools.module.css";

/** Views that the team keeps: filter, order, groups and columns under a name. */
export function ViewsMenu() {
  const text = useText().notebook.tools;
  const { search } = useLocation();
  const now = viewAddress(search);
  const views = (useQuery(viewsQuery()).data ?? []).filter((view) => isNotebookView(view.address));
  const current = views.find((view) => viewAddress(view.address.slice(1)) === now && now !== "/");
  return (
    <Popover label={text.views} face={current ? `${text.views}: ${current.name}` : text.views}>
      <div className={styles.views}>
        {views.length === 0 && <p className={styles.hint}>{text.noViews}</p>}
        <ul className={styles.columns}>
          {views.map((view) => (
            <ViewLine key={view.name} view={view} isCurrent={view === current} />
          ))}
        </ul>
        <KeepView address={now} />
      </div>
    </Popover>
  );
}

function ViewLine({ view, isCurrent }: { view: SavedView; isCurrent: boolean }) {
  const text = useText().notebook.tools;
  const client = useQueryClient();
  const drop = useMutation({
    mutationFn: () => dropView(view.name),
    onSuccess: (left) => client.setQueryData(queryKeys.views, left),
    onError: tellError,
  });
  return (
    <li>
      <Link
        to={view.address}
        className={styles.view}
        aria-current={isCurrent ? "true" : undefined}
        title={view.author}
      >
        {view.name}
      </Link>
      <IconButton label={text.dropView(view.name)} onClick={() => drop.mutate()}>
        ✕
      </IconButton>
    </li>
  );
}

function KeepView({ address }: { address: string }) {
  const text = useText().notebook.tools;
  const client = useQueryClient();
  const [name, setName] = useState("");
  const id = useId();
  const keep = useMutation({
    mutationFn: () => keepView(name.trim(), address),
    onSuccess(view) {
      void client.invalidateQueries({ queryKey: queryKeys.views });
      setName("");
      tell(text.viewKept(view.name));
    },
    onError: tellError,
  });
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) keep.mutate();
      }}
    >
      <label htmlFor={id} className={styles.hint}>
        {text.keepView}
      </label>
      <input
        id={id}
        value={name}
        placeholder={text.viewName}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={!name.trim() || keep.isPending}>
        +
      </Button>
    </form>
  );
}
