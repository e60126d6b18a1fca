import type { Served } from "./server.ts";

const HOUR_MS = 3_600_000;

/** Somebody at the console, over the API. */
export class Communicator {
  readonly #url: string;
  #headers: Record<string, string> = { "content-type": "application/json" };

  private constructor(url: string) {
    this.#url = url;
  }

  static async signIn({ url, token }: Served): Promise<Communicator> {
    const who = new Communicator(url);
    const answer = await who.#ask("POST", "/api/session/link", { token });
    const [cookie = ""] = answer.headers.getSetCookie();
    who.#headers["cookie"] = cookie.split(";")[0] ?? "";
    const { csrf } = await (await who.#ask("GET", "/api/session")).json();
    who.#headers["x-csrf-token"] = csrf;
    return who;
  }

  async openIncident(): Promise<string> {
    const title = { fr: "Panne de WhatsApp", en: "WhatsApp outage" };
    const input = { platformId: null, title, note: "bench" };
    const said = await (await this.#ask("POST", "/api/incidents", input)).json();
    return said.incident?.id ?? said.id;
  }

  /** Says something in public. Answers the moment before the publication was asked for. */
  async publish(incidentId: string, title: string): Promise<number> {
    const text = {
      title,
      message: "Messages sent on WhatsApp do not arrive. We are looking into it.",
      advice: "Please write to us by text message.",
      nextStep: "We will tell you more within the hour.",
    };
    const content = {
      texts: { fr: text, en: text },
      severity: "major",
      source: "bench",
      nextUpdateAt: new Date(Date.now() + HOUR_MS).toISOString(),
    };
    const path = `/api/incidents/${incidentId}/announcements`;
    const said = await (await this.#ask("POST", path, content)).json();
    const id: string = said.announcement?.id ?? said.id;
    const askedAt = performance.now();
    await this.#ask("POST", `/api/announcements/${id}/publication`, {});
    return askedAt;
  }

  async #ask(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: this.#headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
