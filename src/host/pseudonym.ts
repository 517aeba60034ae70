import { hash } from 'node:crypto';

/**
 * What stands in the log for a chat or a conversation: twelve hex digits that say nothing by themselves and that whoever
 * knows the id finds again. An id itself may be somebody's key to a chat of the page.
 */
export const pseudonym = (id: string): string => hash('sha256', id, 'hex').slice(0, 12);
