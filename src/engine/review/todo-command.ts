import { fold } from '../text.ts';

/** Longer texts are none of these, in UTF-16 units. */
const LIMIT = 20;

const todo = /^\/?(?:(?:我的)?待办(?:事项|申请)?(?:列表)?|todo)$/u;

/** 待办 and its longer forms. One place decides, because what is asked for is also what has to be loaded. */
export const isTodoCommand = (raw: string): boolean => raw.length <= LIMIT && todo.test(fold(raw));
