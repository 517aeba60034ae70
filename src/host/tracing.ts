import { hash, randomBytes } from 'node:crypto';
import type * as Api from '@opentelemetry/api';
import type { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import type { Result } from '../model/issue.ts';
import { BoundedMap } from './shelf/bounded-map.ts';
import type { SendSeen, StepTime, TurnSeen, Watcher } from './watcher.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Messages under way that are remembered: which event each answers, and when the event came. */
const MOST_REMEMBERED = 10_000;
/** A collector that does not answer holds up the end of the program no longer, in milliseconds. */
const FLUSH_MS = 2_000;

interface Ids {
  readonly traceId: string;
  readonly spanId: string;
}

/** Of an event, whoever takes it and however often: all that is done for it stands in one trace. */
const idsOf = (event: string): Ids => {
  const digest = hash('sha256', `shenbao trace ${event}`);
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) };
};

/** Spans for OpenTelemetry: one trace an event, one span a step. Ids, codes and times; no text and no name. */
export class Tracing implements Watcher {
  readonly #api: typeof Api;
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Api.Tracer;
  readonly #take: (ids: Ids | null) => void;
  readonly #arrived = new BoundedMap<number>(MOST_REMEMBERED);
  readonly #eventOf = new BoundedMap<string>(MOST_REMEMBERED);

  /** `take`: the ids of the next span that has no parent. */
  constructor(
    api: typeof Api,
    provider: BasicTracerProvider,
    version: string,
    take: (ids: Ids | null) => void,
  ) {
    this.#api = api;
    this.#provider = provider;
    this.#tracer = provider.getTracer('shenbao', version);
    this.#take = take;
  }

  stepped(event: string, { step, began, ended }: StepTime): void {
    if (step === 'receive') this.#arrived.set(event, began);
    this.#child(event, step, began, ended, {});
  }

  turned({ event, space, kind, outcome, steps, items }: TurnSeen): void {
    for (const item of items) this.#eventOf.set(`${space} ${item}`, event);
    for (const { step, began, ended } of steps) this.#child(event, step, began, ended, {});
    const first = steps[0];
    const last = steps.at(-1);
    if (!first || !last) return;
    this.#take(idsOf(event));
    const span = this.#tracer.startSpan(
      'message',
      {
        root: true,
        startTime: this.#arrived.get(event) ?? first.began,
        attributes: {
          'shenbao.event': event,
          'shenbao.space': space,
          'shenbao.kind': kind,
          'shenbao.outcome': outcome,
        },
      },
      this.#api.ROOT_CONTEXT,
    );
    this.#take(null);
    span.end(last.ended);
  }

  sent({ channel, result, ms, item, space, attempt }: SendSeen): void {
    const ended = performance.timeOrigin + performance.now();
    // What another process committed, or this one long ago, has a trace of its own.
    const event = this.#eventOf.get(`${space} ${item}`) ?? item;
    this.#child(event, 'dispatch', ended - ms, ended, {
      'shenbao.item': item,
      'shenbao.channel': channel,
      'shenbao.result': result,
      'shenbao.attempt': attempt,
    });
  }

  called(): void {}

  /** Send what is left. */
  async close(): Promise<void> {
    const late = new Promise<void>(resolve => setTimeout(resolve, FLUSH_MS).unref());
    await Promise.race([this.#provider.shutdown().catch(() => undefined), late]);
  }

  #child(event: string, step: string, began: number, ended: number, attributes: Api.Attributes): void {
    const parent = { ...idsOf(event), traceFlags: this.#api.TraceFlags.SAMPLED };
    const context = this.#api.trace.setSpanContext(this.#api.ROOT_CONTEXT, parent);
    this.#tracer.startSpan(step, { startTime: began, attributes }, context).end(ended);
  }
}

/**
 * Tracing where OTEL_EXPORTER_OTLP_ENDPOINT says where to; null without. Its other variables are the SDK's own
 * (opentelemetry.io, "SDK environment variables"). The packages are optional, and loaded only then.
 */
export const openTracing = async (
  env: Env,
  { version, instance }: { readonly version: string; readonly instance: string },
): Promise<Result<Tracing | null>> => {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT && !env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
    return { ok: true, value: null };
  if (env.OTEL_SDK_DISABLED === 'true') return { ok: true, value: null };
  try {
    const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
    let next: Ids | null = null;
    const provider = new sdk.BasicTracerProvider({
      resource: resourceFromAttributes({
        'service.name': env.OTEL_SERVICE_NAME || 'shenbao',
        'service.version': version,
        'service.instance.id': instance,
      }),
      idGenerator: {
        generateTraceId: () => next?.traceId ?? randomBytes(16).toString('hex'),
        generateSpanId: () => next?.spanId ?? randomBytes(8).toString('hex'),
      },
      spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter())],
    });
    const tracing = new Tracing(api, provider, version, ids => {
      next = ids;
    });
    return { ok: true, value: tracing };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return {
      ok: false,
      issues: [
        {
          code: 'tracing:not-installed',
          message: '设置了 OTEL_EXPORTER_OTLP_ENDPOINT，但没有安装 OpenTelemetry',
          hint: '请运行 npm ci --omit=dev（不加 --omit=optional），或去掉这个变量',
        },
      ],
    };
  }
};
