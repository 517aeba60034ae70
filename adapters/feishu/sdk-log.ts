import type { Logger } from '../../src/host/log.ts';

const codesIn = (values: readonly unknown[]): { status?: number; code?: number } => {
  for (const value of values.flat(3)) {
    const response = (value as { response?: { status?: unknown; data?: { code?: unknown } } } | null)
      ?.response;
    if (response) {
      return {
        ...(typeof response.status === 'number' ? { status: response.status } : {}),
        ...(typeof response.data?.code === 'number' ? { code: response.data.code } : {}),
      };
    }
  }
  return {};
};

/** The SDK's own words: what stands before the first colon. Behind it may be parts of a body. */
const wordsIn = (values: readonly unknown[]): string =>
  values
    .flat(3)
    .filter(value => typeof value === 'string')
    .map(value => value.split(':')[0]!.slice(0, 80))
    .join(' ');

/**
 * The SDK hands whole requests to its logger, with tokens and message texts in them. Of those only status and code
 * pass, and of its sentences only what it says before it quotes.
 */
export const sdkLogger = (log: Logger) => {
  const line =
    (severity: 'error' | 'warn' | 'debug') =>
    (...values: unknown[]) =>
      log[severity](
        { channel: 'feishu', sdk: wordsIn(values), ...codesIn(values) },
        `feishu: SDK ${severity}`,
      );
  const quiet = () => {};
  return { error: line('error'), warn: line('warn'), info: quiet, debug: quiet, trace: quiet };
};
