import type { ChannelPlugin, DoctorLine, SetupQuestion } from '../../host/channel.ts';
import { silentLogger } from '../../host/log.ts';
import { proxyFetch } from '../../host/proxy.ts';
import { IssueError } from '../../issue-error.ts';
import { readSettings } from '../../settings.ts';
import { plugins } from '../channels.ts';
import { lineText } from '../doctor-line.ts';
import { reachLines } from '../reach-lines.ts';
import { Dialogue, type Streams } from './dialogue.ts';
import { canHold, readEnvFile, writeEnvFile } from './env-file.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface Installation {
  /** The file that is written, and read at every start. */
  readonly file: string;
  /** The environment with that file's settings in it; what was set outside of it counts more. */
  readonly env: Env;
  readonly dataDir: string;
}

/** Somebody wants to stop here. */
const left = Symbol('left');
type Left = typeof left;

const yes = /^(?:是|对|好|要|y|yes|1)$/i;

const publicAddress: SetupQuestion = {
  variable: 'PUBLIC_URL',
  label: '公网地址（如 https://bot.example.gov.cn，末尾不带斜杠）',
  secret: false,
};

/** What of one question's answer cannot be used, in words; null: nothing. */
const objection = ({ variable }: SetupQuestion, answer: string): string | null => {
  if (!canHold(answer)) return '这个值不能写进 .env，请重新填写。';
  if (variable !== publicAddress.variable) return null;
  const read = readSettings({ PUBLIC_URL: answer });
  if (!read.ok) return read.issues.map(({ message, hint }) => hint ?? message).join('；');
  return answer.startsWith('https://') ? null : '平台只接受 https 地址，请重新填写。';
};

class Setup {
  readonly #installation: Installation;
  readonly #talk: Dialogue;
  readonly #inFile: Env;
  /** What holds from the next start on. */
  #env: Env;

  constructor(installation: Installation, talk: Dialogue, inFile: Env) {
    this.#installation = installation;
    this.#talk = talk;
    this.#inFile = inFile;
    this.#env = installation.env;
  }

  /** Set where this program does not reach: the answer would not count. */
  #setOutside(variable: string): boolean {
    const { [variable]: value } = this.#installation.env;
    return value !== undefined && value !== '' && value !== this.#inFile[variable];
  }

  async #answer(question: SetupQuestion): Promise<string | Left> {
    const { variable, label, secret, optional, hint } = question;
    const current = this.#env[variable]?.trim() ?? '';
    if (hint !== undefined) this.#talk.say(`  ${hint}`);
    const kept =
      current === ''
        ? optional
          ? '（可不填）'
          : ''
        : `（${secret ? '已填写' : `现为 ${current}`}，回车保留${optional ? '，填 - 清除' : ''}）`;
    for (;;) {
      const answer = await this.#talk.ask(`  ${label}${kept}：`, secret);
      if (answer === null) return left;
      if (answer === '-' && optional) return '';
      if (answer === '' && (current !== '' || optional)) return current;
      if (answer === '') {
        this.#talk.say('  这一项必须填写；要离开请输入“退出”。');
        continue;
      }
      const wrong = objection(question, answer);
      if (wrong === null) return answer;
      this.#talk.say(`  ${wrong}`);
    }
  }

  async #answers(questions: readonly SetupQuestion[]): Promise<Record<string, string> | Left> {
    const answers: Record<string, string> = {};
    for (const question of questions) {
      const { variable, label } = question;
      if (this.#setOutside(variable)) {
        this.#talk.say(`  ${label}：已由环境变量 ${variable} 设定，以它为准。`);
        continue;
      }
      const answer = await this.#answer(question);
      if (answer === left) return left;
      if (answer !== '' || this.#env[variable]) answers[variable] = answer;
    }
    return answers;
  }

  #say({ level, text, remedy }: DoctorLine): void {
    this.#talk.say(lineText({ level, text, ...(remedy === undefined ? {} : { remedy }) }));
  }

  /** Ask the platform whether it would let us in with these; every line of its `doctor` is shown. */
  async #isAccepted(plugin: ChannelPlugin, env: Env): Promise<boolean> {
    const configured = plugin.configure(env);
    if (configured === null) return false;
    if (!configured.ok) {
      for (const { message, hint } of configured.issues)
        this.#say({ level: 'fail', text: message, ...(hint === undefined ? {} : { remedy: hint }) });
      return false;
    }
    this.#talk.say('  正在向平台核对……');
    const { reaches, doctor } = configured.value;
    const settings = readSettings(env);
    const lines: DoctorLine[] = [];
    for (const address of reaches) lines.push(...(await reachLines(address)));
    lines.push(
      ...(await doctor({
        log: silentLogger,
        dataDir: this.#installation.dataDir,
        publicUrl: settings.ok ? settings.value.publicUrl : null,
      })),
    );
    for (const line of lines) this.#say(line);
    return lines.every(({ level }) => level !== 'fail');
  }

  async #fill(plugin: ChannelPlugin): Promise<Left | null> {
    const { title, calledBack, before, questions, after } = plugin.setup;
    const saved = this.#env;
    for (const [index, step] of before.entries()) this.#talk.say(`  ${index + 1}. ${step}`);
    for (;;) {
      const answers = await this.#answers([...questions, ...(calledBack ? [publicAddress] : [])]);
      if (answers === left) {
        this.#talk.say(`  ${title}没有填完，未保存。`);
        return left;
      }
      const env = { ...this.#env, ...answers };
      if (!(await this.#isAccepted(plugin, env))) {
        const next = await this.#talk.ask('  核对没有全部通过。重新填写请回车，先保存请填 1，不保存请填 2：');
        if (next === '') {
          // What was typed is offered again, so that only what is wrong has to be.
          this.#env = env;
          continue;
        }
        if (next !== '1') {
          this.#talk.say(`  ${title}未保存。`);
          this.#env = saved;
          return next === null ? left : null;
        }
      }
      await writeEnvFile(this.#installation.file, answers);
      this.#env = env;
      this.#talk.say(`  已写入 ${this.#installation.file}（只有本用户可读）。`);
      for (const step of after) this.#talk.say(`  → ${step}`);
      return null;
    }
  }

  async run(): Promise<void> {
    this.#talk.say('逐个设置渠道；不需要的直接回车跳过。随时输入“退出”离开，已保存的留着，以后可再运行。');
    for (const plugin of plugins) {
      const { title, about } = plugin.setup;
      const there = plugin.configure(this.#env) !== null;
      this.#talk.say(`\n${title}：${about}`);
      const answer = await this.#talk.ask(there ? '已设置。重新填写请填“是”：' : '要接入请填“是”：');
      if (answer === null) break;
      if (yes.test(answer) && (await this.#fill(plugin)) === left) break;
    }
    this.#talk.say('\n设置结束。启动：npm start；全面检查：npm run --silent shenbao -- doctor');
    this.#talk.say(
      '绑定办理人员：npm run --silent shenbao -- staff invite --section 科室 --role 审核人 --name 姓名',
    );
  }
}

/** `setup`: ask for each channel's credentials, try them at the platform, and put them into the file of settings. */
export const setup = async (installation: Installation, streams: Streams): Promise<number> => {
  const proxy = proxyFetch(installation.env);
  if (!proxy.ok) throw new IssueError(proxy.issues);
  const talk = new Dialogue(streams);
  try {
    await new Setup(installation, talk, await readEnvFile(installation.file)).run();
    return 0;
  } finally {
    talk.close();
  }
};
