import type { ReactElement } from "react";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import { type Verdict, verdictOf, toSentence } from "./outcomes.ts";
import styles from "./verdict-banner.module.css";

interface VerdictBannerProps {
  verdict: Parameters<typeof verdictOf>[0];
  /** It was only tried: so many things it would have asked for. */
  would?: number | undefined;
  /** What its timing did to it, each a sentence. */
  notes?: readonly string[] | undefined;
}

/** What a run came to, before one looks at how. */
export function VerdictBanner({ verdict, would, notes = [] }: VerdictBannerProps): ReactElement {
  const { tone, icon, title, why } = would === undefined ? verdictOf(verdict) : wouldBe(verdict, would);
  return (
    <div className={classNames(styles.banner, styles[tone])}>
      <span className={styles.icon}>
        <Icon name={icon} size="l" />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        <p>{toSentence(why)}</p>
        {notes.map((note) => (
          <p key={note} className={styles.note}>
            {toSentence(note)}
          </p>
        ))}
      </div>
    </div>
  );
}

/** The same of a rule that was only tried. */
function wouldBe(verdict: VerdictBannerProps["verdict"], requests: number): Verdict {
  const told = verdictOf(verdict);
  if (verdict.outcome === "not_matched") return { ...told, title: "It would not act" };
  if (verdict.outcome !== "matched") return told;
  const title = requests === 1 ? "It would act" : `It would do ${requests} things`;
  return {
    tone: "good",
    icon: "good",
    title: requests === 0 ? "It would have nothing to do" : title,
    why: verdict.reason,
  };
}
