/**
 * The word each command is known by on buttons and in the menus of platforms. What else is understood for it is the
 * engine's to know; a test holds the two together.
 */
export const commandWords = {
  menu: '菜单',
  help: '帮助',
  check: '资格自测',
  apply: '开始填报',
  resume: '继续',
  ask: '政策问答',
  progress: '我的进度',
  view: '查看',
  pause: '暂停',
  contacts: '联系科室',
  human: '转人工',
} as const;

/** Words that only officers use. */
export const officerWords = { todo: '/待办', query: '/查询', bind: '/绑定' } as const;
