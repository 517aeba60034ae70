import { judge } from '../../src/engine/judge.ts';
import { placeOf } from '../../src/engine/walk.ts';
import type { OutMessage } from '../../src/model/message.ts';
import { traitsOf } from '../../src/model/pack/field-kinds.ts';
import type { Ask, Meaning } from '../../src/model/prompt.ts';
import type { EngineDriver } from './engine-driver.ts';

/** The option that keeps the unit eligible, whatever pack it is. */
const goodFact = (driver: EngineDriver, id: string): string => {
  const { pack } = driver.notice;
  const fact = pack.eligibility.facts.find(candidate => candidate.id === id)!;
  const values = fact.type === 'choice' ? (fact.options ?? []).map(({ value }) => value) : [true, false];
  const good = values.find(value => {
    const verdict = judge(pack, { ...driver.session.facts, [id]: value }, null);
    return ![...verdict.unmet, ...verdict.todo].some(finding => finding.fact === id);
  });
  return typeof good === 'string' ? good : good ? '是' : '否';
};

/** `fact:unitType`, `more:partners`, `review`: a prompt's name in tests that go to many. */
export const nameOf = (asks: Ask): string => {
  switch (asks.kind) {
    case 'fact':
      return `fact:${asks.fact}`;
    case 'field':
      return `field:${asks.field}`;
    case 'group':
    case 'more':
    case 'manage':
      return `${asks.kind}:${asks.group}`;
    default:
      return asks.kind;
  }
};

/** Go on as a cooperative applicant until this is asked. */
export const carryOnTo = (driver: EngineDriver, name: string, partners = 2): void =>
  carryOn(driver, ({ session }) => session.prompt !== null && nameOf(session.prompt.asks) === name, partners);

/** Answer the open prompt as a cooperative applicant would; null when nothing is asked. */
export const answerPrompt = (driver: EngineDriver, partners = 0): OutMessage | null => {
  const { session } = driver;
  const asks = session.prompt?.asks;
  if (!asks) return null;
  const choose = (kind: Meaning['kind']): OutMessage => {
    const index = session.prompt!.options.findIndex(({ means }) => means.kind === kind);
    if (index < 0) throw new Error(`${asks.kind} does not offer ${kind}`);
    return driver.pressToken(`${session.prompt!.id}_${index}`);
  };
  switch (asks.kind) {
    case 'fact':
      return driver.say(goodFact(driver, asks.fact));
    case 'field': {
      const { field } = placeOf(driver.notice.pack.form, session, asks.field)!;
      return driver.say(field.options?.[0]?.value ?? traitsOf(field).example);
    }
    case 'group':
    case 'more':
      return choose((session.groups[asks.group] ?? 0) < partners ? 'yes' : 'no');
    default:
      return choose('yes');
  }
};

/** Go on as a cooperative applicant until `stop` holds. Throws when that never comes. */
export const carryOn = (
  driver: EngineDriver,
  stop: (driver: EngineDriver) => boolean,
  partners = 0,
): void => {
  for (let turn = 0; turn < 120; turn += 1) {
    if (stop(driver)) return;
    if (answerPrompt(driver, partners) === null) {
      if (driver.session.journey === 'eligibility') driver.pressToken('nav_apply');
      else if (driver.application === null) driver.say('开始填报');
      else throw new Error('nothing is asked any more');
    }
  }
  throw new Error('the applicant never got there');
};

/** Where a property may begin: each place an applicant passes through. */
export const stations: Record<string, (driver: EngineDriver) => boolean> = {
  beginning: () => true,
  'in the check': ({ session }) => Object.keys(session.facts).length >= 4,
  'in the form': ({ session }) => Object.keys(session.answers).length >= 5,
  'among partners': ({ session }) => Object.keys(session.answers).some(id => id.includes('.1.')),
  'at the answers': ({ session }) => session.prompt?.asks.kind === 'review',
  'at the commitments': ({ session }) => session.prompt?.asks.kind === 'commit',
  submitted: ({ application }) => application !== null,
};
