import { carryOnTo, nameOf } from './applicant.ts';
import { EngineDriver } from './engine-driver.ts';
import { noticeAt, wanzhouFolder } from './packs.ts';

/** A cooperative applicant of the Wanzhou notice who has come to this prompt (`field:team`, `review`). */
export const waitingAt = async (asks: string, partners = 0): Promise<EngineDriver> => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOnTo(driver, asks, partners);
  return driver;
};

/** What stands in a place of the form. */
export const stored = (driver: EngineDriver, id: string): string | undefined =>
  driver.session.answers[id]?.value;

/** The name of what is asked now. */
export const asked = (driver: EngineDriver): string => nameOf(driver.session.prompt!.asks);
