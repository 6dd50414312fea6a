import type { ReactElement } from "react";
import { Card } from "../../ui/card.tsx";
import { RadioGroup } from "../../ui/choice.tsx";
import { chooseTheme, type Theme, useTheme } from "../../ui/theme.ts";

/** Light or dark, for this browser. */
export function AppearanceSection(): ReactElement {
  const theme = useTheme();
  return (
    <Card>
      <RadioGroup<Theme>
        label="Theme"
        value={theme}
        onChange={chooseTheme}
        options={[
          {
            value: "system",
            label: "Like the system",
            hint: "Light by day and dark by night, if your machine does that.",
          },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
    </Card>
  );
}
