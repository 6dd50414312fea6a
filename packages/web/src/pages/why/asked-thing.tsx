import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { useNavigate } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { type Option, Select } from "../../ui/text-input.tsx";
import { type AskedAbout, type Days, spans, whyPath } from "./asked.ts";
import styles from "./asked-thing.module.css";

type Season = ReplyOf<"views.episodes">["seasons"][number];

const spanWords: Record<Days, string> = { 30: "The last 30 days", 90: "The last 90 days", 180: "The last half year" };
const whole = "whole";

/** What is asked about, and how far back: a season and an episode may be chosen. */
export function AskedThing({ asked }: { asked: AskedAbout }): ReactElement {
  const go = useNavigate();
  const change = (changes: Partial<AskedAbout>): void =>
    void go(whyPath({ ...asked, ...changes }), { replace: true, preventScrollReset: true });
  return (
    <Card>
      <div className={styles.thing}>
        <div className={styles.name}>
          <span className={styles.icon}>
            <Icon name={asked.kind === "show" ? "screen" : "film"} size="l" />
          </span>
          <h2>{asked.title === "" ? `${asked.kind} ${asked.trakt}` : asked.title}</h2>
        </div>
        <LinkButton to="/why" icon="search" size="s">
          Ask about another
        </LinkButton>
        <div className={styles.fields}>
          {asked.kind === "show" && <EpisodeFields asked={asked} onChange={change} />}
          <Field label="How far back">
            <Select
              value={asked.days}
              onChange={(days) => change({ days })}
              options={spans.map((value) => ({ value, label: spanWords[value] }))}
            />
          </Field>
        </div>
      </div>
    </Card>
  );
}

interface EpisodeFieldsProps {
  asked: AskedAbout;
  onChange(changes: Partial<AskedAbout>): void;
}

function EpisodeFields({ asked, onChange }: EpisodeFieldsProps): ReactElement {
  const known = useApi("views.episodes", { path: { ...me, show: asked.trakt } }, { isFixed: true });
  const seasons = known.data?.seasons ?? [];
  const season = seasons.find(({ number }) => String(number) === asked.season);
  return (
    <>
      <Field label="Season">
        <Select
          value={asked.season ?? whole}
          onChange={(value) => onChange({ season: value === whole ? undefined : value, episode: undefined })}
          options={[
            { value: whole, label: "The whole show" },
            ...withChosen(seasonOptions(seasons), asked.season, "Season"),
          ]}
        />
      </Field>
      <Field label="Episode">
        <Select
          value={asked.episode ?? whole}
          disabled={asked.season === undefined}
          onChange={(value) => onChange({ episode: value === whole ? undefined : value })}
          options={[
            { value: whole, label: "Any episode" },
            ...withChosen(episodeOptions(season), asked.episode, "Episode"),
          ]}
        />
      </Field>
    </>
  );
}

const seasonOptions = (seasons: readonly Season[]): Option[] =>
  seasons.map(({ number }) => ({ value: String(number), label: `Season ${number}` }));

const episodeOptions = (season: Season | undefined): Option[] =>
  (season?.episodes ?? []).map(({ number, title }) => ({
    value: String(number),
    label: title === null ? `Episode ${number}` : `${number}. ${title}`,
  }));

/** What the address names is there to be chosen before, or although, Trakt tells nothing of it. */
function withChosen(options: Option[], chosen: string | undefined, word: string): Option[] {
  if (chosen === undefined || options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: `${word} ${chosen}` }];
}
