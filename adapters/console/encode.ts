import { numberedText } from '../../src/host/numbered.ts';
import { citationsOf, type OutMessage } from '../../src/model/message.ts';
import { plainText, plainTextForPrograms } from '../../src/model/plain-text.ts';

/** A file that lies where whoever sits at the terminal finds it. */
export interface LaidFile {
  readonly name: string;
  readonly path: string;
}

/** A message as the JSON door gives it. */
export const encodeForPrograms = (message: OutMessage, files: readonly LaidFile[]) => ({
  to: message.to.chat,
  text: plainTextForPrograms(message),
  buttons: message.choices.map(({ token, label }) => ({ id: token, label })),
  files: files.map(({ name, path }) => ({ name, path })),
  citations: citationsOf(message),
  prompt: message.prompt,
});

/** The same message for a person at a terminal: numbered choices, and where the files are. */
export const encodeTerminal = (message: OutMessage, files: readonly LaidFile[]): string =>
  [
    plainText(message),
    ...files.map(({ name, path }) => `［文件］${name}：${path}`),
    ...(message.choices.length > 0 ? ['', numberedText(message.choices)] : []),
    '',
  ].join('\n');
