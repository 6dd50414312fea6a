import { type ReactElement, useEffect, useState } from "react";
import { Button } from "./button.tsx";

interface CopyButtonProps {
  text: string;
  /** What is copied, for who does not see what it stands beside: "the signing secret". */
  what: string;
  size?: "s" | "m" | undefined;
}

/** Takes a text into the clipboard and says that it did. */
export function CopyButton({ text, what, size }: CopyButtonProps): ReactElement {
  const [came, setCame] = useState<"copied" | "refused">();
  useEffect(() => {
    if (came === undefined) return;
    const timer = setTimeout(() => setCame(undefined), 4000);
    return () => clearTimeout(timer);
  }, [came]);
  return (
    <>
      <Button
        size={size}
        icon={came === "copied" ? "check" : "copy"}
        aria-label={`Copy ${what}`}
        onClick={() => void copied(text).then((isThere) => setCame(isThere ? "copied" : "refused"))}
      >
        {came === "copied" ? "Copied" : came === "refused" ? "Copy it by hand" : "Copy"}
      </Button>
      <span className="visually-hidden" role="status">
        {came === "copied" ? `Copied ${what}.` : came === "refused" ? "The browser did not let it be copied." : ""}
      </span>
    </>
  );
}

/** Only a secure context has a clipboard: over plain http, as in a home network, there is none. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
