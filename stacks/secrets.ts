import { isProduction } from "./stage.ts";
import { cloud } from "./topology.ts";

/** Set with `npx sst secret set <name> <value>`. */
export const secrets = {
  TraktClientId: new sst.Secret("TraktClientId"),
  TraktClientSecret: new sst.Secret("TraktClientSecret"),
  OperatorPassword: new sst.Secret("OperatorPassword"),
};

function makeKey(name: string, description: string): aws.kms.Key {
  return new aws.kms.Key(
    name,
    {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: cloud.keyDeletionDays,
      tags: { "showrunner:stage": $app.stage },
    },
    // What it sealed is lost with it.
    { retainOnDelete: isProduction($app.stage), protect: isProduction($app.stage) },
  );
}

/** One key for Trakt's tokens and another for channels' secrets, so that nobody need have both. */
export const keys = {
  tokens: makeKey("TokensKey", "Showrunner: wraps the keys of people's Trakt tokens"),
  channels: makeKey("ChannelsKey", "Showrunner: wraps the keys of channels' secrets"),
};
