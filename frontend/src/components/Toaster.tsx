import { useText } from "@/app/i18n/language";
import { useStore } from "@/lib/store/useStore";
import { Button } from "./Button";
import { IconButton } from "./IconButton";
import styles from "./Toaster.module.css";
import { dismiss, type Toast, toasts } from "./toasts";

/** Tells what was done and what failed; screen readers say it, too. */
export function Toaster() {
  const told = useStore(toasts);
  return (
    <div className={styles.place}>
      <div role="status">{told.filter((toast) => toast.kind === "done").map(show)}</div>
      <div role="alert">{told.filter((toast) => toast.kind === "error").map(show)}</div>
    </div>
  );
}

function show(toast: Toast) {
  return <ToastLine key={toast.id} toast={toast} />;
}

function ToastLine({ toast }: { toast: Toast }) {
  const text = useText().common;
  const { action } = toast;
  return (
    <div className={`${styles.toast} ${styles[toast.kind]}`}>
      <span aria-hidden="true">{toast.kind === "error" ? "⚠" : "✓"}</span>
      <p>{toast.message}</p>
      {action && (
        <Button
          onClick={() => {
            dismiss(toast.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={text.dismiss} onClick={() => dismiss(toast.id)}>
        ✕
      </IconButton>
    </div>
  );
}
