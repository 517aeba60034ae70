// @ts-nocheck This file is wrong on purpose: the architecture test must catch every line.

import { advance } from '../../src/engine/advance.ts';
import { send } from '../feishu/send.ts';

export { bodyHashOf } from '../../src/store/port.ts';

export const wrong = async () => [send, advance, await import('@larksuiteoapi/node-sdk')];
