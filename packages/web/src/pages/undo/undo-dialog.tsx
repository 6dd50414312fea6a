import type { ReactElement } from "react";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { troubleOf } from "../../app/trouble.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Notice } from "../../ui/states.tsx";
import { type Preview, UndoLines } from "./undo-lines.tsx";

interface UndoDialogProps {
  isOpen: boolean;
  onClose(): void;
  /** "Undo this run?" */
  title: string;
  scope: Preview["scope"];
  /** It is being taken back. */
  onUndone?: (() => void) | undefined;
}

/** Shows what an undo would do, and does it on a yes. */
export function UndoDialog({ isOpen, onClose, title, scope, onUndone }: UndoDialogProps): ReactElement {
  const preview = useApi("undo.preview", { path: me, body: scope }, { isEnabled: isOpen });
  const start = useAct("undo.start", { done: "It is being taken back.", showsTrouble: true });
  const close = (): void => {
    start.reset();
    onClose();
  };
  const undo = (): void =>
    start.mutate(
      { path: me, body: scope },
      {
        onSuccess: () => {
          close();
          onUndone?.();
        },
      },
    );
  const hasAny = (preview.data?.takesBack.length ?? 0) > 0 || preview.data?.told?.includes("waits") === true;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={title}
      lead="This is what would be taken back as things stand at Trakt now. Nothing has been done yet."
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" icon="undo" isBusy={start.isPending} disabled={!hasAny} onClick={undo}>
            Take it back
          </Button>
        </>
      }
    >
      <Loaded query={preview} skeleton={<SkeletonRows count={3} height="4.5rem" label="Looking at Trakt" />}>
        {(data) => <UndoLines preview={data} />}
      </Loaded>
      {start.error !== null && (
        <Notice tone="bad" isNews title={troubleOf(start.error).message}>
          {troubleOf(start.error).hint}
        </Notice>
      )}
    </Dialog>
  );
}
