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

/**
 * The SDK hands whole requests to its logger, with tokens and message texts in them. Of those only status and code
 * pass; its own sentences are dropped, because they may quote what a person wrote.
 */
export const sdkLogger = (log: Logger) => {
  const line =
    (severity: 'error' | 'warn' | 'debug') =>
    (...values: unknown[]) =>
      log[severity]({ channel: 'feishu', ...codesIn(values) }, `feishu: SDK ${severity}`);
  const quiet = () => {};
  return { error: line('error'), warn: line('warn'), info: quiet, debug: quiet, trace: quiet };
};
