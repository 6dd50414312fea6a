import type { ReactElement } from "react";
import { Link, useSearchParams } from "react-router";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Page } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { recipeIcon } from "./recipe-icon.ts";
import { RecipeMaker } from "./recipe-maker.tsx";
import styles from "./rules.module.css";

type Recipe = ReplyOf<"recipes.list">["items"][number];

/** Rules to begin with: a gallery, and the form of the one that was chosen. */
export function RecipesPage(): ReactElement {
  const recipes = useApi("recipes.list", undefined, { isFixed: true });
  const [search] = useSearchParams();
  const wanted = search.get("recipe");
  const chosen = recipes.data?.items.find(({ id }) => id === wanted);
  if (chosen !== undefined)
    return (
      <Page
        key={chosen.id}
        title={chosen.title}
        lead={chosen.description}
        back={{ to: "/rules/recipes", label: "Recipes" }}
      >
        <RecipeMaker recipe={chosen} />
      </Page>
    );
  return (
    <Page
      key="gallery"
      title="Recipes"
      lead="Rules to begin with. Choose one, change what you like, and it works: it can be edited later as any other rule."
      back={{ to: "/rules", label: "Rules" }}
      actions={
        <>
          <LinkButton to="/import" icon="download">
            Import a rule
          </LinkButton>
          <LinkButton to="/rules/new" icon="plus">
            Start from nothing
          </LinkButton>
        </>
      }
    >
      <Loaded query={recipes} skeleton={<GallerySkeleton />}>
        {({ items }) => (
          <ul className={styles.recipes}>
            {items.map((recipe) => (
              <RecipeCard key={recipe.id} recipe={recipe} />
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  );
}

function RecipeCard({ recipe }: { recipe: Recipe }): ReactElement {
  return (
    <li className={styles.recipe}>
      <span className={styles.recipeIcon}>
        <Icon name={recipeIcon(recipe.id)} />
      </span>
      <h2>
        <Link to={`/rules/recipes?recipe=${recipe.id}`} className={styles.recipeLink}>
          {recipe.title}
        </Link>
      </h2>
      <p>{recipe.description}</p>
    </li>
  );
}

function GallerySkeleton(): ReactElement {
  return (
    <div className={styles.recipes} role="status">
      <span className="visually-hidden">Loading recipes</span>
      {Array.from({ length: 14 }, (_, at) => (
        <Card key={at}>
          <Skeleton shape="block" height="7.75rem" />
        </Card>
      ))}
    </div>
  );
}
