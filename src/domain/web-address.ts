const LENGTH_MAX = 500;
const WEB = /^https?:\/\/[^\s/@"'<>]+(?:[/?#][^\s"'<>]*)?$/i;

/** Whether a link may lead there: a web page, without a name and a password in its address. */
export const isWebAddress = (text: string): boolean => text.length <= LENGTH_MAX && WEB.test(text);
