/** Enough of an address for its owner to know it again, and too little for anybody else. */
export function shownAddress(kind: string, address: string): string {
  if (kind === "email") return address.replace(/^(.)[^@]*(?=@)/, "$1…");
  const kept = address.startsWith("+") ? address.slice(0, 4) : "";
  return `${kept} … ${address.slice(-2)}`.trim();
}
