/**
 * Lines that end in one way: Windows ends them with a return and a feed. Of a lone return every channel
 * makes something else; in mail it is no end of a line, and what was signed over it does not fit any more.
 */
export const plainLines = (text: string): string => text.replace(/\r\n?/g, "\n");
