// @ts-nocheck This file is wrong on purpose: the architecture test must catch every line. 科技局 in a comment is no breach.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Bot } from 'grammy';
import { send } from '../../adapters/telegram/send.ts';
import { House } from '../host/house.ts';

export const wrong = async () => {
  await send(new Bot(''), House, readFileSync('x'), randomBytes(8));
  return ['万州', new Date(), Math.random()];
};
