const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/**
 * Whether an address of WhatsApp is the identifier of a person for one business (`US.1349…`): whoever
 * took a username may hide their number, and then no text message and no call follows from it.
 */
export const isWhatsAppUserId = (address: string): boolean => USER_ID.test(address);
