import { expect, test } from "vitest";
import { oauth1Header } from "./oauth1.ts";

test("signs as the platform's own documentation does", () => {
  // https://docs.x.com/resources/fundamentals/authentication/oauth-1-0a/creating-a-signature
  const header = oauth1Header(
    {
      consumerKey: "xvz1evFS4wEEPTGEFPHBog",
      consumerSecret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
      token: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
      tokenSecret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
      at: 1_318_622_958_000,
      nonce: "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
    },
    {
      method: "POST",
      url: `https://api.x.com/1.1/statuses/update.json?include_entities=true&status=${encodeURIComponent("Hello Ladies + Gentlemen, a signed OAuth request!")}`,
    },
  );
  expect(header).toContain('oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"');
  expect(header).toContain('oauth_timestamp="1318622958"');
});
