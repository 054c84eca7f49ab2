import type { PictureChange } from "@/api/comparison";
import { useLanguage, useText } from "@/app/i18n/language";
import { IconButton } from "@/components/IconButton";
import { Select } from "@/components/Select";
import { MOVED_ORDERS, type MovedOrder, type MovedPlace } from "@/lib/compare/moved";
import { count } from "@/lib/format/number";
import styles from "./ComparePicture.module.css";

interface Props {
  place: MovedPlace<PictureChange>;
  order: MovedOrder;
  onStep(by: 1 | -1): void;
  onOrder(order: MovedOrder): void;
}

/** Steps through the pictures that moved. */
export function StepBar({ place, order, onStep, onOrder }: Props) {
  const all = useText().compare;
  const text = all.picture;
  const language = useLanguage();
  const total = count(place.total, language);
  return (
    <nav className={styles.steps} aria-label={text.list}>
      <Select
        label={all.moved.order}
        hideLabel
        value={order}
        options={MOVED_ORDERS.map((value) => ({ value, label: all.moved.orders[value] }))}
        onChange={onOrder}
      />
      <IconButton label={text.previous} shortcut="←" disabled={!place.previous} onClick={() => onStep(-1)}>
        ←
      </IconButton>
      <span className={styles.place}>
        {place.at === -1 ? text.elsewhere(total) : text.place(count(place.at + 1, language), total)}
      </span>
      <IconButton label={text.next} shortcut="→" disabled={!place.next} onClick={() => onStep(1)}>
        →
      </IconButton>
    </nav>
  );
}
