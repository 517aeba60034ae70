import { judge } from '../../src/engine/judge.ts';
import { placeOf } from '../../src/engine/walk.ts';
import type { OutMessage } from '../../src/model/message.ts';
import { traitsOf } from '../../src/model/pack/field-kinds.ts';
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

/** Answer the open prompt as a cooperative applicant would; null when nothing is asked. */
export const answerPrompt = (driver: EngineDriver, partners = 0): OutMessage | null => {
  const { session } = driver;
  const asks = session.prompt?.asks;
  if (!asks) return null;
  const [kind, subject = ''] = [asks.split(':')[0]!, asks.slice(asks.indexOf(':') + 1)];
  const choose = (value: string): OutMessage => {
    const index = session.prompt!.options.findIndex(option => option.value === value);
    if (index < 0) throw new Error(`${asks} does not offer ${value}`);
    return driver.pressToken(`${session.prompt!.id}_${index}`);
  };
  switch (kind) {
    case 'fact':
      return driver.say(goodFact(driver, subject));
    case 'field': {
      const { field } = placeOf(driver.notice.pack.form, session, subject)!;
      return driver.say(field.options?.[0]?.value ?? traitsOf(field).example);
    }
    case 'group':
    case 'more':
      return choose((session.groups[subject] ?? 0) < partners ? 'yes' : 'no');
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
  'at the answers': ({ session }) => session.prompt?.asks === 'review',
  'at the commitments': ({ session }) => session.prompt?.asks === 'commit',
  submitted: ({ application }) => application !== null,
};
