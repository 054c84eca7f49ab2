import { useEffect, useState } from "react";
import { useText } from "@/app/i18n/language";
import styles from "./Grid.module.css";
import { keptThumbnail, loadThumbnail } from "./thumbnails";

/** Who scrolls past asks for nothing. */
const REST = 60;

/** A small picture with its errors; asked for while it is on the screen. */
export function Thumbnail({ url }: { url: string }) {
  const text = useText().picture.grid;
  const [loaded, setLoaded] = useState<{ url: string; address: string | null }>();
  const address = loaded?.url === url ? loaded.address : keptThumbnail(url);

  useEffect(() => {
    if (keptThumbnail(url)) return;
    const user = new AbortController();
    const load = () =>
      loadThumbnail(url, user.signal).then(
        (found) => setLoaded({ url, address: found }),
        () => {
          if (!user.signal.aborted) setLoaded({ url, address: null });
        },
      );
    const timer = setTimeout(load, REST);
    return () => {
      clearTimeout(timer);
      user.abort();
    };
  }, [url]);

  if (address === null) return <span className={styles.gone}>{text.noThumbnail}</span>;
  return address ? <img src={address} alt="" draggable={false} /> : <span className={styles.coming} />;
}
