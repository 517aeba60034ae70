import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const Request = z.object({
  model: z.string(),
  temperature: z.literal(0),
  response_format: z.object({ type: z.literal('json_schema') }),
  messages: z.tuple([
    z.object({ role: z.literal('system'), content: z.string() }),
    z.object({ role: z.literal('user'), content: z.string() }),
  ]),
});

export type Behaviour = (response: ServerResponse) => void;

/** What an OpenAI-compatible endpoint sends when the model says `content`. */
export const says =
  (content: string): Behaviour =>
  response => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content } }] }));
  };

/** A loopback endpoint that accepts only well-formed chat requests and then behaves as told. */
export interface FakeLlm {
  readonly baseUrl: string;
  readonly requests: readonly { readonly authorization: string | undefined; readonly user: string }[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

export const startFakeLlm = async (): Promise<FakeLlm> => {
  const requests: { authorization: string | undefined; user: string }[] = [];
  let behaviour: Behaviour = says('{"ids":["NONE"]}');
  const server = createServer(async (request, response) => {
    const parsed = Request.safeParse(JSON.parse(await bodyOf(request)));
    if (request.url !== '/v1/chat/completions' || !parsed.success) {
      response.statusCode = 400;
      response.end();
      return;
    }
    requests.push({ authorization: request.headers.authorization, user: parsed.data.messages[1].content });
    behaviour(response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    behave: next => {
      behaviour = next;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
