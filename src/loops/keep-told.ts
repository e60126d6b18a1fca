import type { House } from "../actions/action.ts";
import { takeIn } from "../actions/inbox/take-in.ts";
import type { Message, Transport } from "../transports/transport.ts";

type Channel = { row: { id: number }; transport: Pick<Transport, "holdsLine"> };

/** A message for a transport that holds a line: what is told over it goes into the inbox like a callback. */
export function withKeep(house: House, channel: Channel, message: Message): Message {
  if (channel.transport.holdsLine !== true) return message;
  const { id: channelId } = channel.row;
  const keep = async (body: Buffer): Promise<void> => {
    const about = { contentType: "application/json", query: "" };
    await takeIn(house, [{ channelId, receivedAt: house.now(), ...about, body }]);
  };
  return { ...message, keep };
}
