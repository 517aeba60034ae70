declare module 'proxy-from-env' {
  /** The proxy that the environment names for this address, or '' when the way is direct. */
  export const getProxyForUrl: (url: string) => string;
}
