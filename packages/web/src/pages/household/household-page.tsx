import { type ReactElement, useState } from "react";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { troubleOf } from "../../app/trouble.ts";
import { Status } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState, Notice } from "../../ui/states.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { memberWords } from "./member-words.ts";

type Member = ReplyOf<"household.list">["items"][number];

/** With whom one shares what one watches: offered by one, agreed to by the other, ended by either. */
export function HouseholdPage(): ReactElement {
  const members = useApi("household.list", { path: me });
  return (
    <Page
      title="Household"
      lead="Two people of one Showrunner can share what they watch together. Nothing is shared without a rule, and nothing without both having agreed."
      width="prose"
    >
      <Section title="People" isTitleHidden>
        <Card inset="flush">
          <Loaded query={members} skeleton={<SkeletonRows count={3} height="4.4rem" label="Loading your household" />}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState icon="household" title="Your household is you">
                  Offer it to somebody who uses this Showrunner, too. When they agree, a rule can enter what you watch
                  together for both.
                </EmptyState>
              ) : (
                <Rows label="People">
                  {items.map((member) => (
                    <MemberLine key={member.username} member={member} />
                  ))}
                </Rows>
              )
            }
          </Loaded>
        </Card>
      </Section>
      {members.data?.items.some(({ state }) => state === "agreed") === true && (
        <Notice
          title="What is shared is up to your rules"
          actions={<LinkButton to="/rules/recipes">See the recipes</LinkButton>}
        >
          The recipe for a household makes both rules: one that shares, one that enters what was shared.
        </Notice>
      )}
      <OfferForm />
    </Page>
  );
}

function MemberLine({ member }: { member: Member }): ReactElement {
  const { username, state, since } = member;
  const { tone, words, end, lead } = memberWords[state];
  const [isEnding, setEnding] = useState(false);
  const body = { username };
  const agree = useAct("household.agree", { done: `You and ${username} are one household.` });
  const finish = useAct("household.end", { done: "It is ended.", showsTrouble: true });
  return (
    <RowItem
      before={<Icon name="household" />}
      title={username}
      detail={
        <>
          <Status tone={tone}>{words}</Status> since <Timestamp at={since} look="day" />
        </>
      }
      after={
        <>
          {state === "asked" && (
            <Button size="s" look="primary" isBusy={agree.isPending} onClick={() => agree.mutate({ path: me, body })}>
              Agree
            </Button>
          )}
          <Button size="s" aria-label={`${end}: ${username}`} onClick={() => setEnding(true)}>
            {end}
          </Button>
          <ConfirmDialog
            isOpen={isEnding}
            onClose={() => setEnding(false)}
            title={`${end}: ${username}?`}
            lead={lead}
            confirm={end}
            isDanger={state === "agreed"}
            onConfirm={() => finish.mutateAsync({ path: me, body })}
          />
        </>
      }
    />
  );
}

function OfferForm(): ReactElement {
  const [username, setUsername] = useState("");
  const [trouble, setTrouble] = useState<string>();
  const offer = useAct("household.offer", { showsTrouble: true });
  const submit = async (): Promise<void> => {
    const wanted = username.trim();
    setTrouble(wanted === "" ? "Whom do you mean?" : undefined);
    if (wanted === "") return;
    await offer
      .mutateAsync({ path: me, body: { username: wanted } })
      .then(() => setUsername(""))
      .catch((error: unknown) => setTrouble(troubleOf(error).message));
  };
  return (
    <Section title="Offer it to somebody">
      <Card>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!offer.isPending) void submit();
          }}
        >
          <Stack gap={4}>
            <Field label="Their Trakt user name" error={trouble} isRequired>
              <TextInput
                value={username}
                onChange={setUsername}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={200}
              />
            </Field>
            <Row>
              <Button type="submit" look="primary" icon="send" isBusy={offer.isPending}>
                Offer
              </Button>
            </Row>
            {offer.isSuccess && (
              <Notice tone="good" isNews title="Offered, if they are here.">
                Whether there is such a person is not told. They see it on this page and can agree or turn it down.
              </Notice>
            )}
          </Stack>
        </form>
      </Card>
    </Section>
  );
}
