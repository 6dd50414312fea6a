import type { ReactElement } from "react";
import { FlowNode, FlowNote } from "./flow.tsx";
import { conditionId } from "./flow-links.ts";
import { type Condition, conditionLook, toSentence } from "./outcomes.ts";
import { SeenValues } from "./seen-values.tsx";

interface ConditionNodeProps {
  condition: Condition;
  /** From 0. */
  place: number;
}

/** A condition as it was written, with what it saw and whether it held. */
export function ConditionNode({ condition, place }: ConditionNodeProps): ReactElement {
  const { tone, icon, label } = conditionLook(condition);
  return (
    <FlowNode id={conditionId(place)} tone={tone} icon={icon} label={label} title={condition.text} isCode>
      <SeenValues values={condition.values} />
      {condition.error !== undefined && <FlowNote>{toSentence(condition.error)}</FlowNote>}
    </FlowNode>
  );
}
