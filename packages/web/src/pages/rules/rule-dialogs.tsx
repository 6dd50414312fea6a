import { type ReactElement, useState } from "react";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { RadioGroup } from "../../ui/choice.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import styles from "./panels.module.css";

interface RuleDialogProps {
  rule: string;
  name: string;
  isOpen: boolean;
  onClose(): void;
}

/** What undoing would take back, and what not. */
function UndoPreview({ rule }: { rule: string }): ReactElement {
  const preview = useApi("undo.preview", { path: me, body: { what: "rule", ruleId: rule } });
  return (
    <Loaded query={preview} skeleton={<SkeletonRows count={3} label="Looking at what it did" />}>
      {({ takesBack, leaves, told }) => (
        <div className={styles.part}>
          <p className={styles.big}>
            {takesBack.length === 0 ? "There is nothing to take back" : `Takes back ${takesBack.length}`}
          </p>
          {takesBack.length > 0 && (
            <ul className={styles.list} aria-label="What is taken back">
              {takesBack.slice(0, 20).map(({ did, at, why }) => (
                <li key={`${did}${at}`}>
                  {did}
                  {why !== null && <span className={styles.soft}>{why}</span>}
                </li>
              ))}
              {takesBack.length > 20 && <li className={styles.soft}>and {takesBack.length - 20} more</li>}
            </ul>
          )}
          {leaves.length > 0 && (
            <details>
              <summary>Leaves {leaves.length} as they are</summary>
              <ul className={styles.list}>
                {leaves.slice(0, 50).map(({ did, at, why }) => (
                  <li key={`${did}${at}`}>
                    {did}
                    {why !== null && <span className={styles.soft}>{why}</span>}
                  </li>
                ))}
              </ul>
            </details>
          )}
          {told !== null && <p className={styles.soft}>{told}</p>}
        </div>
      )}
    </Loaded>
  );
}

/** Takes back what the rule did; the rule stays as it is. */
export function UndoDialog({ rule, name, isOpen, onClose }: RuleDialogProps): ReactElement {
  const undo = useAct("undo.start", {
    done: "It is being taken back. The page Undo shows how far it is.",
    showsTrouble: true,
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Take back what “${name}” did?`}
      lead="The rule stays, and does not do again what was taken back."
      confirm="Take it back"
      isDanger
      onConfirm={() => undo.mutateAsync({ path: me, body: { what: "rule", ruleId: rule } })}
    >
      {isOpen && <UndoPreview rule={rule} />}
    </ConfirmDialog>
  );
}

type Way = "keep" | "revert";

/** Switches the rule off, and takes back what it did if one likes. */
export function SwitchOffDialog({ rule, name, isOpen, onClose }: RuleDialogProps): ReactElement {
  const [way, setWay] = useState<Way>("keep");
  const off = useAct("rules.set_enabled", { done: "Switched off.", showsTrouble: true });
  const revert = useAct("rules.revert", {
    done: "Switched off. What it did is being taken back.",
    showsTrouble: true,
  });
  const path = { ...me, rule };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Switch “${name}” off?`}
      lead="It does nothing more until you switch it on again; what happens meanwhile is left alone then."
      confirm={way === "keep" ? "Switch it off" : "Switch it off and take back"}
      isDanger={way === "revert"}
      onConfirm={() =>
        way === "keep" ? off.mutateAsync({ path, body: { enabled: false } }) : revert.mutateAsync({ path })
      }
    >
      <div className={styles.part}>
        <RadioGroup<Way>
          label="What it did so far"
          value={way}
          onChange={setWay}
          look="cards"
          options={[
            { value: "keep", label: "Keep it", hint: "What it added, hid or marked stays as it is." },
            { value: "revert", label: "Take it back", hint: "As far as it can be: you see what, below." },
          ]}
        />
        {isOpen && way === "revert" && <UndoPreview rule={rule} />}
      </div>
    </ConfirmDialog>
  );
}

interface RemoveDialogProps extends RuleDialogProps {
  /** It is about to be gone; false when it stays after all. */
  onRemoving?(isRemoving: boolean): void;
  onRemoved?(): void;
}

/** Removes the rule; what it did stays. */
export function RemoveDialog(props: RemoveDialogProps): ReactElement {
  const { rule, name, isOpen, onClose, onRemoving, onRemoved } = props;
  const remove = useAct("rules.remove", { done: `“${name}” is removed.`, showsTrouble: true });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Remove “${name}”?`}
      lead="The rule is gone for good, with its versions. What it did stays as it is, and its runs can still be read. To take back what it did, undo that first."
      confirm="Remove the rule"
      isDanger
      onConfirm={async () => {
        onRemoving?.(true);
        try {
          await remove.mutateAsync({ path: { ...me, rule } });
        } catch (error) {
          onRemoving?.(false);
          throw error;
        }
        onRemoved?.();
      }}
    />
  );
}
