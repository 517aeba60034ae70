import type { Asked } from '../answers.ts';

/**
 * Name of the cookie of whoever is signed in. Over the public https address (`secureHost`) it is bound to it; on this
 * machine there is no https.
 */
export const deskCookie = (
  c: Asked,
  secureHost: string | null,
): { readonly name: string; readonly secure: boolean } => {
  const secure = secureHost !== null && c.req.header('host')?.toLowerCase() === secureHost;
  return { name: secure ? '__Host-shenbao-desk' : 'shenbao-desk', secure };
};
