/** One CAP alert in words of our own, as a civil authority would write it. */
export type CapDraft = {
  identifier?: string;
  sent?: string;
  status?: string;
  msgType?: string;
  scope?: string;
  references?: string;
  namespace?: string;
  infos?: string[];
};

export const SENDER = "alerts@prefecture.example";

export const capInfo = (change: Record<string, string> = {}, area = capArea()): string => {
  const said: Record<string, string> = {
    language: "fr-FR",
    category: "Met",
    event: "Crue",
    urgency: "Immediate",
    severity: "Severe",
    certainty: "Likely",
    effective: "2026-03-05T11:50:00+00:00",
    expires: "2026-03-05T18:00:00+00:00",
    headline: "La Seine d&#233;borde &amp; monte",
    description: "Quittez les quais.",
    ...change,
  };
  const parts = Object.entries(said).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<info>${parts.join("")}${area}</info>`;
};

export const capArea = (inside = "<polygon>49,2 49,3 48,3 48,2 49,2</polygon>"): string =>
  `<area><areaDesc>Paris et petite couronne</areaDesc>${inside}
    <geocode><valueName>NUTS</valueName><value>FR-75</value></geocode></area>`;

export function capXml(draft: CapDraft = {}): string {
  const {
    identifier = "crue-1",
    sent = "2026-03-05T11:50:00+00:00",
    status = "Actual",
    msgType = "Alert",
    scope = "Public",
    references,
    namespace = "urn:oasis:names:tc:emergency:cap:1.2",
    infos = [capInfo()],
  } = draft;
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="${namespace}">
  <identifier>${identifier}</identifier><sender>${SENDER}</sender><sent>${sent}</sent>
  <status>${status}</status><msgType>${msgType}</msgType>
  ${scope === "" ? "" : `<scope>${scope}</scope>`}
  ${references === undefined ? "" : `<references>${references}</references>`}
  ${infos.join("\n")}
</alert>`;
}
