import type { ReactElement } from "react";
import { Button } from "../../../ui/button.tsx";
import styles from "./builder.module.css";
import { type Place, placeWords } from "./rule-text.ts";

interface SaveBarProps {
  saveLabel: string;
  isSaving: boolean;
  isChanged: boolean;
  /** What is wrong; undefined while that is not known yet. */
  places: readonly Place[] | undefined;
  onSave(): void;
  /** Leads to the first mistake. */
  onShow(): void;
  onDiscard?: (() => void) | undefined;
}

/** Stays in sight while there is something to save. */
export function SaveBar(props: SaveBarProps): ReactElement {
  const { saveLabel, isSaving, isChanged, places, onSave, onShow, onDiscard } = props;
  const hasMistakes = places !== undefined && places.length > 0;
  return (
    <div className={styles.saveBar}>
      <div className={styles.saveButtons}>
        <Button look="primary" icon="check" isBusy={isSaving} onClick={onSave}>
          {saveLabel}
        </Button>
        {onDiscard !== undefined && (
          <Button look="quiet" onClick={onDiscard}>
            Discard
          </Button>
        )}
      </div>
      <p role="status" className={styles.status}>
        {statusWords(places, isChanged)}
      </p>
      {hasMistakes && (
        <Button size="s" look="quiet" onClick={onShow}>
          Show
        </Button>
      )}
    </div>
  );
}

function statusWords(places: readonly Place[] | undefined, isChanged: boolean): string {
  if (places === undefined) return "Looking it over…";
  const [first] = places;
  if (first === undefined) return isChanged ? "Not saved yet." : "Ready to be saved.";
  return places.length === 1 ? placeWords(first) : `${places.length} mistakes are left.`;
}
