import { createServer, type Server, type Socket } from "node:net";

export type Letter = { from: string; to: string; raw: string };
/**
 * What is answered to a command (`MAIL`, `RCPT`, `AUTH`), to the end of the letter (`.`), or to
 * whoever connects (`hello`): a line, or `hangs up`. `EHLO`: what it is able to do.
 */
export type Answers = Readonly<Record<string, string>>;
const GOOD: Answers = { AUTH: "235 2.7.0 Welcome", EHLO: "250 ENHANCEDSTATUSCODES" };

/** A mail server in a page of code, written from RFC 5321: no relative of the client we use. */
export class FakeMailServer {
  readonly letters: Letter[] = [];
  port = 0;
  connections = 0;
  readonly #answers: Answers;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(answers: Answers) {
    this.#answers = answers;
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => this.#sockets.delete(socket));
      this.#talk(socket);
    });
  }

  static async open(answers: Answers = {}): Promise<FakeMailServer> {
    const server = new FakeMailServer(answers);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    const address = server.#server.address();
    if (typeof address === "object" && address) server.port = address.port;
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #talk(socket: Socket): void {
    let letter: Letter = { from: "", to: "", raw: "" };
    let isData = false;
    let rest = "";
    if (!this.#says("hello", "220 fake.example ESMTP", socket)) return;
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      rest += chunk;
      for (;;) {
        const end = rest.indexOf("\r\n");
        if (end < 0) return;
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (!isData) {
          if (line.toUpperCase() === "DATA") isData = this.#begins(letter, socket);
          else letter = this.#obey(line, letter, socket);
        } else if (line === ".") {
          isData = false;
          this.letters.push(letter);
          letter = { from: "", to: "", raw: "" };
          this.#says(".", "250 2.0.0 Taken", socket);
        } else {
          letter.raw += `${line.replace(/^\.\./, ".")}\r\n`;
        }
      }
    });
  }

  #obey(line: string, letter: Letter, socket: Socket): Letter {
    const verb = line.split(" ", 1)[0]?.toUpperCase() ?? "";
    const path = /<[^>]*>/.exec(line)?.[0] ?? "";
    if (verb === "QUIT") {
      socket.end("221 2.0.0 Bye\r\n");
      return letter;
    }
    if (verb === "EHLO") socket.write("250-fake.example\r\n250-AUTH PLAIN\r\n250-8BITMIME\r\n");
    const isGood = this.#says(verb, GOOD[verb] ?? "250 2.0.0 Ok", socket);
    if (verb === "MAIL") return { from: path, to: "", raw: "" };
    return verb === "RCPT" && isGood ? { ...letter, to: path } : letter;
  }

  /** Whether a letter follows: it needs somebody to go to. */
  #begins(letter: Letter, socket: Socket): boolean {
    if (letter.to !== "") return this.#says("DATA", "354 Go on", socket);
    socket.write("503 5.5.1 To whom?\r\n");
    return false;
  }

  /** Whether the answer was the good one. */
  #says(command: string, good: string, socket: Socket): boolean {
    const answer = this.#answers[command] ?? good;
    if (answer === "hangs up") socket.destroy();
    else socket.write(`${answer}\r\n`);
    return answer === good;
  }
}
