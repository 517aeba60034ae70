import { fold } from '../text.ts';

/** Longer texts are none of these, in UTF-16 units. */
const LIMIT = 20;

const todo = /^\/?(?:(?:我的)?待办(?:事项|申请)?(?:列表)?|todo)$/u;

/** 待办 and its longer forms. One place decides, because what is asked for is also what has to be loaded. */
export const isTodoCommand = (raw: string): boolean => raw.length <= LIMIT && todo.test(fold(raw));

const bareVerb = /^(?:审核|审批|办理|通过|退回|退回补正|不通过|驳回|转交|加签|催办)(?:一下)?$/u;

/** What a reviewer wants done, without saying to which case. */
export const isBareVerb = (raw: string): boolean => raw.length <= LIMIT && bareVerb.test(fold(raw));
