/** Does a request come from our own page? Browsers name the origin of every request that could change something. */
export const originAllowed = (headers: {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}): boolean => {
  if (headers.fetchSite !== undefined && !['same-origin', 'none'].includes(headers.fetchSite)) return false;
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host?.toLowerCase();
};

/**
 * What the page may load and do: our own files and nothing else; no markup from strings at all. The form preview runs
 * in a frame of its own without an origin (see previewPolicy).
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The preview frame: draws the Word file with inline styles, may not reach the network, and has no origin. */
export const previewPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data: blob:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  // To be printed by its own button.
  'sandbox allow-scripts allow-modals',
].join('; ');
