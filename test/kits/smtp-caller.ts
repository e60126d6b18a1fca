import { connect } from "node:net";

/** The other half of a mail server test: speaks RFC 5321 by hand. */
export const SmtpCaller = {
  /** What is answered after the greeting to commands that come all at once (RFC 2920), until the line ends. */
  talk(port: number, said: string): Promise<string[]> {
    const steps = ["EHLO test.example\r\n", said];
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port });
      let heard = "";
      socket.setEncoding("utf8");
      socket.on("error", reject);
      socket.on("close", () => resolve(lastLinesIn(heard).slice(2)));
      socket.on("data", (chunk: string) => {
        heard += chunk;
        const isTurn = lastLinesIn(heard).length + steps.length === 3;
        if (isTurn && steps[0] !== undefined) socket.write(steps.shift() ?? "");
      });
    });
  },

  /** Stops at the first refusal. The last answer, `hung up`, or why nobody could be reached. */
  mail(port: number, letter: { from: string; to: string; text: string }): Promise<string> {
    const commands = [
      "EHLO test.example",
      `MAIL FROM:<${letter.from}>`,
      `RCPT TO:<${letter.to}>`,
      "DATA",
      `Message-ID: <m1@town.example>\r\nSubject: Hi\r\n\r\n${letter.text}\r\n.`,
    ];
    return new Promise((resolve) => {
      const socket = connect({ host: "127.0.0.1", port });
      let rest = "";
      let last = "hung up";
      socket.setEncoding("utf8");
      socket.on("error", (cause) => resolve("code" in cause ? String(cause.code) : cause.message));
      socket.on("close", () => resolve(last));
      socket.on("data", (chunk: string) => {
        rest += chunk;
        for (;;) {
          const end = rest.indexOf("\r\n");
          if (end < 0) return;
          const line = rest.slice(0, end);
          rest = rest.slice(end + 2);
          // A hyphen after the code says that more lines follow.
          if (/^\d{3}-/.test(line)) continue;
          const command = /^[23]/.test(line) ? commands.shift() : undefined;
          last = command === undefined ? line : "hung up";
          if (command === undefined) socket.end();
          else socket.write(`${command}\r\n`);
        }
      });
    });
  },
};

/** A hyphen after the code says that more lines follow. */
const lastLinesIn = (heard: string): string[] =>
  heard
    .split("\r\n")
    .slice(0, -1)
    .filter((line) => /^\d{3} /.test(line));
