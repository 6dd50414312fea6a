import { type ReactElement, useState } from "react";
import { Link } from "react-router";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Button } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import styles from "./action-node.module.css";
import { FlowNode, FlowNote } from "./flow.tsx";
import { type ActionTold, capital, type Explained, standingLook, toSentence } from "./outcomes.ts";

interface ActionNodeProps {
  action: ActionTold;
  /** What came of looking again, where it waited. */
  looks: Explained["looks"];
}

/** Something that a run asked for, and what became of it. */
export function ActionNode({ action, looks }: ActionNodeProps): ReactElement {
  const { id, effect, state, record, request } = action;
  const { tone, icon, label } = standingLook(state);
  // What stands in the inbox went over no wire.
  const isDelivery = request.do === "webhook" || (request.do === "notify" && request.channel !== "inbox");
  const attempts = record?.attempts ?? 0;
  return (
    <FlowNode id={id} tone={tone} icon={icon} label={label} title={capital(effect)}>
      <Standing action={action} />
      {(attempts > 1 || (record?.unsure ?? 0) > 0) && (
        <FlowNote>
          {attempts} {attempts === 1 ? "try" : "tries"}
          {record !== null && record.unsure > 0 && `, ${record.unsure} with an unknown end`}
        </FlowNote>
      )}
      {looks.map((look) => (
        <FlowNote key={look.at}>
          Looked at again <Timestamp at={look.at} look="exact" />: {look.trace.reason}.
        </FlowNote>
      ))}
      {state === "asks" && (
        <FlowNote>
          <Link to="/waiting">Say yes or no</Link>
        </FlowNote>
      )}
      {(state === "dead" || (isDelivery && record !== null)) && (
        <div className={styles.more}>
          {state === "dead" && <RetryDead id={id} />}
          {isDelivery && record !== null && <Tries id={id} channel={request.channel} />}
        </div>
      )}
    </FlowNode>
  );
}

/** How it stands, with times as the browser tells them. */
function Standing({ action: { state, until, standing, record } }: { action: ActionTold }): ReactElement {
  if (record !== null && (state === "done" || state === "dead" || state === "retry")) {
    const at = state === "retry" ? until : record.finishedAt;
    return (
      <>
        {record.outcome !== null && <FlowNote>{toSentence(record.outcome)}</FlowNote>}
        {at !== null && (
          <FlowNote>
            {timeWords[state]} <Timestamp at={at} look="exact" />
          </FlowNote>
        )}
      </>
    );
  }
  return <FlowNote>{toSentence(standing)}</FlowNote>;
}

const timeWords = { done: "Done", dead: "Given up", retry: "Next try" } as const;

function RetryDead({ id }: { id: string }): ReactElement {
  const retry = useAct("dead.retry", { done: "It is tried again." });
  return (
    <Button
      size="s"
      icon="replay"
      isBusy={retry.isPending}
      onClick={() => retry.mutate({ path: me, body: { ids: [id] } })}
    >
      Try again
    </Button>
  );
}

/** How a message was sent, try by try; asked for when somebody wants to know. */
function Tries({ id, channel }: { id: string; channel: string }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="s"
        look="quiet"
        icon={isOpen ? "up" : "down"}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        How it was sent
      </Button>
      {isOpen && <TriesOf id={id} channel={channel} />}
    </>
  );
}

function TriesOf({ id, channel }: { id: string; channel: string }): ReactElement {
  const delivery = useApi("deliveries.get", { path: { ...me, delivery: id } });
  const channels = useApi("channels.list", { path: me, query: { limit: 200 } });
  const known = channels.data?.items.find((one) => one.id === channel || one.name === channel);
  return (
    <div className={styles.tries}>
      <Loaded query={delivery} skeleton={<SkeletonRows count={1} height="2.5rem" />}>
        {({ tries }) =>
          tries.length === 0 ? (
            <p>No try was noted: nothing left this place for it.</p>
          ) : (
            <ol>
              {tries.map((one) => (
                <li key={one.at}>
                  <Timestamp at={one.at} look="exact" />: {one.reason}
                  {one.status !== null && ` (${one.status})`}, {one.tookMs} ms{one.isReplay && ", sent once more"}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
      {known !== undefined && <Link to={`/channels/${known.id}`}>All deliveries of {known.name}</Link>}
    </div>
  );
}
