import { type ReactElement, useEffect, useState } from "react";
import { me, useApi } from "../../app/api.ts";
import { ProblemView } from "../../app/problem-view.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card, Stack } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState, Notice } from "../../ui/states.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { whyPath } from "./asked.ts";

/** Whoever types on is not interrupted. */
const restMs = 250;
const fewestLetters = 2;

/** A show or movie by its title, the person's own first. */
export function TitleSearch(): ReactElement {
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQuery(typed.trim()), restMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Stack gap={4}>
      <form role="search" onSubmit={(event) => event.preventDefault()}>
        <Field label="Show or movie" hint="Your own come first.">
          <TextInput
            type="search"
            value={typed}
            onChange={setTyped}
            placeholder="Severance"
            autoComplete="off"
            enterKeyHint="search"
          />
        </Field>
      </form>
      {query.length < fewestLetters ? <HowItWorks /> : <Found query={query} />}
    </Stack>
  );
}

const HowItWorks = (): ReactElement => (
  <Card>
    <EmptyState icon="why" title="Which show or movie is it about?">
      Two letters are enough to search. For a show you may then choose a season and an episode.
    </EmptyState>
  </Card>
);

function Found({ query }: { query: string }): ReactElement {
  const found = useApi("views.search", { path: me, query: { q: query } }, { keepsPrevious: true, isFixed: true });
  if (found.data === undefined)
    return (
      <Card inset="flush">
        {found.error === null ? (
          <SkeletonRows count={4} label="Searching" />
        ) : (
          <ProblemView error={found.error} onRetry={() => void found.refetch()} />
        )}
      </Card>
    );
  const { items, whole } = found.data;
  return (
    <Stack gap={3}>
      <p role="status" className="visually-hidden">
        {items.length === 1 ? "1 found" : `${items.length} found`}
      </p>
      {!whole && <Notice tone="wait">Trakt could not be asked just now: here is only what is yours.</Notice>}
      <Card inset="flush">
        {items.length === 0 ? (
          <EmptyState icon="search" title="Nothing of that name">
            Try fewer letters, or the original title.
          </EmptyState>
        ) : (
          <Rows label="Found">
            {items.map(({ kind, trakt, title, year, own }) => (
              <RowItem
                key={`${kind}-${trakt}`}
                title={title}
                detail={[kind === "show" ? "Show" : "Movie", year].filter((part) => part !== null).join(", ")}
                before={<Icon name={kind === "show" ? "screen" : "film"} />}
                after={own && <Badge tone="accent">Yours</Badge>}
                to={whyPath({ kind, trakt: String(trakt), title })}
              />
            ))}
          </Rows>
        )}
      </Card>
    </Stack>
  );
}
