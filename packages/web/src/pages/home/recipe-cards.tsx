import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card, Grid } from "../../ui/card.tsx";
import { Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import styles from "./recipe-cards.module.css";
import { firstSentence, readyRecipes } from "./recipes.ts";

type Recipe = ReplyOf<"recipes.list">["items"][number];

/** Rules to begin with: one press, and the first of them works. */
export function RecipeCards(): ReactElement {
  const recipes = useApi("recipes.list", {}, { isFixed: true });
  return (
    <Section title="Begin with a recipe" actions={<Link to="/rules/recipes">All recipes</Link>}>
      <Loaded query={recipes} skeleton={<CardsSkeleton />}>
        {({ items }) => (
          <Grid as="ul">
            {readyRecipes(items).map((recipe) => (
              <RecipeCard key={recipe.id} recipe={recipe} />
            ))}
          </Grid>
        )}
      </Loaded>
    </Section>
  );
}

function RecipeCard({ recipe: { id, title, description } }: { recipe: Recipe }): ReactElement {
  const make = useAct("recipes.make", { done: `“${title}” is on.` });
  return (
    <Card as="li">
      <div className={styles.card}>
        <h3>{title}</h3>
        <p className={styles.description}>{firstSentence(description)}</p>
        <div className={styles.buttons}>
          <Button
            look="primary"
            size="s"
            icon="play"
            isBusy={make.isPending}
            onClick={() => make.mutate({ path: { ...me, recipe: id }, body: {} })}
            aria-label={`Switch it on: ${title}`}
          >
            Switch it on
          </Button>
          <LinkButton to={`/rules/recipes?recipe=${id}`} size="s" look="quiet">
            Look first
          </LinkButton>
        </div>
      </div>
    </Card>
  );
}

const CardsSkeleton = (): ReactElement => (
  <Grid>
    {Array.from({ length: 6 }, (_, at) => (
      <Skeleton key={at} shape="block" height="11rem" />
    ))}
  </Grid>
);
