import { createHash } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { deadlineCalendar } from '../documents/calendar.ts';
import { formData } from '../documents/form-data.ts';
import { renderForm } from '../documents/render-form.ts';
import type { FileRef } from '../model/file.ts';
import type { Block } from '../model/message.ts';
import type { OutFile } from './channel.ts';
import type { FileKeeper } from './files.ts';
import type { Notices } from './notices.ts';
import { pseudonym } from './pseudonym.ts';

const FormInputs = z.strictObject({
  pack: z.strictObject({ id: z.string(), hash: z.string() }),
  answers: z.record(z.string(), z.string()),
  groups: z.record(z.string(), z.number()),
  rehearsal: z.boolean(),
});

const CalendarInputs = z.strictObject({
  id: z.string(),
  subject: z.string(),
  office: z.string(),
  window: z.strictObject({ opens: z.string(), closes: z.string(), clause: z.string(), quote: z.string() }),
});

/** A file that belongs to a message and cannot be had. */
export interface AbsentFile {
  readonly code: 'file:missing' | 'file:not-rendered';
  readonly name: string;
}

/** What the reader is told instead. */
export const absentBlocks = (absent: readonly AbsentFile[]): Block[] =>
  absent.map(({ name }) => ({
    kind: 'text',
    text: `（文件“${name}”已不在系统中，未能附上，请联系办理科室。）`,
  }));

/** A name that stays in its folder. */
const containedName = (name: string): string => {
  const contained = name.replace(/[/\\\p{C}]/gu, '_').slice(0, 120);
  return /^\.*$/.test(contained) ? '_' : contained;
};

/** Makes the files that go out with messages: kept ones as they are, rendered ones from their committed input. */
export class Renderer {
  readonly #notices: Notices;
  readonly #keeper: FileKeeper;
  readonly #folder: string;

  constructor(notices: Notices, keeper: FileKeeper, folder: string) {
    this.#notices = notices;
    this.#keeper = keeper;
    this.#folder = folder;
  }

  /** The files of a message. One that cannot be had is named, and holds up neither the others nor the message. */
  async files(refs: readonly FileRef[]): Promise<{ files: OutFile[]; absent: AbsentFile[] }> {
    const found = await Promise.all(
      refs.map(ref =>
        this.file(ref).catch((error: unknown): AbsentFile => {
          const { code } = error as NodeJS.ErrnoException;
          // A full disk passes; the message is tried again.
          if (code !== undefined && code !== 'ENOENT') throw error;
          const stored = ref.kind === 'stored';
          return {
            code: stored ? 'file:missing' : 'file:not-rendered',
            name: stored ? ref.file.name : ref.name,
          };
        }),
      ),
    );
    return {
      files: found.filter(file => 'content' in file),
      absent: found.filter(file => 'code' in file),
    };
  }

  /** One file. It is made here to see that it can be; who needs its content later has it made again. */
  async file(ref: FileRef): Promise<OutFile> {
    if (ref.kind === 'stored') {
      const { id, name, bytes } = ref.file;
      await access(this.#keeper.pathOf(id));
      return { name, bytes, content: () => this.#keeper.read(id) };
    }
    const made = await this.content(ref);
    const held = new WeakRef(made);
    return {
      name: containedName(ref.name),
      bytes: made.length,
      content: async () => new Uint8Array(held.deref() ?? (await this.content(ref))),
    };
  }

  /** Lay a file into its chat's folder for whoever sits at this machine; it goes with all that is kept about that chat. */
  async lay({ name, bytes, content }: OutFile, chat: string): Promise<string> {
    const whole = await content();
    const digest = createHash('sha256').update(whole).digest('hex').slice(0, 32);
    const folder = join(this.#folder, pseudonym(chat), digest);
    const path = join(folder, containedName(name));
    const there = await stat(path).catch(() => null);
    if (there?.size !== bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(`${path}.part`, whole, { mode: 0o600 });
      await rename(`${path}.part`, path);
    }
    return path;
  }

  /** Delete what was laid out for a chat. */
  async forget(chat: string): Promise<void> {
    await rm(join(this.#folder, pseudonym(chat)), { recursive: true, force: true });
  }

  /** Delete what was laid out this long ago, in milliseconds: whoever asks again gets it made again. */
  async sweep(ageMs: number): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => []))
      for (const entry of await readdir(join(this.#folder, name)).catch(() => [])) {
        const path = join(this.#folder, name, entry);
        const found = await stat(path).catch(() => null);
        if (found && found.mtimeMs < Date.now() - ageMs) await rm(path, { recursive: true, force: true });
      }
    for (const name of await readdir(this.#folder).catch(() => []))
      await rmdir(join(this.#folder, name)).catch(() => undefined);
  }

  /** The bytes of a rendered file; the same input gives the same bytes. */
  async content(ref: Extract<FileRef, { kind: 'rendered' }>): Promise<Uint8Array> {
    switch (ref.render) {
      case 'application-form':
        return this.form(ref.data);
      case 'export':
        return Buffer.from(`${JSON.stringify(ref.data, null, 2)}\n`);
      case 'calendar':
        return Buffer.from(deadlineCalendar(CalendarInputs.parse(ref.data)));
      default:
        return ref.render satisfies never;
    }
  }

  /** The form in the version it was filled in; in the newest when that one is no longer to be had. `traced`: see renderForm. */
  async form(data: unknown, traced = false): Promise<Uint8Array> {
    const inputs = FormInputs.parse(data);
    const { pack } =
      (await this.#notices.version(inputs.pack)) ?? this.#notices.get(inputs.pack.id) ?? this.#notices.newest;
    const template = pack.templates.get(pack.form.template);
    if (!template) throw new Error(`pack ${pack.id} lost its template`);
    const answers = Object.fromEntries(Object.entries(inputs.answers).map(([id, value]) => [id, { value }]));
    const printed = formData(pack, answers, inputs.groups, { rehearsal: inputs.rehearsal });
    return renderForm(template, printed, traced);
  }
}
