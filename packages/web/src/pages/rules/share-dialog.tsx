import type { ReactElement } from "react";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { CopyField } from "../../ui/copy-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { TextArea } from "../../ui/text-input.tsx";
import styles from "./panels.module.css";

interface ShareDialogProps {
  rule: string;
  isOpen: boolean;
  onClose(): void;
}

/** The rule for somebody else: as a link, as a line, as a file. */
export function ShareDialog({ rule, isOpen, onClose }: ShareDialogProps): ReactElement {
  const shared = useApi("rules.share", { path: { ...me, rule } }, { isEnabled: isOpen });
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Share this rule"
      lead="There are no ids and no secrets in it. Names of lists and channels are: whoever takes it over chooses their own."
    >
      <Loaded query={shared} skeleton={<SkeletonRows count={3} label="Writing it down" />}>
        {({ shared: line, yaml }) => {
          const link = new URL(`/import#${line}`, location.origin).href;
          return (
            <div className={styles.part}>
              <CopyField label="A link" value={link} hint="What is behind the # is sent to no server." />
              <CopyField label="One line" value={line} />
              <Field label="As YAML">
                <TextArea value={yaml} onChange={() => undefined} readOnly isMono rows={8} />
              </Field>
            </div>
          );
        }}
      </Loaded>
    </Dialog>
  );
}
