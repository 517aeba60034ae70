/** As much of the vendor's client as we use (1.0.7); its own types do not bear exact optional properties. */
declare module '@wecom/aibot-node-sdk' {
  export interface WsFrameHeaders {
    readonly headers: { readonly req_id: string };
  }

  export interface WSClientOptions {
    readonly botId: string;
    readonly secret: string;
    readonly wsUrl: string;
    readonly wsOptions?: { readonly agent: import('node:http').Agent };
    /** -1: for ever. */
    readonly maxReconnectAttempts: number;
    readonly maxAuthFailureAttempts: number;
    /** Milliseconds. */
    readonly heartbeatInterval: number;
    readonly logger: Readonly<Record<'debug' | 'info' | 'warn' | 'error', () => void>>;
  }

  /** Calls resolve with WeCom's acknowledgement and reject with its frame when it refuses, else with an Error. */
  export class WSClient {
    constructor(options: WSClientOptions);
    connect(): this;
    disconnect(): void;
    on(event: 'authenticated' | 'disconnected', listener: () => void): this;
    on(event: 'error', listener: (error: Error & { readonly code?: string }) => void): this;
    on(event: 'message' | 'event' | 'event.disconnected_event', listener: (frame: unknown) => void): this;
    removeAllListeners(): this;
    /** Answer the frame with these headers. */
    reply(frame: WsFrameHeaders, body: object, cmd: string): Promise<unknown>;
    sendMessage(chat: string, body: object): Promise<unknown>;
    uploadMedia(
      content: Buffer,
      options: { readonly type: 'file'; readonly filename: string },
    ): Promise<{ readonly media_id: string }>;
  }
}
