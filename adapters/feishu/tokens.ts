/** Refreshed this long before it ends, milliseconds: the way there takes time. */
const marginMs = 3 * 60 * 1000;

export interface FreshToken {
  readonly token: string;
  readonly lifeSeconds: number;
}

/**
 * The tenant token, asked for once however many sends need it (open.feishu.cn/document/server-docs/authentication-management/
 * access-token/tenant_access_token_internal). `elapsed` is a stopwatch in milliseconds; a rehearsal clock does not move it.
 */
export const createTokens = (fetchToken: () => Promise<FreshToken>, elapsed: () => number) => {
  let held: { readonly token: string; readonly until: number } | null = null;
  let asking: Promise<string> | null = null;
  const ask = () => {
    asking ??= fetchToken()
      .then(({ token, lifeSeconds }) => {
        held = { token, until: elapsed() + lifeSeconds * 1000 - marginMs };
        return token;
      })
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  return {
    current: (): Promise<string> => (held && elapsed() < held.until ? Promise.resolve(held.token) : ask()),
    /** Feishu refused this token. Whoever comes first asks for another; the rest get that one. */
    refused: (token: string): void => {
      if (held?.token === token) held = null;
    },
  };
};
